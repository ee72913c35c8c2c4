// The untouched run in the view of all signals: a thin line over every row that is high enough, else a mark under a
// strip in the columns where any of its units differs.

import { svg } from './dom.js';
import { isGate } from './signals.js';

const LEGIBLE = 10; // px of a row
const SEEN = 0.02;

/** How high a value stands in a row: 0 at its bottom, 1 at its top; the same ends as its ink has. */
const share = (signal, value) => Math.max(0, Math.min(1, isGate(signal) ? value : (value + 1) / 2));

/** view: the strips (strips.js); base: the untouched run, or null. */
export function drawLines(view, base) {
  const { scene, stack, ghost } = view;
  const { tape, run } = scene;
  ghost.setAttribute('height', stack.bottom + 4);
  if (!base) return ghost.replaceChildren();
  const columns = run.columns.slice(tape.first, tape.first + tape.shown);
  const { width } = tape.cell;
  const apart = (signal, u, t) =>
    Math.abs(run.signals[signal][t * run.H + u] - base.signals[signal][t * run.H + u]) > SEEN;
  const units = [...Array(run.H).keys()];
  const line = ({ signal, top }, u) => {
    if (!columns.some(({ t }) => t >= 0 && apart(signal, u, t))) return '';
    const at = (t) =>
      top + (u + 1) * stack.row - 1.5 - (stack.row - 3) * share(signal, base.signals[signal][t * run.H + u]);
    let joined = false;
    return columns
      .map(({ t }, n) => {
        const start = joined ? 'L' : 'M';
        joined = t >= 0;
        return t < 0 ? '' : `${start}${n * width} ${at(t).toFixed(1)}h${width}`;
      })
      .join('');
  };
  const mark = ({ signal, top }) =>
    columns
      .map(({ t }, n) =>
        t >= 0 && units.some((u) => apart(signal, u, t)) ? `M${n * width} ${top + stack.height + 2}h${width}` : '',
      )
      .join('');
  const fine = stack.row >= LEGIBLE;
  const d = stack.strips.map((strip) => (fine ? units.map((u) => line(strip, u)).join('') : mark(strip))).join('');
  ghost.classList.toggle('is-mark', !fine);
  return ghost.replaceChildren(svg('path', { class: 'bt-ghost-under', d }), svg('path', { d }));
}
