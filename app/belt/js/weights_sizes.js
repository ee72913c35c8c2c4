// Where rows and columns of the weights stand, in px of the frame, and what has room in a cell. Pure.

import { num } from './format.js';

const APART = 10; // between the blocks
const WIDEST = 64;
const READABLE = 44; // a number stands in a cell that is no narrower
const REASON = 280;
const LETTER = 6.7; // of a digit in a cell
const FEW = 64; // rows that are all in the page at once
const NAME = { letter: 7, wide: 14, most: 116, least: 36 };

const isWide = (ch) => ch.codePointAt(0) > 0x2e7f;

/** Px of a name: wide scripts count double. */
const wish = (name) => [...name].reduce((sum, ch) => sum + (isWide(ch) ? NAME.wide : NAME.letter), 14);

/** How a name stands over its column: one that is too wide on its side, or, in a wide script, letter under letter. */
const wayOf = (width) => (name) => {
  if (wish(name) - 8 <= width) return 'flat';
  return [...name].some(isWide) ? 'stacked' : 'upright';
};

/** What stands over a block beside its letter: its name, where there is room. */
export const titled = (name, width) => (wish(name) <= width ? name : '');

function heightOf(count, narrow) {
  if (narrow) return count <= 48 ? 40 : 32;
  return count <= 16 ? 40 : count <= 32 ? 32 : count <= 64 ? 24 : 18;
}

/** How wide a column is, and whether the reasons stand beside the rows. */
function widthOf({ room, count, built, narrow, height }) {
  if (narrow) return { width: Math.max(height, Math.min(WIDEST, room / count)), reasons: false };
  const beside = Math.min(WIDEST, (room - REASON) / count);
  if (built && beside >= READABLE) return { width: Math.floor(beside), reasons: true };
  return { width: Math.floor(Math.max(15, Math.min(WIDEST, room / count))), reasons: false };
}

/** A number as short as the cell asks; where none fits, what is negative has its minus. */
const labelIn = (width) => (value) => {
  const texts = [3, 2, 1, ...(Math.abs(value) >= 10 ? [0] : [])].map((decimals) => num(value, decimals));
  const fitting = texts.find((text) => text.length * LETTER + 5 <= width);
  return fitting && width >= 30 ? fitting : value < 0 && width >= 12 ? '−' : '';
};

/**
 * @returns {{cell, gutter, gate, head, units, block, width, few, roomy, reasons, way, left, top, within, label}}
 *   left(column), top(row): px in the frame; within(row): px in its block
 */
export function gridSizes({ net, rows, columns, width, narrow }) {
  const names = Math.max(NAME.least, Math.min(NAME.most, ...[Math.max(...net.units.map(wish))]));
  const gate = narrow ? 0 : 112;
  const gutter = gate + (narrow ? Math.min(84, names) : names);
  const height = heightOf(rows.length, narrow);
  const gaps = columns.flatMap(({ column }, n) => (n > 0 && column === 0 ? [n] : []));
  const built = Object.keys(net.reasons ?? {}).length > 0;
  const room = width - gutter - gaps.length * APART - 20;
  const found = widthOf({ room, count: columns.length, built, narrow, height });
  const left = (n) => gutter + n * found.width + gaps.filter((gap) => gap <= n).length * APART;
  const labels = columns.flatMap(
    ({ field, column }) => ({ ih: [net.symbols[column]], hh: [net.units[column]] })[field] ?? [],
  );
  const way = wayOf(found.width);
  const tall = labels.filter((label) => way(label) !== 'flat');
  const head = 26 + Math.max(26, ...tall.map((label) => Math.min(96, wish(label))));
  const above = narrow ? 28 : 0; // the gate's name stands above its rows
  const units = net.H;
  const block = above + units * height + (narrow ? 6 : APART);
  const within = (n) => above + (n % units) * height;
  return {
    cell: { width: found.width, height },
    ...{ gutter, gate, head, units, block, left, within, way },
    top: (n) => head + Math.floor(n / units) * block + within(n),
    width: left(columns.length - 1) + found.width + (found.reasons ? REASON : 8),
    few: rows.length <= FEW,
    roomy: height >= 38 && found.width >= READABLE,
    reasons: found.reasons,
    label: labelIn(found.width),
  };
}
