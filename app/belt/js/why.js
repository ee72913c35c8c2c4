// Why a gate stands where it stands, in one sentence that names what pushed it most. Pure: numbers and word tables in,
// text out. Fetched with the card that says it.

import { exact, fill, num, pct } from './format.js';
import { arithmetic, exactSum, isCandidate, result, rowOf, squash } from './sums.js';

/** A gate beyond these is called shut or open. */
const SHUT = 0.1;
const OPEN = 0.9;
/** A sentence shows at most this many terms; the others are added up as "the rest". */
const TERMS_IN_SENTENCE = 3;
const TINY = 5e-4;

/** Whether a signal has a sum of its own that can be explained. */
const explained = (run, signal) => run.cell.BLOCKS.includes(signal);

/** The terms that a sentence prints, bias first, and the sum of the others. What would print as "~0" is left out. */
function printedTerms(terms) {
  const visible = terms.filter((each) => Math.abs(each.value) >= TINY);
  const shown = visible.length > TERMS_IN_SENTENCE ? visible.slice(0, TERMS_IN_SENTENCE - 1) : visible;
  const order = { bias: 0, input: 1, unit: 2, cell: 3 };
  const numbers = [...shown].sort((a, b) => order[a.kind] - order[b.kind]).map((each) => each.value);
  const rest = exactSum(terms.filter((each) => !shown.includes(each)).map((each) => each.value));
  return { numbers, rest };
}

/** "−20 + 40 = 20", or "≈" as soon as one of the printed numbers is rounded. */
function sumText(words, { terms, sum }) {
  const { numbers, rest } = printedTerms(terms);
  const tail = Math.abs(rest) < TINY ? '' : ` ${fill(words.why.rest, { value: signed(rest, 1).trim() })}`;
  if (!tail && numbers.length < 2) return num(sum);
  const all = [...numbers, rest];
  const equal = all.every((v) => exact(v)) && exact(sum) && all.reduce((a, b) => a + b, 0) === sum;
  return `${numbers.map(signed).join('')}${tail} ${result(sum, equal)}`;
}

/** The first number with its sign only if negative, the following ones as " + 40" or " − 12". */
function signed(value, position) {
  if (position === 0) return num(value);
  return ` ${value < 0 ? '−' : '+'} ${num(Math.abs(value))}`;
}

/** The words for one term: what it was that pushed. `form` is "cause" (a clause) or "push" (a noun). */
function pusher(words, run, net, { unit, t }, push, form) {
  const table = words.why;
  if (push.kind === 'input' && net.numbers)
    return fill(table[`${form}_number`], { name: net.symbols[push.index], value: num(push.factor) });
  if (push.kind === 'input') return fill(table[`${form}_input`], { token: run.steps[t] });
  if (push.kind === 'bias') return table[`${form}_bias`];
  if (push.kind === 'cell') return fill(table[`${form}_cell`], { c: num(push.factor) });
  const values = { unit: net.units[push.index], h: num(push.factor) };
  return fill(table[push.index === unit ? `${form}_self` : `${form}_unit`], values);
}

/** The largest term that pushes the way the gate went; terms come largest first. */
function mainPush({ terms, sum }) {
  return terms.find((each) => each.value !== 0 && Math.sign(each.value) === Math.sign(sum));
}

/** Whether the gate has just changed sides: since the last step or, at the first, against its bias alone. */
function changedSide(run, { signal, unit, t }, value) {
  const bias = run.weights.bias[rowOf(run, signal, unit)];
  const last = t > 0 ? run.signals[signal][(t - 1) * run.H + unit] : squash(run, signal, bias);
  return last < 0.5 !== value < 0.5;
}

/** Which template tells this value: open, shut, half for a gate; offers or offers_none for the candidate. */
function verdict(run, place, value) {
  if (isCandidate(run, place.signal)) return Math.abs(value) < TINY ? 'offers_none' : 'offers';
  if (value >= OPEN) return changedSide(run, place, value) ? 'opens' : 'open';
  if (value <= SHUT) return changedSide(run, place, value) ? 'shuts' : 'shut';
  return 'half';
}

/** "−20 + 40 = 20 → 100 %": the sum and what σ or tanh makes of it. */
function working(words, run, signal, sums) {
  return `${sumText(words, sums)} → ${isCandidate(run, signal) ? num(sums.value) : pct(sums.value)}`;
}

/** The sentence of a gate that is free. */
function freeSentence(words, run, net, place, sums) {
  const work = working(words, run, place.signal, sums);
  const active = sums.terms.filter((each) => each.value !== 0);
  if (!active.length) return fill(words.why.none, { work });
  const key = verdict(run, place, sums.value);
  if (key === 'offers_none') return fill(words.why.offers_none, { work });
  const value = num(sums.value);
  if (key === 'half') {
    return fill(words.why.half, { push: pusher(words, run, net, place, active[0], 'push'), work });
  }
  const push = mainPush(sums);
  const alone = active.length === 1 && push.kind === 'bias';
  const cause = alone ? words.why.cause_only_bias : pusher(words, run, net, place, push, 'cause');
  return fill(words.why[key], { cause, value, work });
}

/**
 * The first sentence of "why?": what moved this gate at this step, in numbers of this step. Empty before the first
 * word and for c and h, which are explained by the belt itself.
 * @param {object} words   the [belt] table of a language
 * @param {Place} place
 */
export function whySentence(words, run, net, place) {
  const { signal, unit, t } = place;
  if (t < 0 || t >= run.T || !explained(run, signal)) return '';
  const sums = arithmetic(run, place);
  const held = run.held?.(signal, unit, t) ?? null;
  if (held === null) return freeSentence(words, run, net, place, sums);
  const show = isCandidate(run, signal) ? num : pct;
  return fill(words.why.held, { held: show(held), work: working(words, run, signal, sums) });
}

/** Whether no edit changed a weight of a gate's row. */
function asBuilt({ built, weights, cell, D, H }, signal, unit) {
  const row = cell.BLOCKS.indexOf(signal) * H + unit;
  const same = (name, width, at = row) => {
    const cut = (all) => all[name].subarray(at * width, (at + 1) * width);
    return cut(weights).every((weight, k) => weight === cut(built)[k]);
  };
  const inner = signal !== 'n' || same('bias_hn', 1, unit);
  const peephole = !weights[`weight_c${signal}`] || same(`weight_c${signal}`, 1, unit);
  return inner && peephole && same('weight_ih', D) && same('weight_hh', H) && same('bias', 1);
}

/**
 * What this gate row was built for, in the words of the language file; empty for a network nobody designed, and for a
 * row whose weights are edited.
 */
export function reason(net, signal, unit) {
  if (net.built && !asBuilt(net, signal, unit)) return '';
  return net.reasons?.[signal]?.[unit] ?? '';
}
