// What the lecturer's minute says: one country is stored, nothing happens to it, it is asked for; and what is left of
// it when each step keeps less. Pure: a run in, a sentence of [belt.lecture] out, or null where it would not be true.

import { fill, pct } from './format.js';
import { storyOf } from './tour.js';

const SAME = 5e-4; // what three decimals cannot tell apart

/** The story of a sentence; it is one of gates around a cell state. */
const tellable = (run, net) => (run.signals.c ? storyOf(run, net) : null);

/** Whether no number of the memory differs between two steps. */
function unchanged({ signals, H }, from, to) {
  for (let t = from + 1; t <= to; t++)
    for (let u = 0; u < H; u++) if (Math.abs(signals.c[t * H + u] - signals.c[from * H + u]) > SAME) return false;
  return true;
}

/** The value at which Keep is held in every lane at the steps after one up to another, and nothing else; else null. */
function onlyKeep(run, after, to) {
  const keep = run.held('f', 0, to);
  for (let t = after + 1; t <= to; t++)
    for (let u = 0; u < run.H; u++)
      for (const signal of run.cell.SIGNALS) if (run.held(signal, u, t) !== (signal === 'f' ? keep : null)) return null;
  return keep;
}
const exactPct = (share) => Math.abs(100 * share - Math.round(100 * share)) < 1e-9;

function fading(words, run, { written, unit }, t) {
  const keep = onlyKeep(run, written, t);
  const n = t - written;
  const full = run.signals.c[written * run.H + unit];
  const left = run.signals.c[t * run.H + unit] / full;
  // The sentence multiplies: it is told only where nothing but Keep had a hand in what is left.
  if (keep === null || keep <= 0 || keep >= 1 || n < 2 || Math.abs(left - keep ** n) > SAME) return null;
  const shown = left < 0.005 ? '~0 %' : `${exactPct(left) ? '' : '≈ '}${pct(left)}`;
  // A number and its sign stay on one line.
  const whole = (text) => text.replaceAll(' ', '\u00a0');
  return fill(words.lecture.fades, { keep: whole(pct(keep)), n, left: whole(shown) });
}

/** The sentence of a step at rest. @param {object} words  the [belt] table of a language */
export function told(words, run, net, t) {
  const story = tellable(run, net);
  if (!story) return null;
  const { written, answer } = story;
  if (t > written && !run.free) return fading(words, run, story, t);
  if (!run.free) return null;
  if (t < written && run.signals.c.subarray(0, (t + 1) * run.H).every((c) => Math.abs(c) < SAME))
    return fill(words.lecture.empty, { units: run.H });
  if (t === written) return words.lecture.written;
  if (!unchanged(run, written, Math.min(t, answer))) return null;
  if (t < answer) return words.lecture.same;
  const silent = run.readouts.slice(0, answer).every((said) => said === null);
  return t === answer && silent && run.readouts[answer] !== null
    ? fill(words.lecture.lost_nothing, { n: answer - written - 1 })
    : null;
}

/** What is asked before the answer. */
export function asks(words, run, net, t) {
  const story = tellable(run, net);
  if (t !== story?.answer) return null;
  const quiet = run.free && unchanged(run, story.written, t - 1);
  return quiet ? `${words.lecture.same}${words.lecture.gap}${words.lecture.hands_up}` : words.lecture.hands_up;
}

/** What the room is asked to try once every gate is free again. */
export function invites(words, run, net, t) {
  return tellable(run, net)?.answer === t && run.free ? words.lecture.phones : null;
}
