// How the plain recurrent cell looks: no gate and no belt. The old h of all units and the token just read meet, tanh
// squeezes their sum, and that is the new h. The names are those of look_lstm.js.

import { svg } from './dom.js';
import { approx, num } from './format.js';
import { bend, diameter } from './geometry.js';
import { REST } from './pose.js';

export const COLUMNS = { before: 0.06, past: 0.24, input: 0.39, join: 0.52, tanh: 0.7, cell: 0.9, hidden: 0.9 };
export const SLOTS = ['before', 'past', 'input', 'cell'];
export const FIRST_SEEN = { before: 1, past: 4, input: 4, sum: 5, cell: 6, hidden: 6 };
export const PHASE_OF = { before: 'write', past: 'write', input: 'write', sum: 'write', cell: 'write' };
export const CAME = {};
export const FRAMES = [0, 1, 4, 5, 6, 9];
export const PHASE_FRAMES = { write: [1, 6] };
export const HEADS = [
  { column: 'before', last: true },
  { column: 'past', last: true },
  { column: 'input' },
  { column: 'tanh', opens: 'h' },
  { column: 'cell' },
];
export const DROPS = ['past', 'input'];
export const ROWS = [{ column: 'past' }, { column: 'input' }, { column: 'tanh', opens: 'h' }];
export const spans = () => ({});

export function wide({ on, belt: low, upper, height }) {
  const size = Math.min(height * 0.56, 96);
  return {
    slots: {
      before: on('before', low),
      past: on('past', low),
      input: on('input', upper),
      join: on('join', low),
      cell: on('cell', low),
      hidden: on('hidden', low),
    },
    gates: {},
    curve: { ...on('tanh', low), width: size * 1.35, height: size },
  };
}

export function narrow({ on }) {
  return {
    slots: {
      before: on(0.15, 0),
      past: on(0.68, 0),
      input: on(0.68, 1),
      join: on(0.92, 1),
      cell: on(0.82, 2),
      hidden: on(0.82, 2),
    },
    gates: {},
    curve: { ...on(0.5, 2), width: 72, height: 46 },
  };
}

/** Nothing is kept aside, so nothing is carried: no belt. */
export const belt = () => [];

export function turns({ slots, rows, rowHeight, curve }) {
  const { past, join } = slots;
  const edge = rows[1] + rowHeight / 2;
  return [
    [past, { x: join.x, y: past.y }, join],
    [
      join,
      { x: join.x, y: edge },
      { x: 24, y: edge },
      { x: 24, y: curve.y },
      { x: curve.x - curve.width / 2, y: curve.y },
    ],
  ];
}

/** What the old h and the token say flows into ⊕, their sum into the curve of tanh, and the new h out of it. */
export function flows({ slots, curve }, v, narrow_) {
  const { before, past, input, join, cell } = slots;
  const flow = (path, value, from) => ({ path, value, from, gate: path[0] });
  const [enters, leaves] = [-1, 1].map((side) => ({ x: curve.x + (side * curve.width) / 2, y: curve.y }));
  const out = flow([leaves, cell], v.cell, 6);
  if (narrow_) return [flow([before, past], 0, 1), flow([input, join], v.input, 4), out];
  const falls = flow(bend(input, join), v.input, 4);
  return [flow([before, past], 0, 1), flow([past, join], v.past, 4), falls, flow([join, enters], v.sum, 5), out];
}

export const refused = () => false;

/** Two parcels, what the past says and what is read, meet at ⊕; the new h leaves tanh and goes to the tape. */
export function travellers({ slots, radius }, v, k, tape) {
  const { before, past, input, join, cell } = slots;
  const meets = k === 4 || k === 5;
  const parcel = (place, value, shown, scale = 1) => ({
    ...place,
    value,
    size: shown ? diameter(value, radius * scale) : 0,
  });
  const carried = k < 4 ? v.before : v.cell;
  const place = k === 0 ? tape.from : k < 4 ? before : k < 9 ? cell : tape.to;
  const away = k === 0 || k === 9;
  return [
    parcel(place, carried, k < 4 || (k >= 6 && k < REST), away ? 0.55 : 1),
    parcel(k < 5 ? past : join, v.past, meets),
    parcel(k < 5 ? input : join, v.input, meets),
  ];
}

/** The curve of tanh, and where this step's sum lies on it. */
export function ornament({ curve, large }) {
  const { width, height, x, y } = curve;
  const reach = 3; // the sum from −3 to 3; beyond that the curve is flat
  const at = (sum) => [
    width * (0.5 + Math.max(-reach, Math.min(reach, sum)) / (2.3 * reach)),
    height * (0.5 - 0.38 * Math.tanh(sum)),
  ];
  const points = [...Array(41).keys()].map((n) => at(((n - 20) / 20) * reach).map((p) => p.toFixed(1)));
  const dot = svg('circle', { class: 'bt-curve-dot', r: large ? 5.5 : 3 });
  const node = svg(
    'svg',
    { class: 'bt-curve', 'aria-hidden': 'true', width, height },
    svg('rect', { x: 1, y: 1, width: width - 2, height: height - 2, rx: large ? 10 : 5 }),
    svg('path', { class: 'bt-curve-axis', d: `M${width * 0.08} ${height / 2} H${width * 0.92}` }),
    svg('path', { class: 'bt-curve-line', d: `M${points.join(' L')}` }),
    dot,
  );
  Object.assign(node.style, { left: `${x - width / 2}px`, top: `${y - height / 2}px` });
  const show = (v, on) => {
    const [left, top] = at(v.sum);
    dot.setAttribute('cx', left);
    dot.setAttribute('cy', top);
    dot.style.opacity = on ? 1 : 0;
  };
  return { node, show };
}

export function places({ slots, numberY, radius }, narrow_) {
  const row = (p) => [p.x, narrow_ ? p.y + 30 : numberY, 'middle'];
  return {
    before: row(slots.before),
    past: row(slots.past),
    input: narrow_ ? row(slots.input) : [slots.input.x - radius - 10, slots.input.y, 'right'],
    sum: narrow_ ? [slots.join.x, slots.join.y + 30, 'middle'] : row(slots.join),
    cell: row(slots.cell),
  };
}

export function texts(v) {
  return { before: num(v.before), past: num(v.past), input: num(v.input), sum: approx(v.sum), cell: approx(v.cell) };
}

export function equation(v, { letter, last, part, sign, from }) {
  return [
    [
      ...[letter('h'), ' = tanh(', letter('W·x'), ' + ', letter('b'), ' + ', ...last('U·h'), ')'],
      from(4, sign(v.input, v.past), 'tanh(', part(v.input), ' + ', part(v.past), ')'),
      from(6, sign(v.input, v.past, v.cell), part(v.cell)),
    ],
    [],
  ];
}
