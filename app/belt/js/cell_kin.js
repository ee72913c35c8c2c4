// The LSTM's kin: of 1997, without a forget gate; with peepholes; with coupled gates. Each is the LSTM but for the lines
// that stand here. As lstm_core.cells.lstm_1997, peephole and coupled.

import { addFromUnits, fromInput, sigmoid } from './cell.js';
import * as lstm from './cell_lstm.js';

/** How each value of a unit u is computed from a(signal), its pre-activation, and what is there already. */
const LINES = {
  i: (a) => sigmoid(a('i')),
  f: (a) => sigmoid(a('f')),
  g: (a) => Math.tanh(a('g')),
  o: (a) => sigmoid(a('o')),
  c: (a, { now, before, u }) => now.f[u] * before.c[u] + now.i[u] * now.g[u],
  h: (a, { now, u }) => now.o[u] * Math.tanh(now.c[u]),
};

/** A cell of the family: `own` are its sizes and names, `lines` what it computes otherwise. */
function kin(own, lines = {}) {
  const all = { ...LINES, ...lines };
  const step = (net, x, before, now, held) => {
    const { H, weights } = net;
    const pushed = addFromUnits(net, before.h, fromInput(net, x, new Float64Array(own.BLOCKS.length * H)));
    for (let u = 0; u < H; u++) {
      const a = (signal) => pushed[own.BLOCKS.indexOf(signal) * H + u];
      const at = { before, now, weights, u };
      for (const signal of own.SIGNALS) now[signal][u] = held(signal, u) ?? all[signal](a, at);
    }
  };
  return { ...lstm, ...own, step };
}

/** Which c a gate with a peephole sees: the old one, or the one that has just been made. */
const SEES = { i: 'before', f: 'before', o: 'now' };

export const KIN = {
  lstm_1997: kin(
    {
      name: 'lstm_1997',
      SIGNALS: ['i', 'g', 'o', 'c', 'h'],
      BLOCKS: ['i', 'g', 'o'],
      GATES: ['i', 'o'],
    },
    { c: (a, { now, before, u }) => before.c[u] + now.i[u] * now.g[u] },
  ),
  peephole: kin(
    {
      name: 'peephole',
      SIGNALS: ['i', 'f', 'g', 'c', 'o', 'h'],
      /** What a gate of a unit sees of c at a step, and by which weight; undefined for the candidate. */
      seen({ H, weights, signals, start }, signal, unit, t) {
        if (!SEES[signal]) return undefined;
        const at = SEES[signal] === 'now' ? t : t - 1;
        const factor = at < 0 ? start.c[unit] : signals.c[at * H + unit];
        return { weight: weights[`weight_c${signal}`][unit], factor };
      },
      BLOCKS: lstm.BLOCKS,
    },
    {
      i: (a, { before, weights, u }) => sigmoid(a('i') + weights.weight_ci[u] * before.c[u]),
      f: (a, { before, weights, u }) => sigmoid(a('f') + weights.weight_cf[u] * before.c[u]),
      o: (a, { now, weights, u }) => sigmoid(a('o') + weights.weight_co[u] * now.c[u]),
    },
  ),
  coupled: kin(
    {
      name: 'coupled',
      SIGNALS: ['f', 'i', 'g', 'o', 'c', 'h'],
      BLOCKS: ['f', 'g', 'o'],
      GATES: ['f', 'o'],
      /** A gate without weights of its own is what another one leaves: i = 1 − f. */
      MIRRORS: { i: 'f' },
    },
    { i: (a, { now, u }) => 1 - now.f[u] },
  ),
};
