// What the network says, and what we ask before it says it. Pure: a run and word tables in, plain text out.

import { approx, fill, num } from './format.js';
import { mayBeSilent, readOut, toldPlainly } from './readout.js';

/** A memory from here on counts as something that is stored. */
export const STORED = 0.25;
/** From here on an answer that is too weak to be given is worth showing. */
const FAINT = 0.05;
const SHUT = 0.05;

/** @typedef {{text: string, state: "silent"|"weak"|"speaks"|"value"}} Bubble */

/** The answer after step t as label keys joined by "+", or null; t = −1 is the state the run starts from. */
export function saidAt(run, net, t) {
  return t < 0 ? readOut(net.readout, run.start.h, run.start.c) : (run.readouts[t] ?? null);
}

/** Display words of an answer such as "french+chinese". */
export const answerLabels = (net, said) => said.split('+').map((key) => net.labels?.[key] ?? key);

/** An answer as it is shown: a count, a number, or words. */
export function answerText(net, said) {
  if (typeof said === 'number') return num(said);
  return net.readout.kind === 'count' ? said.replace('-', '−') : together(answerLabels(net, said));
}

/** Several names as one. */
export const together = (names) => names.join(' + ');

/** A signal of one unit after step t. */
export function signalAt(run, signal, unit, t) {
  return t < 0 ? run.start[signal][unit] : run.signals[signal][t * run.H + unit];
}

/** Names of the read-out's units in which something is stored after step t. */
export function storedNames(run, net, t) {
  const units = net.readout?.units ?? [...Array(run.H).keys()];
  return units.filter((u) => Math.abs(signalAt(run, run.cell.MEMORY, u, t)) >= STORED).map((u) => net.units[u]);
}

/** A speaking network that says nothing: the strongest answer that does not reach the threshold. */
function unspoken(words, run, net, t) {
  const { units, labels, source, threshold } = net.readout;
  const strength = (k) => signalAt(run, source, units[k], t);
  let best = 0;
  for (let k = 1; k < units.length; k++) if (strength(k) > strength(best)) best = k;
  const value = strength(best);
  if (value < FAINT || value > threshold) return { text: words.bubble.silent, state: 'silent' };
  const label = together(answerLabels(net, labels[best]));
  return { text: fill(words.bubble.weak, { label, h: num(value) }), state: 'weak' };
}

/**
 * The speech bubble: what the network would say now. Null for a network that has no read-out.
 * @param {object} words  the [belt] table of a language
 * @returns {Bubble|null}
 */
export function bubble(words, run, net, t) {
  if (!net.readout) return null;
  const said = saidAt(run, net, Math.min(t, run.T - 1));
  if (net.readout.kind === 'speak') {
    if (said === null) return unspoken(words, run, net, Math.min(t, run.T - 1));
    return { text: together(answerLabels(net, said)), state: 'speaks' };
  }
  if (said === null) return { text: words.bubble.silent, state: 'silent' };
  return { text: answerText(net, said), state: mayBeSilent(net.readout.kind) ? 'speaks' : 'value' };
}

/**
 * What the player asks when it pauses before step t. It tells only what is known before that step.
 * Before an answer: which gate, or which way. Before any other step: will what is stored stay?
 * @param {object} words  the [belt] table of a language
 * @param {number} t      the step that comes next
 */
export function question(words, run, net, t) {
  const ask = words.ask;
  const kind = net.readout?.kind;
  const token = run.steps[t];
  const stored = storedNames(run, net, t - 1);
  const values = { token, unit: together(stored) };
  const said = net.readout ? saidAt(run, net, t - 1) : null;
  if (kind === 'switch') {
    const h = signalAt(run, 'h', net.readout.units[0], t - 1);
    const [on, off] = net.readout.labels.map((key) => together(answerLabels(net, key)));
    return fill(ask.switch, { token, on, off, h: approx(h) });
  }
  if (kind === 'speak' && said === null && run.readouts[t] !== null) {
    const shut = run.signals.o && net.readout.units.every((u) => t > 0 && signalAt(run, 'o', u, t - 1) <= SHUT);
    return fill(stored.length && shut ? ask.which_gate : ask.what, values);
  }
  if (toldPlainly(kind)) return fill(ask.answer, values);
  return fill(stored.length ? ask.stay : ask.next, values);
}
