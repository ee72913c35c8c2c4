// The plain recurrent cell: h = tanh(W x + U h_before + b). No gate, and nothing kept aside. As lstm_core.cells.rnn.

import { addFromUnits, fromInput } from './cell.js';

export const name = 'rnn';
export const SIGNALS = ['h'];
export const BLOCKS = ['h'];
export const GATES = [];
export const CANDIDATE = 'h';
export const STATE = ['h'];
export const MEMORY = 'h';

export function step(net, x, before, now, held) {
  const z = addFromUnits(net, before.h, fromInput(net, x, new Float64Array(net.H)));
  for (let u = 0; u < net.H; u++) now.h[u] = held('h', u) ?? Math.tanh(z[u]);
}
