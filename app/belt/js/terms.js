// The terms of a gate's sum as rows to read: the biggest singly, the many others in groups that can be opened. Pure.

import { fill } from './format.js';
import { exactSum } from './sums.js';

/** Up to so many rows every term stands by itself; of more, only the biggest do. */
const MOST_ROWS = 8;
const SINGLY = 6;

/**
 * @typedef {import('./sums.js').Term} Term
 * @typedef {{key: string, terms: Term[], value: number, of: string|null}} Row
 *   of: the kind that a group is made of; null for a single term
 */

export const keyOf = (term) => `${term.kind}:${term.index}`;

const single = (term) => ({ key: keyOf(term), terms: [term], value: term.value, of: null });

/** A group's value is the exact sum of its terms, so that every level adds up. One term is no group. */
function group(of, terms) {
  if (terms.length < 2) return terms.map(single);
  return [{ key: `group:${of}`, terms, value: exactSum(terms.map((term) => term.value)), of }];
}

/**
 * Rows of the first level, biggest first, groups last. A unit whose term is 0 is counted in `zeros`, not listed; what
 * was read is listed even so ("0 × 1": it has no say here), and so are the bias and a peephole.
 * @param {{terms: Term[], zeros: number}} sums  from arithmetic(): terms come largest first
 * @returns {{rows: Row[], zeros: number}}
 */
export function rowsOf({ terms, zeros }) {
  const listed = terms.filter((term) => term.value !== 0 || term.kind !== 'unit');
  const silent = zeros + terms.length - listed.length;
  if (listed.length <= MOST_ROWS) return { rows: listed.map(single), zeros: silent };
  const first = listed.filter((term, n) => n < SINGLY || ['bias', 'cell'].includes(term.kind));
  const rest = (kind) => listed.filter((term) => term.kind === kind && !first.includes(term));
  return {
    rows: [...first.map(single), ...group('unit', rest('unit')), ...group('input', rest('input'))],
    zeros: silent,
  };
}

/** What a term is called: the token that was read, a number that was read, a unit's own h, the bias. */
export function termName(term, { words, net, run }, t) {
  if (term.kind === 'bias' || term.kind === 'cell') return words.card[term.kind];
  if (term.kind === 'unit') return fill(words.card.unit, { unit: net.units[term.index] });
  if (net.numbers) return net.symbols[term.index];
  const read = run.symbols[t] === term.index ? run.steps[t] : net.symbols[term.index];
  return fill(words.card.input, { symbol: read });
}

/** What a row is called; a group by how many it holds. */
export function rowName(row, scene, t) {
  if (!row.of) return termName(row.terms[0], scene, t);
  return fill(scene.words.card[`others_${row.of}`], { count: row.terms.length });
}
