// What a gate's sum is made of: its signed terms and their exact sum. Pure: numbers in, numbers out.

import { sigmoid } from './cell.js';
import { approx } from './format.js';

/**
 * @typedef {{kind: "input"|"unit"|"cell"|"bias", index: number, weight: number, factor: number, value: number}} Term
 * @typedef {{signal: string, unit: number, t: number}} Place
 */

/** The candidate goes through tanh, a gate through σ. */
export const isCandidate = (run, signal) => signal === run.cell.CANDIDATE;

/**
 * The correctly rounded sum of the numbers (Shewchuk 1997: partial sums that do not overlap), so that adding up the
 * printed terms by hand, or by Python's fsum, gives the printed sum.
 */
export function exactSum(numbers) {
  const partials = [];
  for (let x of numbers) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return partials.reduceRight((sum, x) => sum + x, 0);
}

/** How a calculated number is joined on: "= 1", "≈ 0.28", "~0"; "=" only if all printed before it is exact too. */
export function result(value, printedExactly) {
  const text = approx(value);
  return printedExactly ? text : text.replace(/^=/, '≈');
}

export const squash = (run, signal, z) => (isCandidate(run, signal) ? Math.tanh(z) : sigmoid(z));

const hBefore = (run, unit, t) => (t > 0 ? run.signals.h[(t - 1) * run.H + unit] : run.start.h[unit]);

/**
 * Every signed term of a gate's sum: W·x for inputs that are not 0 (a number that was read may be 0), U·h of every unit, the bias; largest first.
 * `zeros` counts the inputs left out because they are 0; `value` is what σ (tanh for a candidate) makes of the sum, so
 * it is what the gate would be if nobody held it. What a GRU's candidate hears of the units has passed the reset gate:
 * those terms carry its value as `gate`, and the bias inside the reset product is part of the bias. A peephole adds a term
 * of kind "cell".
 * @param {Place} place
 * @returns {{terms: Term[], zeros: number, sum: number, value: number}}
 */
export function arithmetic(run, { signal, unit, t }) {
  const { D, H, weights } = run;
  if (run.cell.MIRRORS?.[signal]) return mirrored(arithmetic(run, { signal: run.cell.MIRRORS[signal], unit, t }));
  const row = rowOf(run, signal, unit);
  const reset = signal === 'n' ? run.signals.r[t * H + unit] : null;
  const terms = [];
  for (let d = 0; d < D; d++) {
    const factor = run.x[t * D + d];
    if (factor !== 0 || run.numeric) terms.push(term('input', d, weights.weight_ih[row * D + d], factor));
  }
  const zeros = D - terms.length;
  for (let u = 0; u < H; u++) terms.push(term('unit', u, weights.weight_hh[row * H + u], hBefore(run, u, t), reset));
  const seen = run.cell.seen?.(run, signal, unit, t);
  if (seen) terms.push(term('cell', unit, seen.weight, seen.factor));
  terms.push(term('bias', 0, weights.bias[row] + (reset === null ? 0 : reset * weights.bias_hn[unit]), 1));
  terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const sum = exactSum(terms.map((each) => each.value));
  return { terms, zeros, sum, value: squash(run, signal, sum) };
}

/** 1 − σ(a) = σ(−a): what opens a gate shuts the one that it leaves the rest to. */
function mirrored({ terms, zeros, sum, value }) {
  const turned = terms.map((each) => ({ ...each, weight: -each.weight, value: -each.value }));
  return { terms: turned, zeros, sum: -sum, value: 1 - value };
}

export const rowOf = (run, signal, unit) => run.cell.BLOCKS.indexOf(signal) * run.H + unit;

function term(kind, index, weight, factor, gate = null) {
  const value = weight * factor;
  return { kind, index, weight, factor, gate, value: gate === null ? value : gate * value };
}
