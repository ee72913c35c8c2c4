// A recurrent network in the browser, so that a held gate changes the tape under the finger. What a step is stands in
// one module per cell (cell_lstm.js …), with the equations, block order and float64 of lstm_core.cells; a test holds
// the two together to 1e-12.

export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/**
 * What is held: a list of {signal, unit, value}, unit −1 = every unit; the latest entry for a unit wins.
 * Gives a function (signal, unit) → number or null.
 */
export function heldBy(holds) {
  return (signal, unit) => {
    for (let k = holds.length - 1; k >= 0; k--) {
      const hold = holds[k];
      if (hold.signal === signal && (hold.unit === unit || hold.unit === -1)) return hold.value;
    }
    return null;
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
 * Run the network over x (T × D) with gates held. Returns a Float64Array(T·H), row-major, for each of the cell's
 * signals: {i, f, g, o, c, h} of an LSTM.
 */
export function runCell(net, x, T, holds = [], start = null) {
  const { H, D, cell } = net;
  const held = heldBy(holds);
  const out = Object.fromEntries(cell.SIGNALS.map((name) => [name, new Float64Array(T * H)]));
  let before = start ?? emptyState(cell, H);
  for (let t = 0; t < T; t++) {
    const now = Object.fromEntries(cell.SIGNALS.map((name) => [name, out[name].subarray(t * H, (t + 1) * H)]));
    cell.step(net, x.subarray(t * D, (t + 1) * D), before, now, held);
    before = now;
  }
  return out;
}
