// The LSTM in the browser, so that a held gate changes the tape under the finger. The same equations, block order
// (i, f, g, o) and float64 as lstm_core.cells.lstm; a test holds the two together to 1e-12.

export const GATES = ['i', 'f', 'g', 'o'];
export const SIGNALS = ['i', 'f', 'g', 'o', 'c', 'h'];

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

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

/** W·x + bias of every gate row at step t; x is mostly one-hot, so zeros are skipped. */
function fromInput(net, x, t, z) {
  const { D, H } = net;
  z.set(net.weights.bias);
  for (let d = 0; d < D; d++) {
    const value = x[t * D + d];
    if (value !== 0) for (let row = 0; row < 4 * H; row++) z[row] += net.weights.weight_ih[row * D + d] * value;
  }
}

function addFromUnits(net, h, z) {
  const { H } = net;
  const W = net.weights.weight_hh;
  for (let row = 0; row < 4 * H; row++) {
    let sum = 0;
    for (let u = 0; u < H; u++) sum += W[row * H + u] * h[u];
    z[row] += sum;
  }
}

/**
 * Run the network over x (T × D) with gates held. Returns {i, f, g, o, c, h}: Float64Array(T·H), row-major.
 */
export function runCell(net, x, T, holds = [], start = null) {
  const { H } = net;
  const held = heldBy(holds);
  const out = Object.fromEntries(SIGNALS.map((s) => [s, new Float64Array(T * H)]));
  const z = new Float64Array(4 * H);
  let h = start ? start.h : new Float64Array(H);
  let c = start ? start.c : new Float64Array(H);
  for (let t = 0; t < T; t++) {
    fromInput(net, x, t, z);
    addFromUnits(net, h, z);
    for (let u = 0; u < H; u++) {
      const at = t * H + u;
      out.i[at] = held('i', u) ?? sigmoid(z[u]);
      out.f[at] = held('f', u) ?? sigmoid(z[H + u]);
      out.g[at] = held('g', u) ?? Math.tanh(z[2 * H + u]);
      out.o[at] = held('o', u) ?? sigmoid(z[3 * H + u]);
      out.c[at] = out.f[at] * c[u] + out.i[at] * out.g[at];
      out.h[at] = out.o[at] * Math.tanh(out.c[at]);
    }
    h = out.h.subarray(t * H, (t + 1) * H);
    c = out.c.subarray(t * H, (t + 1) * H);
  }
  return out;
}
