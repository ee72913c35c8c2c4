// A recurrent network in the browser, so that a held gate changes the tape under the finger. What a step is stands in
// one module per cell (cell_lstm.js …), with the equations, block order and float64 of lstm_core.cells; a test holds
// the two together to 1e-12.

export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * What is held, as a function (signal, unit, t) → number or null. `holds` is a list of {signal, unit, value}, over all
 * steps, unit −1 = every unit, a value of null lets go; `clamps` are rows [signal, unit, first, last, value], last
 * inclusive. The latest entry wins, and any hold wins over the clamps.
 */
export function heldBy(holds, clamps = []) {
  const rows = new Map(); // of each signal and unit: with many units there are many rows
  for (const [signal, unit, ...row] of clamps) {
    const key = signal + unit;
    if (!rows.has(key)) rows.set(key, []);
    rows.get(key).push(row);
  }
  return (signal, unit, t) => {
    const hold = holds.findLast((one) => one.signal === signal && (one.unit === unit || one.unit === -1));
    if (hold) return hold.value;
    return rows.get(signal + unit)?.findLast(([first, last]) => first <= t && t <= last)?.[2] ?? null;
  };
}

/** W·x + bias of every gate row into z; x is mostly one-hot, so zeros are skipped. */
export function fromInput({ D, weights }, x, z) {
  z.set(weights.bias);
  for (let d = 0; d < D; d++) {
    const value = x[d];
    if (value !== 0) for (let row = 0; row < z.length; row++) z[row] += weights.weight_ih[row * D + d] * value;
  }
  return z;
}

/** Add U·h of the step before to every gate row in z. */
export function addFromUnits({ H, weights }, h, z) {
  for (let row = 0; row < z.length; row++) {
    let sum = 0;
    for (let u = 0; u < H; u++) sum += weights.weight_hh[row * H + u] * h[u];
    z[row] += sum;
  }
  return z;
}

/** The state before the first step: nothing. */
export const emptyState = ({ STATE }, H) => Object.fromEntries(STATE.map((name) => [name, new Float64Array(H)]));

/** What a unit's memory (c, or h where there is no c) was before step t. */
export const memoryBefore = (run, t, unit) =>
  t > 0 ? run.memory[(t - 1) * run.H + unit] : run.start[run.cell.MEMORY][unit];

/**
 * Run the network over x (T × D) with signals held (heldBy); net.clamps are those that came with it. Returns a
 * Float64Array(T·H), row-major, for each of the cell's signals: {i, f, g, o, c, h} of an LSTM.
 */
export function runCell(net, x, T, holds = [], start = null) {
  const { H, D, cell } = net;
  const held = heldBy(holds, net.clamps);
  const out = Object.fromEntries(cell.SIGNALS.map((name) => [name, new Float64Array(T * H)]));
  let before = start ?? emptyState(cell, H);
  for (let t = 0; t < T; t++) {
    const now = Object.fromEntries(cell.SIGNALS.map((name) => [name, out[name].subarray(t * H, (t + 1) * H)]));
    cell.step(net, x.subarray(t * D, (t + 1) * D), before, now, (signal, unit) => held(signal, unit, t));
    before = now;
  }
  return out;
}
