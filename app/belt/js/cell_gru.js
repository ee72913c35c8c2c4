// The GRU with the reset gate behind the matrix, as in torch: h = (1 − z)·n + z·h_before, so z = 1 keeps.
// As lstm_core.cells.gru.

import { addFromUnits, fromInput, sigmoid } from './cell.js';

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
    now.h[u] = (1 - now.z[u]) * now.n[u] + now.z[u] * before.h[u];
  }
}
