// Which steps deserve time. A quiet word glides by; a word that moves memory or the answer is played slowly; what
// was already seen in this sequence is played quicker. Pure: a run in, a plan for the player out.

import { alwaysSays, mayBeSilent, readOut } from './readout.js';

/** A step that moves some memory by more than this is an event in a network with clear-cut gates. */
const MOVE = 0.3;
/** In a network where everything moves a little, nothing below this is worth stopping for. */
const LEAST_MOVE = 0.02;
/** At speed 1: 12 slow events take 41 s and 24 repeats 29 s; more would bore (500 steps must stay lively). */
const SLOW_EVENTS = 12;
const REPEATS = 24;
/** Where every step is an event, at most a third are played slowly, but up to 4 of a very short sequence. */
const slowEvents = (T) => Math.min(SLOW_EVENTS, Math.max(4, Math.ceil(T / 3)));

const MILLISECONDS = { quiet: 400, repeat: 1200, event: 3400 };
/** Below this a glide is a flicker. */
const SHORTEST = 90;

/** @typedef {{kind: "quiet"|"event"|"repeat", answer: boolean}} StepClass */

/** The signal of one unit before step t: its value after step t − 1, or where the run started. */
function before(run, signal, unit, t) {
  return t > 0 ? run.signals[signal][(t - 1) * run.H + unit] : run.start[signal][unit];
}

/** The unit of which a signal changed most at step t, and by how much (signed). */
function biggestMove(run, signal, t) {
  let best = { unit: 0, change: 0 };
  for (let unit = 0; unit < run.H; unit++) {
    const change = run.signals[signal][t * run.H + unit] - before(run, signal, unit, t);
    if (Math.abs(change) > Math.abs(best.change)) best = { unit, change };
  }
  return best;
}

/** The kind of answer; without a network it is read off the answers: numbers, gaps, or always one of two words. */
function answerKind(run, net) {
  if (net) return net.readout?.kind ?? null;
  const given = run.readouts.filter((r) => r != null);
  if (!given.length) return null;
  if (given.every((r) => Number.isFinite(Number(r)))) return 'count';
  return given.length < run.readouts.length ? 'speak' : 'switch';
}

function saidAtStart(run, net, kind) {
  if (net?.readout) return readOut(net.readout, run.start.h, run.start.c);
  return mayBeSilent(kind) ? null : (run.readouts[0] ?? null);
}

/** What makes two steps look alike: the symbol, the unit that moved and where to, and its gates in quarters. */
function pattern(run, t, move) {
  const { unit, change } = Math.abs(move.change) > LEAST_MOVE ? move : biggestMove(run, 'h', t);
  const at = t * run.H + unit;
  const gates = run.cell.GATES.map((gate) => Math.round(4 * run.signals[gate][at]));
  return [run.symbols?.[t] ?? run.steps[t], unit, Math.sign(change), ...gates].join(' ');
}

/** Facts of every step: how far memory moved, whether the answer changed, whether it is worth a question. */
function readSteps(run, net) {
  const kind = answerKind(run, net);
  let said = saidAtStart(run, net, kind);
  return Array.from({ length: run.T }, (_, t) => {
    const move = biggestMove(run, run.cell.MEMORY, t);
    const now = run.readouts[t] ?? null;
    const turned = now !== said;
    const answer = (mayBeSilent(kind) && said === null && now !== null) || (alwaysSays(kind) && turned);
    said = now;
    return { t, size: Math.abs(move.change), turned, answer, pattern: pattern(run, t, move) };
  });
}

/**
 * The change of c above which a step counts. Clear-cut gates: MOVE. Where hardly any step reaches it (small random
 * weights), what the quarter of the steps that move most exceed.
 */
function threshold(sizes) {
  const large = sizes.filter((size) => size > MOVE).length;
  if (large > 0 && large >= sizes.length / 20) return MOVE;
  const sorted = Float64Array.from(sizes).sort();
  return Math.max(LEAST_MOVE, Math.min(MOVE, sorted[Math.floor(0.75 * (sorted.length - 1))]));
}

/** The `count` most telling of some steps: those before which we ask, then changes of the answer, then by size. */
function foremost(steps, count) {
  const rank = (step) => (step.answer ? 2000 : 0) + (step.turned ? 1000 : 0) + Math.min(step.size, 900);
  return new Set([...steps].sort((a, b) => rank(b) - rank(a) || a.t - b.t).slice(0, count));
}

/**
 * How each step is played. `answer` marks the steps before which the player asks a question: memory is about to
 * speak or to switch in a way not seen before in this sequence (the same question is not asked twice).
 * @param {object} run
 * @param {object|null} net   gives the kind of read-out; without it the kind is guessed from the answers
 * @returns {StepClass[]}
 */
export function classify(run, net = null) {
  const steps = readSteps(run, net);
  const least = threshold(steps.map((step) => step.size));
  const known = new Set();
  const fresh = [];
  const again = [];
  for (const step of steps.filter((s) => s.turned || s.size > least)) {
    (known.has(step.pattern) ? again : fresh).push(step);
    known.add(step.pattern);
  }
  const slow = foremost(fresh, slowEvents(run.T));
  const quick = foremost([...again, ...fresh.filter((step) => !slow.has(step))], REPEATS);
  const kind = (step) => (slow.has(step) ? 'event' : quick.has(step) ? 'repeat' : 'quiet');
  return steps.map((step) => ({ kind: kind(step), answer: slow.has(step) && step.answer }));
}

/** How long a step of this kind takes, in milliseconds. @param {number} speed 0.5, 1, 3, 10 */
export function pace(kind, speed = 1) {
  return Math.max(SHORTEST, (MILLISECONDS[kind] ?? MILLISECONDS.quiet) / speed);
}
