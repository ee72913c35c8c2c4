// What a layout measures, in px: the desk and the phone. The hall, which is loaded on demand, brings its own (hall.js).

export const NARROW_BELOW = 820;
export const MOST_LARGE_LANES = 4;
const MOST_LANES = 8;

/**
 * Units of the block of `most` that holds the focus (or the first unit).
 * @returns {number[]}
 */
export function block(units, focus, most) {
  const first = Math.floor(Math.max(0, focus) / most) * most;
  return [...Array(Math.min(most, units - first)).keys()].map((k) => first + k);
}

/** All large when few, else the block of eight that holds the focus; the focus (or first) is large. */
function deskLanes(units, focus) {
  if (units <= MOST_LARGE_LANES) return { large: [...Array(units).keys()], small: [] };
  return { large: [Math.max(0, focus)], small: block(units, focus, MOST_LANES) };
}

export const DESK = {
  layout: 'wide',
  scale: 1, // of marks and lines
  columns: (look) => look.COLUMNS,
  lanes: deskLanes,
  // the tape
  gutter: 92,
  gap: 12, // between names and cells
  name: 13, // letters
  right: 10,
  token: { height: 30, widest: 74, letter: 1, most: 120 },
  row: (rows) => (rows <= 1 ? 34 : rows <= 3 ? 24 : rows === 4 ? 18 : Math.max(1.5, Math.min(16, 92 / rows))),
  rowsOf: null, // the tape shows every unit
  label: { most: 14, share: 0.62 },
  // the machine
  header: 68,
  wires: 1,
  left: 92,
  answer: 190,
  noAnswer: 76,
  bubble: { gap: 62, at: 0.5 },
  lane: {
    belt: 0.62,
    upper: 0.23,
    half: 0.17,
    keep: 0.46,
    gate: 0.4,
    number: 0.92,
    ball: 0.16,
    radius: 32,
    least: 74, // four lanes on a laptop, from the question to the buttons
    most: 190,
  },
  alone: 300,
  jaw: 22,
  places: (look, lane) => look.places(lane, false),
  below: 150, // caption, equation, transport
};

export const PHONE = {
  ...DESK,
  layout: 'narrow',
  lanes: (units, focus) => ({ large: [Math.max(0, focus)], small: [] }),
  gutter: 74,
  gap: 8,
  name: 12,
  right: 4,
  token: { ...DESK.token, widest: 58 },
  places: (look, lane) => look.places(lane, true),
};
