// The LSTM: c = f·c_before + i·g, h = o·tanh(c). As lstm_core.cells.lstm.

import { addFromUnits, fromInput, memoryBefore, sigmoid } from './cell.js';

export const name = 'lstm';
export const SIGNALS = ['i', 'f', 'g', 'o', 'c', 'h'];
/** Row blocks of the weights, in torch's order. */
export const BLOCKS = ['i', 'f', 'g', 'o'];
/** The gates in the order in which they stand in the picture, and on the keys 1 2 3. */
export const GATES = ['f', 'i', 'o'];
/** What may be written: no gate, so it is explained and not held. */
export const CANDIDATE = 'g';
/** What one step hands to the next, and the part of it that the tape stores. */
export const STATE = ['h', 'c'];
export const MEMORY = 'c';

export function step(net, x, before, now, held) {
  const { H } = net;
  const z = addFromUnits(net, before.h, fromInput(net, x, new Float64Array(4 * H)));
  for (let u = 0; u < H; u++) {
    now.i[u] = held('i', u) ?? sigmoid(z[u]);
    now.f[u] = held('f', u) ?? sigmoid(z[H + u]);
    now.g[u] = held('g', u) ?? Math.tanh(z[2 * H + u]);
    now.o[u] = held('o', u) ?? sigmoid(z[3 * H + u]);
    now.c[u] = held('c', u) ?? now.f[u] * before.c[u] + now.i[u] * now.g[u];
    now.h[u] = held('h', u) ?? now.o[u] * Math.tanh(now.c[u]);
  }
}

/** c travels as units in its last place beside f·c_before + i·g (payload.py): every bit of it is put together here. */
export function complete(signals, H) {
  const { f, i, g, c: off } = signals; // the cell of 1997 has no f: it keeps all
  if (!(off instanceof Int32Array)) return signals;
  const c = new Float64Array(off.length);
  const bits = new BigInt64Array(c.buffer);
  for (let n = 0; n < c.length; n++) {
    c[n] = (f?.[n] ?? 1) * (n < H ? 0 : c[n - H]) + i[n] * g[n];
    if (off[n]) bits[n] += BigInt(off[n]);
  }
  return { ...signals, c };
}

/** Values of one unit at one step, by where they stand in the picture; before the first step there is only a memory. */
export function values(run, t, unit) {
  const at = t * run.H + unit;
  const of = (name) => (t < 0 ? 0 : (run.signals[name]?.[at] ?? 1));
  const before = memoryBefore(run, t, unit);
  const [f, i, g, o] = ['f', 'i', 'g', 'o'].map(of);
  const cell = t < 0 ? before : of('c');
  return {
    before,
    f,
    kept: f * before,
    candidate: g,
    i,
    written: i * g,
    cell,
    tanh: Math.tanh(cell),
    o,
    hidden: t < 0 ? run.start.h[unit] : of('h'),
  };
}
