// What the lecture hall measures: everything in proportion to the window, so that a projector of any size shows the
// same picture. One unit `u` is a pixel of a screen 1080 px high; a window that is too narrow for that counts by width.

import { DESK, block } from './sizes.js';

const HEIGHT = 1080;
const LEAST_WIDTH = 1400;
const MOST_LANES = 3;
/** Units of width below which symbols and some numbers are left out (4 : 3 has 1440, 16 : 9 has 1920). */
const NARROW = 1700;
const PADDING = 48; // left and right of everything; css/lecture.css repeats it

/** An LSTM, or one of its kin, shows fewer numbers than at the desk, so its columns close up: what came is read off the parcels. */
const COLUMNS = {
  before: 0.05,
  f: 0.17,
  kept: 0.27,
  candidate: 0.355,
  i: 0.455,
  written: 0.52,
  join: 0.575,
  cell: 0.655,
  tanh: 0.71,
  o: 0.79,
  hidden: 0.95,
};

/** Where the numbers of an LSTM stand: above what they tell, and the cell state under the belt. */
function overEach({ slots, gates, numberY, height }) {
  const over = (p, half) => [p.x, p.y - half - height * 0.135, 'middle'];
  return {
    before: [slots.before.x, numberY, 'middle'],
    ...(gates.f && { f: over(gates.f, gates.f.height / 2) }), // the cell of 1997 has none
    candidate: over(slots.candidate, gates.i.height / 2),
    i: over(gates.i, gates.i.height / 2),
    o: over(gates.o, gates.o.height / 2),
    hidden: over(slots.hidden, gates.o.height / 2),
    cell: [slots.cell.x, numberY, 'middle'],
  };
}

/** Which numbers stand, and where; a narrow window has no room for the candidate beside its gate. */
function places(look, lane, narrow) {
  const { candidate, kept, written, ...told } = lane.gates.o ? overEach(lane) : look.places(lane, false);
  return narrow ? told : { ...told, ...(candidate && { candidate }) };
}

/** The unit of length in a window. */
export function unitOf(width, height) {
  return Math.min(height / HEIGHT, width / LEAST_WIDTH);
}

/** Sizes of the hall (see sizes.js) in a window. */
export function hallSizes(width, height) {
  const u = unitOf(width, height);
  const narrow = width / u < NARROW;
  return {
    ...DESK,
    narrow,
    layout: 'lecture',
    width: width - 2 * PADDING * u,
    scale: 2 * u,
    columns: (look) => (look.COLUMNS.o ? COLUMNS : look.COLUMNS),
    lanes: (units, focus) => ({ large: block(units, focus, MOST_LANES), small: [] }),
    gutter: 180 * u,
    gap: 24 * u,
    name: 34 * u,
    right: 0,
    token: { height: 60 * u, widest: 128 * u, letter: (38 / 17) * u, most: 12, least: 27 * u },
    row: (rows) => (rows <= 1 ? 72 : rows === 2 ? 60 : 52) * u,
    label: { most: 40 * u, share: 0.72 },
    header: 126 * u,
    wires: 1.3 * u,
    left: 176 * u,
    answer: 390 * u,
    noAnswer: 330 * u,
    bubble: { gap: 58 * u, at: 0.2 },
    lane: {
      belt: 0.66,
      upper: 0.34,
      half: 0.17,
      number: 0.93,
      ball: 0.19,
      radius: 40 * u,
      least: 120 * u,
      most: 240 * u,
    },
    alone: 420 * u,
    jaw: 44 * u,
    below: 178 * u,
    places: (look, lane) => places(look, lane, narrow),
  };
}
