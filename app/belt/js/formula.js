// One step of one unit as spreadsheet formulas, each complete in itself: numbers, EXP and TANH. Pure.

import { arithmetic } from './sums.js';

/** EXP of more than 709 is an error in a spreadsheet, though 1/(1+EXP) is just 0. */
const STEEPEST = 700;

const literal = (value) => String(value).replace('e', 'E');

/** Products added up: every product a list of factors, its sign in front, as "0.5*2-3*0.1". */
function sum(products) {
  const texts = products.map((factors) => {
    const negative = factors.filter((factor) => factor < 0).length % 2 === 1;
    const text = factors.map((factor) => (typeof factor === 'number' ? literal(Math.abs(factor)) : factor)).join('*');
    return (negative ? '-' : '+') + text;
  });
  return texts.join('').replace(/^\+/, '') || '0';
}

/** σ or tanh of the terms that are not 0. */
function pushed(run, place) {
  const sums = arithmetic(run, place);
  const terms = sums.terms.filter((term) => term.value !== 0);
  const products = terms.map(({ kind, gate, weight, factor }) => {
    if (kind === 'bias') return [weight];
    return gate === null ? [weight, factor] : [gate, weight, factor];
  });
  const inner = sum(products);
  const zeros = sums.zeros + sums.terms.length - terms.length;
  if (place.signal === run.cell.CANDIDATE) return { text: `=TANH(${inner})`, zeros };
  const safe = sums.sum < -STEEPEST ? `MAX(-${STEEPEST},${inner})` : `(${inner})`;
  return { text: `=1/(1+EXP(-${safe}))`, zeros };
}

/** c and h of an LSTM; f of the cell of 1997 is 1, so that it has no factor there. */
function ofLstm({ f, i, g, o, c }, before) {
  const kept = f === undefined ? [before.c] : [f, before.c];
  return { c: `=${sum([kept, [i, g]])}`, h: `=${sum([[o, `TANH(${literal(c)})`]])}` };
}

/** What follows from the gates: c and h of an LSTM and its kin, h of a GRU. */
const LATER = {
  lstm: ofLstm,
  lstm_1997: ofLstm,
  peephole: ofLstm,
  coupled: (now, before) => ({ i: `=1-${literal(now.f)}`, ...ofLstm(now, before) }),
  gru: ({ z, n }, before) => ({
    h: `=${sum([
      [`(1-${literal(z)})`, n],
      [z, before.h],
    ])}`,
  }),
  rnn: () => ({}),
};

/** The formulas of a step in reading order: [{signal, text, zeros, held}]; zeros counts the terms left out. */
export function formulas(run, t, unit, signals) {
  const at = (step) => (signal) => [signal, run.signals[signal][step * run.H + unit]];
  const now = Object.fromEntries(run.cell.SIGNALS.map(at(t)));
  const start = (signal) => [signal, run.start[signal][unit]];
  const before = Object.fromEntries(run.cell.STATE.map(t > 0 ? at(t - 1) : start));
  const later = LATER[run.cell.name](now, before);
  return signals.map((signal) => {
    const held = run.held(signal, unit, t);
    if (held !== null) return { signal, text: `=${literal(held)}`, zeros: 0, held: true };
    if (signal in later) return { signal, text: later[signal], zeros: 0, held: false };
    return { signal, ...pushed(run, { signal, unit, t }), held: false };
  });
}
