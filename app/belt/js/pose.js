// What the moving figure shows at keyframe k of step t. Pure: values and geometry in, four Plotly traces out.
//
// Keyframes of a step            phase
//   0 fetched from the tape      read
//   1 stands at the lane's left, chip and h have reached the gates
//   2 at the forget gate         keep
//   3 kept
//   4 candidate through gate i   write
//   5 both meet at ⊕
//   6 new cell state
//   7 tanh(c) at gate o          show
//   8 hidden state
//   9 stored on the tape
//  10 the picture at rest: every value where it was computed                   rest

import { diameter, pipes, ribbon } from './geometry.js';

export const REST = 10;
export const PHASES = ['read', 'read', 'keep', 'keep', 'write', 'write', 'write', 'show', 'show', 'read', 'rest'];
/** Milliseconds of the way to each keyframe when a step is played slowly at speed 1; together 3.4 s with the pause. */
export const DURATIONS = [0, 360, 260, 420, 420, 340, 320, 340, 420, 380, 0];

const FADED = 0.3;
/** From which keyframe a value stands; the gates have decided when the chip has arrived. */
const FIRST_SEEN = { before: 1, f: 1, kept: 3, candidate: 1, i: 1, written: 4, cell: 6, tanh: 7, o: 1, hidden: 8 };
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
/** Where a parcel can stand. */
export const SLOTS = ['before', 'candidate', 'kept', 'written', 'cell', 'hidden'];

/** Values of one unit at one step, all from the run. */
export function values(run, t, unit) {
  if (t < 0) {
    const c = run.start.c[unit];
    return {
      before: c,
      f: 0,
      kept: 0,
      candidate: 0,
      i: 0,
      written: 0,
      cell: c,
      tanh: Math.tanh(c),
      o: 0,
      hidden: run.start.h[unit],
    };
  }
  const at = t * run.H + unit;
  const { i, f, g, o, c, h } = run.signals;
  const before = t > 0 ? c[at - run.H] : run.start.c[unit];
  return {
    before,
    f: f[at],
    kept: f[at] * before,
    candidate: g[at],
    i: i[at],
    written: i[at] * g[at],
    cell: c[at],
    tanh: Math.tanh(c[at]),
    o: o[at],
    hidden: h[at],
  };
}

/** How strongly a phase is drawn at keyframe k: the active one fully, the others at about a third. */
export function strength(phase, k) {
  const now = PHASES[k];
  return now === 'rest' || now === 'read' || now === phase ? 1 : FADED;
}

/** Whether a value has been computed by keyframe k. */
export const seen = (name, k) => k >= FIRST_SEEN[name];

function rgba(hex, alpha) {
  const part = (k) => parseInt(hex.slice(k, k + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
}

function marker(list, colors) {
  return {
    x: list.map((p) => p.x),
    y: list.map((p) => p.y),
    marker: {
      // A square of the same area has a side of 0.886 of the circle's diameter: sign is shown twice, size once.
      size: list.map((p) => p.size * (p.value < 0 ? 0.886 : 1)),
      symbol: list.map((p) => (p.value < 0 ? 'square' : 'circle')),
      color: list.map((p) => rgba(p.value < 0 ? colors.neg : colors.pos, p.alpha)),
      // The outline is what sets a mark off the belt at 3 : 1.
      line: { color: list.map((p) => rgba(p.value < 0 ? colors.neg_text : colors.pos_text, p.alpha)) },
      opacity: 1,
    },
  };
}

function footprints(lane, v, k) {
  return SLOTS.map((slot) => {
    const refused = slot === 'candidate' && v.i < 0.05;
    const alpha = strength(PHASE_OF[slot], k) * (refused ? 0.45 : 1);
    return { ...lane.slots[slot], value: v[slot], alpha, size: seen(slot, k) ? diameter(v[slot], lane.radius) : 0 };
  });
}

/** The traveller of the cell state: tape → before → f → kept → ⊕ → cell → tape. */
function cellTraveller(lane, v, k, tape) {
  const { before, kept, join, cell } = lane.slots;
  const gate = { x: lane.gates.f.x - 14, y: lane.gates.f.y };
  const place = [tape.from, before, gate, kept, kept, join, cell, cell, cell, tape.to, tape.to][k];
  const value = k < 3 ? v.before : k < 6 ? v.kept : v.cell;
  // A parcel whose sign turns at ⊕ vanishes there and grows again as the other shape; nothing morphs.
  const turns = k === 5 && v.kept < 0 !== v.cell < 0;
  const atTape = k === 0 || k >= 9;
  const size = turns || k === REST ? 0 : diameter(value, atTape ? lane.radius * 0.55 : lane.radius);
  return { ...place, value, alpha: 1, size };
}

function writeTraveller(lane, v, k) {
  const { candidate, written, join } = lane.slots;
  const place = k < 4 ? candidate : k === 4 ? written : join;
  const value = k < 4 ? v.candidate : v.written;
  return { ...place, value, alpha: 1, size: k === 3 || k === 4 || k === 5 ? diameter(value, lane.radius) : 0 };
}

function showTraveller(lane, v, k) {
  const { cell, hidden } = lane.slots;
  const gate = { x: lane.gates.o.x - 14, y: lane.gates.o.y };
  const place = k < 7 ? cell : k === 7 ? gate : hidden;
  const value = k < 8 ? v.tanh : v.hidden;
  return { ...place, value, alpha: 1, size: k >= 6 && k <= 8 ? diameter(value, lane.radius) : 0 };
}

function ribbons(lane, v, k, narrow, positive) {
  const { write, show } = pipes(lane, narrow);
  const thick = lane.radius * 0.62;
  const width = (value, on) =>
    on && value < 0 !== positive && Math.abs(value) >= 0.012 ? Math.min(1, Math.abs(value)) * thick : 0;
  return [ribbon(write, width(v.written, k >= 4), lane.gates.i), ribbon(show, width(v.hidden, k >= 7), lane.gates.o)];
}

function polygons(list) {
  return { x: list.flatMap((p) => [...p.x, null]), y: list.flatMap((p) => [...p.y, null]) };
}

/**
 * The four traces of the moving figure: ribbons +, ribbons −, footprints, travellers.
 * tape(unit, t) gives where a unit's cell of the tape lies, in the machine's coordinates.
 */
export function pose(run, machine, t, k, tape, colors) {
  const lanes = machine.lanes.map((lane) => ({ lane, v: values(run, t, lane.unit) }));
  const travellers = lanes.flatMap(({ lane, v }) => {
    const ends = { from: tape(lane.unit, t - 1) ?? lane.slots.before, to: tape(lane.unit, t) ?? lane.slots.cell };
    return [cellTraveller(lane, v, k, ends), writeTraveller(lane, v, k), showTraveller(lane, v, k)];
  });
  return [
    polygons(lanes.flatMap(({ lane, v }) => ribbons(lane, v, k, machine.narrow, true))),
    polygons(lanes.flatMap(({ lane, v }) => ribbons(lane, v, k, machine.narrow, false))),
    marker(
      lanes.flatMap(({ lane, v }) => footprints(lane, v, k)),
      colors,
    ),
    marker(travellers, colors),
  ];
}
