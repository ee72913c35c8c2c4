// What the moving figure shows at keyframe k of step t. Pure: values and geometry in, four Plotly traces out. Where
// things stand and travel is the cell's own (look_*.js).
//
// Keyframes of a step            phase       (of the LSTM; a cell may leave some out)
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

import { diameter, ribbon } from './geometry.js';

export const REST = 10;
export const PHASES = ['read', 'read', 'keep', 'keep', 'write', 'write', 'write', 'show', 'show', 'read', 'rest'];
/** Milliseconds of the way to each keyframe when a step is played slowly at speed 1; together 3.4 s with the pause. */
export const DURATIONS = [0, 360, 260, 420, 420, 340, 320, 340, 420, 380, 0];

const FADED = 0.3;
/** Below this a ribbon is too thin to be seen. */
const THINNEST = 0.012;

/** Values of one unit at one step, all from the run. */
export const values = (run, t, unit) => run.cell.values(run, t, unit);

/** How strongly a phase is drawn at keyframe k: the active one fully, the others at about a third. */
export function strength(phase, k) {
  const now = PHASES[k];
  return now === 'rest' || now === 'read' || now === phase ? 1 : FADED;
}

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

function footprints(look, lane, v, k) {
  return look.SLOTS.map((slot) => {
    const alpha = strength(look.PHASE_OF[slot], k) * (look.refused(slot, v) ? 0.45 : 1);
    const seen = k >= look.FIRST_SEEN[slot];
    return { ...lane.slots[slot], value: v[slot], alpha, size: seen ? diameter(v[slot], lane.radius) : 0 };
  });
}

/** What flows through the pipes, as wide as it is large; positive and negative are two traces. */
function ribbons(look, lane, v, k, narrow, positive) {
  const thick = lane.radius * 0.62;
  const width = (value) =>
    value < 0 !== positive && Math.abs(value) >= THINNEST ? Math.min(1, Math.abs(value)) * thick : 0;
  return look
    .flows(lane, v, narrow)
    .map(({ path, value, from, gate }) => ribbon(path, k >= from ? width(value) : 0, gate));
}

function polygons(list) {
  return { x: list.flatMap((p) => [...p.x, null]), y: list.flatMap((p) => [...p.y, null]) };
}

/**
 * The four traces of the moving figure: ribbons +, ribbons −, footprints, travellers.
 * tape(unit, t) gives where a unit's cell of the tape lies, in the machine's coordinates.
 */
export function pose(run, machine, t, k, tape, colors) {
  const { look } = run.cell;
  const lanes = machine.lanes.map((lane) => ({ lane, v: values(run, t, lane.unit) }));
  const travellers = lanes.flatMap(({ lane, v }) => {
    const ends = { from: tape(lane.unit, t - 1) ?? lane.slots.before, to: tape(lane.unit, t) ?? lane.slots.cell };
    return look.travellers(lane, v, k, ends).map((one) => ({ alpha: 1, ...one }));
  });
  return [
    polygons(lanes.flatMap(({ lane, v }) => ribbons(look, lane, v, k, machine.narrow, true))),
    polygons(lanes.flatMap(({ lane, v }) => ribbons(look, lane, v, k, machine.narrow, false))),
    marker(
      lanes.flatMap(({ lane, v }) => footprints(look, lane, v, k)),
      colors,
    ),
    marker(travellers, colors),
  ];
}
