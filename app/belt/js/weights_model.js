// Weights as rows and columns: which number stands where, what it means, and how an edit of one is written. Pure.

import { fill, num } from './format.js';
import { pictured } from './tokens.js';

/** The arrays as an edit's text names them (lstm_core/edit_text.py), in the order of their columns. */
const FIELDS = { ih: 'weight_ih', hh: 'weight_hh', b: 'bias', bhn: 'bias_hn' };
/** The column of the peepholes: an array for each gate that has one. */
const PEEPHOLES = { i: 'ci', f: 'cf', o: 'co' };
/** A weight goes no further, either way: lstm_core/edits.py. */
export const LIMIT = 1e6;

const READING_ORDER = ['f', 'i', 'g', 'o', 'r', 'z', 'n', 'h'];
const LOOK = 'r'; // the gate that a GRU's past passes
/** Ends of a scale that read well. */
const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];

/**
 * @typedef {{field: "ih"|"hh"|"b"|"bhn"|"c", column: number}} Column
 * @typedef {{signal: string, unit: number}} Row
 */

/** A row for each gate of each unit, the gates in reading order. */
export function rowsOf({ cell, H }) {
  const blocks = READING_ORDER.filter((signal) => cell.BLOCKS.includes(signal));
  return blocks.flatMap((signal) => Array.from({ length: H }, (_, unit) => ({ signal, unit })));
}

/** A column for each input, each unit and the bias; a GRU has one more, inside the reset product, peepholes have one. */
export function columnsOf({ D, H, weights }) {
  const range = (field, count) => Array.from({ length: count }, (_, column) => ({ field, column }));
  const more = [...range('bhn', weights.bias_hn ? 1 : 0), ...range('c', weights.weight_ci ? 1 : 0)];
  return [...range('ih', D), ...range('hh', H), ...range('b', 1), ...more];
}

/** The array in which a number stands. */
export const arrayOf = (row, { field }) => FIELDS[field] ?? `weight_${PEEPHOLES[row.signal]}`;

/** Whether a row of an array is the unit itself, and not its place in a block. */
const byUnit = (field) => ['bhn', 'c'].includes(field);

/** Where a row stands in the arrays: torch's blocks; the inner bias has the candidate's rows only, a peephole its gate's. */
export function rowNumber({ cell, H }, { signal, unit }, { field }) {
  return byUnit(field) ? unit : cell.BLOCKS.indexOf(signal) * H + unit;
}

/** The index of a number in its flat array; −1 where there is none. */
export function indexOf(net, row, column) {
  if (column.field === 'bhn' && row.signal !== net.cell.CANDIDATE) return -1;
  if (column.field === 'c' && !PEEPHOLES[row.signal]) return -1;
  const wide = { ih: net.D, hh: net.H, b: 1, bhn: 1, c: 1 }[column.field];
  return rowNumber(net, row, column) * wide + column.column;
}

/** The weights with one number set; the others are shared. */
export function withWeight(net, weights, row, column, value) {
  const name = arrayOf(row, column);
  const array = weights[name].slice();
  array[indexOf(net, row, column)] = value;
  return { ...weights, [name]: array };
}

/** The next round number: one digit and zeros. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const first = ROUND.find((one) => one * power >= value * (1 - 1e-9));
  return Number((first * power).toPrecision(3)); // without the tail of a binary fraction
}

/**
 * The weight that is full ink, the same whatever is edited: twice the middle one of the untouched network, so that a
 * single huge weight does not bleach the others.
 */
export function fullInk(weights) {
  const sizes = Object.values(weights)
    .flatMap((array) => [...(array ?? [])])
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  if (!sizes.length) return 1;
  return roundUp(Math.min(2 * sizes[sizes.length >> 1], sizes[sizes.length - 1]));
}

/** How far one step of a drag or a button goes: a power of ten, at least twenty of them to full ink. */
export const stepOf = (full) => 10 ** Math.floor(Math.log10(full / 20) + 1e-9);

/** A multiple of a step, free of the tails that binary fractions leave. */
export function snapped(value, step) {
  const near = Number((Math.round(value / step) * step).toPrecision(12));
  return Math.max(-LIMIT, Math.min(LIMIT, near)) + 0; // + 0: no minus zero
}

/**
 * What was typed, as a number, or the key of the sentence that says why not.
 * @returns {{value: number}|{problem: "no_number"|"too_large"}}
 */
export function readNumber(text) {
  const plain = text.normalize('NFKC').trim().replace(/^[−–]/, '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return { problem: 'no_number' };
  const value = Number(plain);
  return Math.abs(value) <= LIMIT ? { value: value + 0 } : { problem: 'too_large' };
}

/** A number as an edit writes it: every digit that matters, no plus sign. */
function digits(value) {
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small ? value.toExponential() : String(value);
}

/** The edit as text: `weight_ih_12_3_-40`. */
export const editText = (net, row, column, value) =>
  [
    'weight',
    column.field === 'c' ? PEEPHOLES[row.signal] : column.field,
    rowNumber(net, row, column),
    column.column,
    digits(value),
  ].join('_');

/** A weight with its sign: "+40", "−20", "0". */
export const signed = (value) => `${value > 0 && num(value) !== '~0' ? '+' : ''}${num(value)}`;

/** What a column is called: what is read, whose h, or the letter of a bias. */
export function columnName(net, { field, column }) {
  if (field === 'ih') return pictured(net.symbols[column]);
  return field === 'hh' ? net.units[column] : { b: 'b', bhn: 'b_hn', c: 'c' }[field];
}

/** The sentence of one weight: what it adds to the gate's sum, and when. */
export function meaning({ net, words }, row, column, value) {
  const table = words.weights;
  const input = net.numbers ? 'number' : net.name === 'random' ? 'box' : 'read';
  const key = { ih: input, hh: 'past', b: 'bias', bhn: 'inner', c: 'peephole' }[column.field];
  const own = key === 'past' && column.column === row.unit ? '_self' : '';
  const reset = key === 'past' && row.signal === 'n' ? '_reset' : '';
  return fill(table[`${key}${own}${reset}`], {
    gate: words.gate[row.signal].ask,
    unit: net.units[row.unit],
    value: signed(value),
    name: columnName(net, column),
    look: words.gate[LOOK]?.ask ?? '',
  });
}
