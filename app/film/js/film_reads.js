// A probe sequence, read again with the weights of every checkpoint: signals, answers and what is measured of them.
// Computed here by the same cells as everywhere (cell.js); each frame once.

import { runCell } from './cell.js';

/** As in lstm_core.measure.saturation. */
const SHUT = 0.1;
const OPEN = 0.9;
/** What keeps the memory, by cell; without it c keeps everything (lstm_1997), and h alone has no direct road. */
const KEEPS = ['f', 'z'];

const share = (values, H, unit, holds) => {
  let count = 0;
  for (let at = unit; at < values.length; at += H) count += holds(values[at]);
  return (count * H) / values.length;
};

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Steps until half is left at the rate of a usual step (lstm_core.measure.memory_length). */
function halfLife(keep, H, unit) {
  const logs = [];
  for (let at = unit; at < keep.length; at += H) logs.push(Math.log(keep[at]));
  const usual = median(logs);
  return usual === 0 ? Infinity : Math.log(0.5) / usual;
}

/** output = weight · h + bias at every step, (T, K). */
export function answers({ weight, bias }, h, T, H) {
  const K = bias.length;
  const out = new Float64Array(T * K);
  for (let t = 0; t < T; t++) {
    for (let k = 0; k < K; k++) {
      let sum = bias[k];
      for (let u = 0; u < H; u++) sum += weight[k * H + u] * h[t * H + u];
      out[t * K + k] = sum;
    }
  }
  return out;
}

export class Reads {
  /** probe: {x, T, D} */
  constructor(film, cell, probe) {
    Object.assign(this, { film, cell, probe, known: [] });
  }

  /** Frame n: {signals, output, memory, H, saturated: gate → [shut, open] a unit, half, opened: gate → mean}. */
  at(n) {
    this.known[n] ??= this.read(this.film.frames[n]);
    return this.known[n];
  }

  read(frame) {
    const { cell, probe } = this;
    const { T } = probe;
    let [x, D] = [probe.x, probe.D];
    const runs = frame.layers.map((weights) => {
      const H = weights.weight_hh.length / weights.bias.length;
      const signals = runCell({ H, D, cell, weights }, x, T);
      [x, D] = [signals.h, H];
      return { H, signals };
    });
    const { H, signals } = runs[0]; // the layer that the belt shows
    const top = runs.at(-1);
    const units = [...Array(H).keys()];
    const keep = KEEPS.find((signal) => signal in signals);
    return {
      H,
      signals,
      memory: signals[cell.MEMORY],
      memoryName: cell.MEMORY,
      output: answers(frame, top.signals.h, T, top.H),
      saturated: Object.fromEntries(
        cell.GATES.map((gate) => [
          gate,
          units.map((u) => [
            share(signals[gate], H, u, (value) => value < SHUT),
            share(signals[gate], H, u, (value) => value > OPEN),
          ]),
        ]),
      ),
      half: keep ? units.map((u) => halfLife(signals[keep], H, u)) : 'c' in signals ? units.map(() => Infinity) : null,
      opened: Object.fromEntries(cell.GATES.map((gate) => [gate, mean(signals[gate])])),
    };
  }
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
