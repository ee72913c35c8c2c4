// From Python's message to what the picture asks for: the network, and a run of it, as computed or with gates held.

import { emptyState, heldBy, memoryBefore, runCell } from './cell.js';
import { MOST_LARGE_LANES } from './sizes.js';
import { readOut } from './readout.js';
import { pictured } from './tokens.js';

/**
 * The network: sizes, weights, names, its cell (cells.js), what an edited one holds by step (clamps), and the weights
 * that it was built with (null: its own). Of those only the arrays travel in which an edit changed something.
 */
export function readNetwork(header, arrays, cell) {
  const names = Object.keys(arrays).filter((name) => /^(weight|bias)/.test(name));
  const weights = Object.fromEntries(names.map((name) => [name, arrays[name]]));
  const untouched = names.map((name) => [name, arrays[`baseline.${name}`] ?? arrays[name]]);
  const built = names.some((name) => arrays[`baseline.${name}`]) ? Object.fromEntries(untouched) : null;
  return { ...header.network, cell, weights, built, clamps: header.clamps };
}

/** The signals of a run as they came, whole. */
function pick({ cell, H }, arrays, prefix) {
  const signals = Object.fromEntries(cell.SIGNALS.map((name) => [name, arrays[`${prefix}.${name}`]]));
  return cell.complete?.(signals, H) ?? signals;
}

/** The columns of the tape: every token; t is its step, or −1 when it was not read. */
function readColumns(sequence) {
  let t = 0;
  const shown = (text, symbol) => (symbol === -1 ? text.replace('-', '−') : text); // a number that was read
  return sequence.tokens.map(([text, symbol]) => ({
    text: shown(text, symbol),
    symbol,
    t: symbol === null ? -1 : t++,
  }));
}

function readouts(net, signals, T, H) {
  const at = (name, t) => signals[name]?.subarray(t * H, (t + 1) * H);
  return [...Array(T).keys()].map((t) => readOut(net.readout, at('h', t), at('c', t)));
}

/** With more units than lanes: the one whose memory ranges widest, which the large lane and the words are about. */
function leader(memory, T, H) {
  let best = 0;
  let widest = -1;
  for (let u = 0; u < H; u++) {
    let low = 0;
    let high = 0;
    for (let t = 0; t < T; t++) [low, high] = [Math.min(low, memory[t * H + u]), Math.max(high, memory[t * H + u])];
    if (high - low > widest) [best, widest] = [u, high - low];
  }
  return best;
}

/** The unit that a step is about: whose memory moved most, or who spoke; `now` when nothing much happened. */
export function storyUnit(run, t, now) {
  if (t < 0 || run.H > MOST_LARGE_LANES) return now;
  let best = now;
  let most = 0.05;
  for (let u = 0; u < run.H; u++) {
    const at = t * run.H + u;
    const told = Math.max(Math.abs(run.memory[at] - memoryBefore(run, t, u)), Math.abs(run.signals.h[at]));
    if (told > most + 1e-6) [best, most] = [u, told];
  }
  return best;
}

/**
 * A run: {T, H, D, cell, signals, memory, x, steps, symbols, readouts, columns, weights, start, held, free};
 * held(signal, unit, t) is the value at which something is held at a step, or null; free: nothing is, at any step.
 * Without holds the numbers are lstm_core's own; with holds, tried weights, or a drawn sequence, the cell runs here.
 */
export function makeRun(net, sequence, arrays, holds, focus) {
  const { H, D } = net;
  const T = sequence.T;
  const x = sequence.x ?? arrays[`${sequence.name}.x`]; // what was drawn brings its own
  const columns = readColumns(sequence);
  const read = columns.filter((column) => column.t >= 0);
  const own = !holds.length && !sequence.x && !net.tried;
  const signals = own ? pick(net, arrays, sequence.name) : runCell(net, x, T, holds);
  return {
    T,
    H,
    D,
    x,
    signals,
    cell: net.cell,
    memory: signals[net.cell.MEMORY],
    columns,
    weights: net.weights,
    numeric: Boolean(net.numbers),
    steps: read.map((column) => pictured(column.text)),
    symbols: read.map((column) => column.symbol),
    columnOf: columns.flatMap((column, n) => (column.t >= 0 ? [n] : [])),
    readouts: readouts(net, signals, T, H),
    lead: H > MOST_LARGE_LANES ? (focus >= 0 ? focus : leader(signals[net.cell.MEMORY], T, H)) : null,
    start: emptyState(net.cell, H),
    held: heldBy(holds, net.clamps),
    free: !holds.length && !net.clamps?.length,
  };
}
