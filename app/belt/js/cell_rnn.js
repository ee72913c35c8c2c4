// The plain recurrent cell: h = tanh(W x + U h_before + b). No gate, and nothing kept aside. As lstm_core.cells.rnn.

import { addFromUnits, fromInput, memoryBefore } from './cell.js';

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

const dot = (weights, row, values) => {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += weights[row * values.length + k] * values[k];
  return sum;
};

/** Values of one unit at one step, by where they stand in the picture; before the first step there is only a memory. */
export function values(run, t, unit) {
  const before = memoryBefore(run, t, unit);
  if (t < 0) return { before, past: 0, input: 0, sum: 0, cell: before, hidden: before };
  const { H, D, signals, weights } = run;
  const past = dot(weights.weight_hh, unit, t > 0 ? signals.h.subarray((t - 1) * H, t * H) : run.start.h);
  const input = weights.bias[unit] + dot(weights.weight_ih, unit, run.x.subarray(t * D, (t + 1) * D));
  const h = signals.h[t * H + unit];
  return { before, past, input, sum: past + input, cell: h, hidden: h };
}
