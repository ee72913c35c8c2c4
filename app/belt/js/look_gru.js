// How the GRU looks: one belt that carries h, and one gate that does two things. Its lower half keeps, its upper half
// (1 − z) writes: when one opens, the other shuts. The reset gate r stands on the way of the old h to the candidate.
// The names are those of look_lstm.js.

import { approx, num, pct } from './format.js';
import { svg } from './dom.js';
import { bend } from './geometry.js';
import { memoryTraveller, writePipe, writeTraveller } from './look_lstm.js';

export { belt, turns } from './look_lstm.js';
export const COLUMNS = {
  before: 0.05,
  r: 0.2,
  candidate: 0.37,
  z: 0.51,
  kept: 0.7,
  written: 0.7,
  join: 0.82,
  cell: 0.94,
  hidden: 0.94,
};
export const SLOTS = ['before', 'candidate', 'kept', 'written', 'cell'];
export const FIRST_SEEN = { before: 1, r: 1, candidate: 1, z: 1, '1-z': 1, kept: 3, written: 4, cell: 6, hidden: 6 };
export const PHASE_OF = {
  before: 'keep',
  z: 'keep',
  kept: 'keep',
  r: 'write',
  candidate: 'write',
  '1-z': 'write',
  written: 'write',
  cell: 'write',
};
export const CAME = { kept: 'before', written: 'candidate' };
/** The half of the gate z that writes. */
export const OPPOSITE = { '1-z': 'z' };
export const FRAMES = [0, 1, 2, 3, 4, 5, 6, 9];
export const PHASE_FRAMES = { keep: [1, 3], write: [3, 6] };
export const HEADS = [
  { column: 'before', last: true },
  { gate: 'r' },
  { column: 'candidate', opens: 'n' },
  { gate: 'z' },
  { column: 'cell' },
];
export const DROPS = ['r', 'candidate', 'z'];
export const ROWS = [{ gate: 'z' }, { gate: 'r' }, { column: 'cell' }, { gate: '1-z', row: 1, at: 0.52 }];

/** Keeping and writing happen in the same columns, so no band could tell them apart. */
export const spans = () => ({});

/** A small lane has no room for both halves of z: css/cells.css hides the upper one, which mirrors the lower. */
export function wide({ on, belt: low, upper, height, large }) {
  return {
    slots: {
      before: on('before', low),
      kept: on('kept', low),
      candidate: on('candidate', upper),
      written: on('written', upper),
      join: on('join', low),
      cell: on('cell', low),
      hidden: on('hidden', low),
    },
    gates: {
      r: { ...on('r', upper), height: height * (large ? 0.32 : 0.46) },
      '1-z': { ...on('z', upper), height: height * 0.32 },
      z: { ...on('z', low), height: height * (large ? 0.34 : 0.52) },
    },
  };
}

export function narrow({ on, gateHeight }) {
  return {
    slots: {
      before: on(0.13, 0),
      kept: on(0.76, 0),
      candidate: on(0.36, 1),
      written: on(0.76, 1),
      join: on(0.92, 1),
      cell: on(0.13, 2),
      hidden: on(0.13, 2),
    },
    gates: {
      r: { ...on(0.13, 1), height: gateHeight * 0.7 },
      '1-z': { ...on(0.56, 1), height: gateHeight * 0.7 },
      z: { ...on(0.56, 0), height: gateHeight },
    },
  };
}

/** The pipes: what the candidate hears of the old h (old h → gate r → candidate), and what is written. */
export function flows(lane, v, narrow_) {
  const { before, candidate } = lane.slots;
  const { r } = lane.gates;
  const look = narrow_ ? [before, r, candidate] : [...bend(before, { x: r.x - 12 * lane.scale, y: r.y }), r, candidate];
  return [
    { path: look, value: 0, from: 1, gate: r },
    { path: [r, candidate], value: v.looked, from: 1, gate: r },
    { path: writePipe(lane, '1-z', narrow_), value: v.written, from: 4, gate: lane.gates['1-z'] },
  ];
}

export const refused = (slot, v) => slot === 'candidate' && v['1-z'] < 0.05;

export const travellers = (lane, v, k, tape) => [memoryTraveller(lane, v, k, tape, 'z'), writeTraveller(lane, v, k)];

/** The rod between the two halves of z: they are one gate. */
export function ornament({ gates, large }) {
  const top = gates['1-z'].y + gates['1-z'].height / 2;
  const bottom = gates.z.y - gates.z.height / 2;
  const node = svg(
    'svg',
    { class: 'bt-rod', 'aria-hidden': 'true', width: 12, height: Math.max(0, bottom - top) },
    svg('path', { d: `M3 0 V${bottom - top} M9 0 V${bottom - top}` }),
  );
  Object.assign(node.style, { left: `${gates.z.x - 6}px`, top: `${top}px` });
  if (!large) node.style.display = 'none';
  return { node, show() {} };
}

export function places({ slots, gates, numberY, radius, beltHalf, scale }, narrow_) {
  if (narrow_) {
    const below = (p) => [p.x, p.y + 32, 'middle'];
    const beside = (p) => [p.x + 18, p.y - 20, 'left'];
    return {
      before: below(slots.before),
      z: beside(gates.z),
      kept: below(slots.kept),
      r: [gates.r.x + 18, gates.r.y - 17, 'left'],
      candidate: below(slots.candidate),
      '1-z': [gates['1-z'].x + 18, gates['1-z'].y - 17, 'left'],
      written: below(slots.written),
      cell: below(slots.cell),
    };
  }
  const row = (p) => [p.x, numberY, 'middle'];
  const beside = (p, half) => [p.x + 17 * scale, p.y - half - 9 * scale, 'left'];
  const pipe = radius * 0.62;
  return {
    before: row(slots.before),
    z: beside(gates.z, beltHalf),
    kept: row(slots.kept),
    written: row(slots.join),
    cell: row(slots.cell),
    r: beside(gates.r, pipe),
    candidate: [slots.candidate.x, slots.candidate.y + radius + 12 * scale, 'middle'],
    '1-z': beside(gates['1-z'], pipe),
  };
}

export function texts(v) {
  const sign = v.written < 0 ? '−' : '+';
  return {
    before: num(v.before),
    kept: approx(v.kept),
    candidate: num(v.candidate),
    '1-z': `1 − z: ${pct(v['1-z'])}`,
    z: `z: ${pct(v.z)}`,
    written: `${sign} ${num(Math.abs(v.written))}`,
    cell: approx(v.cell),
  };
}

export function equation(v, { letter, last, part, sign, from }) {
  const kept = [part(v.z, 'z'), ' × ', part(v.before)];
  const written = [part(v['1-z'], 'z'), ' × ', part(v.candidate)];
  const heard = [part(v.r, 'r'), ' × ', part(v.past)];
  return [
    [
      ...[letter('h'), ' = ', letter('z'), ' · ', ...last('h'), ' + (1 − ', letter('z'), ') · ', letter('n')],
      from(1, sign(v.z, v.before, v['1-z'], v.candidate), ...kept, ' + ', ...written),
      from(6, sign(v.z, v.before, v['1-z'], v.candidate, v.cell), part(v.cell)),
    ],
    [
      ...[letter('n'), ' = tanh(', letter('W·x'), ' + ', letter('r'), ' · ', ...last('U·h'), ')'],
      from(1, sign(v.input, v.r, v.past), 'tanh(', part(v.input), ' + ', ...heard, ')'),
      from(1, sign(v.input, v.r, v.past, v.candidate), part(v.candidate)),
    ],
  ];
}
