// The equations of one unit in letters, and under each the numbers of this step. Two notations: W x + U h, and the
// textbook's W·[h, x] with C and C̃.

import { el } from './dom.js';
import { exact, full, num } from './format.js';
import { isGate, letter } from './signals.js';
import { arithmetic, exactSum, result } from './sums.js';

const gate = (s) => `σ(W_${s} x + U_${s} h_{t−1} + b_${s})`;
const peephole = (s, c) => `σ(W_${s} x + U_${s} h_{t−1} + w_{c${s}} ⊙ ${c} + b_${s})`;
const both = (s) => `W_${s}·[h_{t−1}, x_t] + b_${s}`;

/** Right sides in the letters of the cell; a cell without an entry has no second notation. */
const APART = {
  lstm: {
    ...{ f: gate('f'), i: gate('i'), g: 'tanh(W_g x + U_g h_{t−1} + b_g)', o: gate('o') },
    ...{ c: 'f ⊙ c_{t−1} + i ⊙ g', h: 'o ⊙ tanh(c)' },
  },
  lstm_1997: {
    ...{ i: gate('i'), g: 'tanh(W_g x + U_g h_{t−1} + b_g)', o: gate('o') },
    ...{ c: 'c_{t−1} + i ⊙ g', h: 'o ⊙ tanh(c)' },
  },
  peephole: {
    ...{ f: peephole('f', 'c_{t−1}'), i: peephole('i', 'c_{t−1}'), g: 'tanh(W_g x + U_g h_{t−1} + b_g)' },
    ...{ o: peephole('o', 'c'), c: 'f ⊙ c_{t−1} + i ⊙ g', h: 'o ⊙ tanh(c)' },
  },
  coupled: {
    ...{ f: gate('f'), i: '1 − f', g: 'tanh(W_g x + U_g h_{t−1} + b_g)', o: gate('o') },
    ...{ c: 'f ⊙ c_{t−1} + i ⊙ g', h: 'o ⊙ tanh(c)' },
  },
  gru: {
    ...{ r: gate('r'), z: gate('z'), n: 'tanh(W_n x + b_n + r ⊙ (U_n h_{t−1} + b_{hn}))' },
    h: '(1 − z) ⊙ n + z ⊙ h_{t−1}',
  },
  rnn: { h: 'tanh(W x + U h_{t−1} + b)' },
};
const JOINED = {
  lstm: {
    ...{ f: `σ(${both('f')})`, i: `σ(${both('i')})`, g: `tanh(${both('C')})`, o: `σ(${both('o')})` },
    ...{ c: 'f_t ⊙ C_{t−1} + i_t ⊙ C̃_t', h: 'o_t ⊙ tanh(C_t)' },
  },
  lstm_1997: {
    ...{ i: `σ(${both('i')})`, g: `tanh(${both('C')})`, o: `σ(${both('o')})` },
    ...{ c: 'C_{t−1} + i_t ⊙ C̃_t', h: 'o_t ⊙ tanh(C_t)' },
  },
  coupled: {
    ...{ f: `σ(${both('f')})`, i: '1 − f_t', g: `tanh(${both('C')})`, o: `σ(${both('o')})` },
    ...{ c: 'f_t ⊙ C_{t−1} + i_t ⊙ C̃_t', h: 'o_t ⊙ tanh(C_t)' },
  },
  rnn: { h: 'tanh(W·[h_{t−1}, x_t] + b)' },
};
const TEXTBOOK = { g: 'C̃', c: 'C' };

/** Whether a cell can be written with one matrix on [h, x]. A GRU resets only what comes from h, a peephole adds c. */
export const hasJoined = (cell) => cell.name in JOINED;

/** Letters in italics with their subscripts: "W_f·[h_{t−1}, x_t]". */
export function letters(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(/(tanh)|([A-Za-z]\u0303?)(?:_(?:\{([^}]*)\}|(\w)))?/gu)) {
    nodes.push(text.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1]) nodes.push('tanh');
    else nodes.push(el('i', {}, match[2]));
    const below = match[3] ?? match[4];
    if (below) nodes.push(el('sub', {}, below));
  }
  return [...nodes, text.slice(last)];
}

/** Negative numbers in brackets where a sign stands before them. */
const factor = (value) => (value < 0 ? `(${num(value)})` : num(value));

/** "40 + 0 − 20" */
const added = (values) =>
  values.map((v, n) => (n === 0 ? num(v) : ` ${v < 0 ? '−' : '+'} ${num(Math.abs(v))}`)).join('');

const join = (equal) => (equal ? '= ' : '≈ ');

/** The numbers of a gate or a candidate: what came from x, from h, and the bias, in the order of the letters. */
function sumNumbers(run, place, joined) {
  const { terms, sum, value } = arithmetic(run, place);
  const of = (...kinds) => exactSum(terms.filter(({ kind }) => kinds.includes(kind)).map((term) => term.value));
  const apart = run.cell.seen?.(run, place.signal, place.unit, place.t) ? [of('cell')] : [];
  const parts = joined ? [of('input', 'unit'), of('bias')] : [of('input'), of('unit'), ...apart, of('bias')];
  const name = isGate(place.signal) ? 'σ' : 'tanh';
  const equal = parts.every((part) => exact(part));
  const adds = equal && exact(sum) && parts.reduce((a, b) => a + b, 0) === sum;
  const whole = `${join(equal)}${name}(${added(parts)}) ${join(adds)}${name}(${num(sum)})`;
  return { text: `${whole} `, value, equal: adds };
}

/** A GRU's candidate: what comes from h passes the reset gate, and so does the second bias. */
function resetNumbers(run, { unit, t }) {
  const { terms, value } = arithmetic(run, { signal: 'n', unit, t });
  const r = run.signals.r[t * run.H + unit];
  const of = (kind, read) => exactSum(terms.filter((term) => term.kind === kind).map(read));
  const fromX = of('input', (term) => term.value);
  const fromH = of('unit', (term) => term.weight * term.factor);
  const [bias, inner] = [run.weights.bias[2 * run.H + unit], run.weights.bias_hn[unit]];
  const equal = [fromX, fromH, bias, inner, r].every((one) => exact(one));
  const text = `${join(equal)}tanh(${added([fromX, bias])} + ${num(r)} × (${added([fromH, inner])})) `;
  return { text, value, equal };
}

/** What follows from the gates. */
function laterNumbers(run, { signal, unit, t }) {
  const at = (name, step = t) => (step < 0 ? run.start[name][unit] : run.signals[name][step * run.H + unit]);
  const shown = (...values) => values.every((value) => exact(value));
  const value = at(signal);
  if (signal === 'i') {
    const f = at('f');
    return { text: `${join(exact(f))}1 − ${num(f)} `, value, equal: exact(f) };
  }
  if (signal === 'c' && !run.signals.f) {
    const [before, i, g] = [at('c', t - 1), at('i'), at('g')];
    const equal = shown(before, i, g);
    return { text: `${join(equal)}${num(before)} + ${num(i)} × ${factor(g)} `, value, equal };
  }
  if (signal === 'c') {
    const [f, before, i, g] = [at('f'), at('c', t - 1), at('i'), at('g')];
    const equal = shown(f, before, i, g);
    return { text: `${join(equal)}${num(f)} × ${factor(before)} + ${num(i)} × ${factor(g)} `, value, equal };
  }
  if (run.cell.name === 'gru') {
    const [z, n, before] = [at('z'), at('n'), at('h', t - 1)];
    const equal = shown(z, n, before);
    return { text: `${join(equal)}(1 − ${num(z)}) × ${factor(n)} + ${num(z)} × ${factor(before)} `, value, equal };
  }
  const [o, c] = [at('o'), at('c')];
  return { text: `${join(shown(o, c))}${num(o)} × tanh(${num(c)}) `, value, equal: shown(o, c) };
}

/** The line of numbers of one signal, or what it is held at. */
function numbers(run, place, joined, words) {
  const held = run.held(place.signal, place.unit, place.t);
  if (held !== null)
    return el('span.bt-numbers.is-held', { 'data-value': held }, `= ${num(held)} · ${words.code.held}`);
  const own = run.cell.BLOCKS.includes(place.signal);
  const { text, value, equal } = !own
    ? laterNumbers(run, place)
    : place.signal === 'n'
      ? resetNumbers(run, place)
      : sumNumbers(run, place, joined);
  return el('span.bt-numbers', { 'data-value': value, title: full(value) }, text, el('b', {}, result(value, equal)));
}

/**
 * The equations of a unit after step t, or letters alone before the first step (t = −1).
 * @param {boolean} joined   in the notation W·[h, x]
 */
export function equations(run, { unit, t }, signals, joined, words) {
  const right = (joined ? JOINED : APART)[run.cell.name];
  const left = (signal) => (joined ? [...letters(`${TEXTBOOK[signal] ?? signal}_t`)] : [letter(signal)]);
  return el(
    'div.bt-formulas',
    {},
    ...signals.map((signal) =>
      el(
        'div.bt-formula',
        { 'data-signal': signal },
        el('span', {}, ...left(signal), ' = ', ...letters(right[signal])),
        t < 0 ? null : numbers(run, { signal, unit, t }, joined, words),
      ),
    ),
  );
}
