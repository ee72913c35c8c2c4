// The GRU with the reset gate behind the matrix, as in torch: h = (1 − z)·n + z·h_before, so z = 1 keeps.
// As lstm_core.cells.gru.

import { addFromUnits, fromInput, memoryBefore, sigmoid } from './cell.js';

export const name = 'gru';
export const SIGNALS = ['r', 'z', 'n', 'h'];
export const BLOCKS = ['r', 'z', 'n'];
export const GATES = ['z', 'r'];
export const CANDIDATE = 'n';
export const STATE = ['h'];
export const MEMORY = 'h';

/** What the units say to the candidate of one unit, before the reset gate: U_n·h_before + b_hn. */
export function pastOf({ H, weights }, hBefore, unit) {
  let sum = weights.bias_hn[unit];
  for (let u = 0; u < H; u++) sum += weights.weight_hh[(2 * H + unit) * H + u] * hBefore[u];
  return sum;
}

export function step(net, x, before, now, held) {
  const { H } = net;
  const fromX = fromInput(net, x, new Float64Array(3 * H));
  const fromH = addFromUnits(net, before.h, new Float64Array(2 * H));
  for (let u = 0; u < H; u++) {
    now.r[u] = held('r', u) ?? sigmoid(fromX[u] + fromH[u]);
    now.z[u] = held('z', u) ?? sigmoid(fromX[H + u] + fromH[H + u]);
    now.n[u] = held('n', u) ?? Math.tanh(fromX[2 * H + u] + now.r[u] * pastOf(net, before.h, u));
    now.h[u] = held('h', u) ?? (1 - now.z[u]) * now.n[u] + now.z[u] * before.h[u];
  }
}

/** What is read says this to the candidate of one unit: W_n·x + b_n. */
function inputOf({ D, H, weights }, x, unit) {
  const row = 2 * H + unit;
  let sum = weights.bias[row];
  for (let d = 0; d < D; d++) sum += weights.weight_ih[row * D + d] * x[d];
  return sum;
}

/** Values of one unit at one step, by where they stand in the picture; before the first step there is only a memory. */
export function values(run, t, unit) {
  const before = memoryBefore(run, t, unit);
  const none = { r: 0, z: 0, '1-z': 0, past: 0, looked: 0, input: 0, candidate: 0, kept: 0, written: 0 };
  if (t < 0) return { before, ...none, cell: before, hidden: before };
  const { H, D, signals } = run;
  const [r, z, n, h] = SIGNALS.map((name) => signals[name][t * H + unit]);
  const past = pastOf(run, t > 0 ? signals.h.subarray((t - 1) * H, t * H) : run.start.h, unit);
  return {
    before,
    r,
    z,
    '1-z': 1 - z,
    past,
    looked: r * past,
    input: inputOf(run, run.x.subarray(t * D, (t + 1) * D), unit),
    candidate: n,
    kept: z * before,
    written: (1 - z) * n,
    cell: h,
    hidden: h,
  };
}
