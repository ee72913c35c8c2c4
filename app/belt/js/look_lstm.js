// How the LSTM looks: which columns its lane has, where values stand, flow and travel, and what its numbers say.
// The looks of the other cells (look_gru.js, look_rnn.js) export the same names.

import { approx, num } from './format.js';
import { bend, diameter } from './geometry.js';
import { REST } from './pose.js';

/** Share of the lane's width for each column of the wide layout. */
export const COLUMNS = {
  before: 0.045,
  f: 0.165,
  kept: 0.285,
  candidate: 0.385,
  i: 0.5,
  written: 0.58,
  join: 0.645,
  cell: 0.725,
  tanh: 0.795,
  o: 0.875,
  hidden: 0.965,
};
/** Where a parcel can stand. */
export const SLOTS = ['before', 'candidate', 'kept', 'written', 'cell', 'hidden'];
/** From which keyframe a value stands; the gates have decided when the chip has arrived. */
export const FIRST_SEEN = {
  before: 1,
  f: 1,
  kept: 3,
  candidate: 1,
  i: 1,
  written: 4,
  cell: 6,
  tanh: 7,
  o: 1,
  hidden: 8,
};
/** The phase that each value belongs to. */
export const PHASE_OF = {
  before: 'keep',
  f: 'keep',
  kept: 'keep',
  candidate: 'write',
  i: 'write',
  written: 'write',
  cell: 'write',
  tanh: 'show',
  o: 'show',
  hidden: 'show',
};
/** What stood before the gate, drawn as a dashed outline around what went through. */
export const CAME = { kept: 'before', written: 'candidate', hidden: 'tanh' };
/** The keyframes that a step goes through, and from which to which each phase is replayed alone. */
export const FRAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
export const PHASE_FRAMES = { keep: [1, 3], write: [3, 6], show: [6, 8] };

/** The heads of the columns from left to right; one without a gate carries a symbol, and may open what it is made of. */
export const HEADS = [
  { column: 'before', last: true },
  { gate: 'f' },
  { column: 'candidate', opens: 'g' },
  { gate: 'i' },
  { column: 'cell' },
  { gate: 'o' },
  { column: 'hidden' },
];
/** Where the wires of the token and of h of the last step come down. */
export const DROPS = ['f', 'candidate', 'i', 'o'];
/** What the three rows of a phone are called. */
export const ROWS = [{ gate: 'f' }, { gate: 'i' }, { gate: 'o' }];

/** From which column to which a phase reaches. */
export function spans({ columns, x0, x1 }) {
  const middle = (a, b) => (columns[a] + columns[b]) / 2;
  const write = [middle('kept', 'candidate'), middle('cell', 'tanh')];
  return { keep: [x0, write[0]], write, show: [write[1], x1] };
}

export function wide({ on, belt, upper, height }) {
  return {
    slots: {
      before: on('before', belt),
      kept: on('kept', belt),
      candidate: on('candidate', upper),
      written: on('written', upper),
      join: on('join', belt),
      cell: on('cell', belt),
      tanh: on('tanh', upper),
      hidden: on('hidden', upper),
    },
    gates: {
      f: { ...on('f', belt), height: height * 0.46 },
      i: { ...on('i', upper), height: height * 0.4 },
      o: { ...on('o', upper), height: height * 0.4 },
    },
  };
}

const [FIRST, GATE, LAST, JOIN] = [0.14, 0.5, 0.77, 0.93];

export function narrow({ on, gateHeight }) {
  const gate = (row) => ({ ...on(GATE, row), height: gateHeight });
  return {
    slots: {
      before: on(FIRST, 0),
      kept: on(LAST, 0),
      candidate: on(FIRST, 1),
      written: on(LAST, 1),
      join: on(JOIN, 1),
      cell: on(FIRST, 2),
      tanh: on(FIRST, 2),
      hidden: on(LAST, 2),
    },
    gates: { f: gate(0), i: gate(1), o: gate(2) },
  };
}

/** The belt that carries the memory through the lane. */
export const belt = ({ x0, x1, narrow }, { beltY }) =>
  [narrow ? 8 : x0, narrow ? x1 - 8 : x1].map((x) => ({ x, y: beltY }));

/** On a phone the line turns: kept runs down to ⊕, and the new cell state starts the next row. */
export function turns({ slots, rows, rowHeight }) {
  const { kept, join, cell } = slots;
  const edge = rows[1] + rowHeight / 2;
  return [
    [kept, { x: join.x, y: kept.y }, join],
    [join, { x: join.x, y: edge }, { x: cell.x, y: edge }, cell],
  ];
}

/** The pipe in which the candidate passes its gate and comes down to ⊕. */
export function writePipe({ slots, gates, scale }, gate, narrow) {
  const { candidate, written, join } = slots;
  const { x, y } = gates[gate];
  return narrow ? [candidate, { x, y }, written, join] : [candidate, { x, y }, ...bend({ x: x + 12 * scale, y }, join)];
}

/** The pipes: written (candidate → gate i → ⊕) and shown (cell → gate o → hidden); `from` a keyframe something flows. */
export function flows(lane, v, narrow) {
  const { cell, hidden } = lane.slots;
  const { i, o } = lane.gates;
  const rise = { x: o.x - (o.x - cell.x) * 0.64, y: o.y };
  const show = narrow ? [cell, o, hidden] : [...bend(cell, rise), o, hidden];
  return [
    { path: writePipe(lane, 'i', narrow), value: v.written, from: 4, gate: i },
    { path: show, value: v.hidden, from: 7, gate: o },
  ];
}

/** A candidate that its gate refuses is drawn faintly. */
export const refused = (slot, v) => slot === 'candidate' && v.i < 0.05;

/** The traveller of the memory: tape → before → its gate → kept → ⊕ → cell → tape. */
export function memoryTraveller(lane, v, k, tape, gateName) {
  const { before, kept, join, cell } = lane.slots;
  const gate = { x: lane.gates[gateName].x - 14 * lane.scale, y: lane.gates[gateName].y };
  const place = [tape.from, before, gate, kept, kept, join, cell, cell, cell, tape.to, tape.to][k];
  const value = k < 3 ? v.before : k < 6 ? v.kept : v.cell;
  // A parcel whose sign turns at ⊕ vanishes there and grows again as the other shape; nothing morphs.
  const signTurns = k === 5 && v.kept < 0 !== v.cell < 0;
  const atTape = k === 0 || k >= 9;
  const size = signTurns || k === REST ? 0 : diameter(value, atTape ? lane.radius * 0.55 : lane.radius);
  return { ...place, value, size };
}

export function writeTraveller(lane, v, k) {
  const { candidate, written, join } = lane.slots;
  const place = k < 4 ? candidate : k === 4 ? written : join;
  const value = k < 4 ? v.candidate : v.written;
  return { ...place, value, size: k === 3 || k === 4 || k === 5 ? diameter(value, lane.radius) : 0 };
}

function showTraveller(lane, v, k) {
  const { cell, hidden } = lane.slots;
  const gate = { x: lane.gates.o.x - 14 * lane.scale, y: lane.gates.o.y };
  const place = k < 7 ? cell : k === 7 ? gate : hidden;
  const value = k < 8 ? v.tanh : v.hidden;
  return { ...place, value, size: k >= 6 && k <= 8 ? diameter(value, lane.radius) : 0 };
}

export const travellers = (lane, v, k, tape) => [
  memoryTraveller(lane, v, k, tape, 'f'),
  writeTraveller(lane, v, k),
  showTraveller(lane, v, k),
];

/** Where each number stands: [x, y, alignment]. */
export function places(lane, narrow) {
  const { slots, gates, numberY, radius } = lane;
  if (narrow) {
    const below = (p) => [p.x, p.y + 32, 'middle'];
    const beside = (p) => [p.x + 22, p.y - 20, 'left'];
    return {
      before: below(slots.before),
      f: beside(gates.f),
      kept: below(slots.kept),
      candidate: below(slots.candidate),
      i: beside(gates.i),
      written: below(slots.written),
      cell: below(slots.cell),
      tanh: [gates.o.x - 18, slots.tanh.y + 18, 'right'],
      o: beside(gates.o),
      hidden: below(slots.hidden),
    };
  }
  const row = (p) => [p.x, numberY, 'middle'];
  const pipe = radius * 0.62; // half the thickest ribbon: words stand clear of it
  const upper = (p) => [p.x + 17, p.y - pipe - 9, 'left'];
  return {
    before: row(slots.before),
    f: [gates.f.x, gates.f.y - gates.f.height / 2 - 11, 'middle'],
    kept: row(slots.kept),
    written: row(slots.join),
    cell: row(slots.cell),
    candidate: [slots.candidate.x - radius - 8, slots.candidate.y, 'right'],
    i: upper(gates.i),
    o: upper(gates.o),
    hidden: [slots.hidden.x + radius + 7, slots.hidden.y, 'left'],
    // Above the pipe no parcel of c reaches it; of low lanes that are narrow too, the number of the lane above would.
    ...((lane.height >= 110 || gates.o.x - slots.cell.x >= 130) && {
      tanh: [gates.o.x - 14, gates.o.y - pipe - 9, 'right'],
    }),
  };
}

/** What each number says. */
export function texts(v, words) {
  const sign = v.written < 0 ? '−' : '+';
  return {
    before: num(v.before),
    kept: approx(v.kept),
    candidate: num(v.candidate),
    written: `${sign} ${num(Math.abs(v.written))}`,
    cell: approx(v.cell),
    tanh: `${words.tanh} ${approx(v.tanh)}`,
    hidden: approx(v.hidden),
  };
}

/** c and h with their letters and then with this step's numbers; `from` shows a part from a keyframe on. */
export function equation(v, { letter, last, part, sign, from }) {
  const terms = [v.f, v.before, v.i, v.candidate];
  const numbers = [part(v.f, 'f'), ' × ', part(v.before), ' + ', part(v.i, 'i'), ' × ', part(v.candidate)];
  return [
    [
      ...[letter('c'), ' = ', letter('f'), ' · ', ...last('c'), ' + ', letter('i'), ' · ', letter('g')],
      from(1, sign(...terms), ...numbers),
      from(6, sign(...terms, v.cell), part(v.cell)),
    ],
    [
      ...[letter('h'), ' = ', letter('o'), ' · tanh(', letter('c'), ')'],
      from(7, sign(v.o, v.tanh), part(v.o, 'o'), ' × ', part(v.tanh)),
      from(8, sign(v.o, v.tanh, v.hidden), part(v.hidden)),
    ],
  ];
}
