// What test_belt_words.py runs in the browser: real runs told step by step, and random ones with the facts to judge by.
import { heldBy, runCell } from './cell.js';
import { loadCell } from './cells.js';
import { KIN } from './cell_kin.js';
import * as lstm from './cell_lstm.js';
import { readOut } from './readout.js';
import { decode } from './decode.js';
import { makeRun, readNetwork } from './model.js';
import { saidAt } from './answer.js';
import { bubble, caption, captionText, question } from './caption.js';
import { effectCaption, effectText } from './stories_effect.js';
import { classify, pace } from './events.js';
import { values } from './pose.js';
import { arithmetic, exactSum } from './sums.js';
import { reason, whySentence } from './why.js';

const range = (n) => [...Array(n).keys()];

/** Everything that is said about a run; index 0 of captions and bubbles is "before the first word". */
function tell(words, run, net) {
  const classes = classify(run, net);
  const steps = range(run.T);
  return {
    classes,
    captions: [-1, ...steps].map((t) => captionText(words, run, net, t)),
    bubbles: [-1, ...steps].map((t) => bubble(words, run, net, t)),
    questions: steps.map((t) => question(words, run, net, t)),
    whys: steps.map((t) => Object.fromEntries(run.cell.BLOCKS.map((signal) => [signal,
      range(run.H).map((unit) => whySentence(words, run, net, { signal, unit, t }))]))),
  };
}

async function load(base64, holds) {
  const { header, arrays } = await decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  const net = readNetwork(header, arrays, await loadCell(header.network.cell));
  return { words: header.words, net, run: makeRun(net, header.sequence, arrays, holds) };
}

/** What is said of an edited run, and what would be said of it if nobody knew. */
async function tellEdited(base64) {
  const { header, arrays } = await decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  const net = readNetwork(header, arrays, await loadCell(header.network.cell));
  const run = makeRun(net, header.sequence, arrays, []);
  const base = makeRun({ ...net, clamps: [] }, header.baseline, arrays, []);
  const { words } = header;
  const steps = [-1, ...range(run.T)];
  return {
    captions: steps.map((t) => effectText(words, run, base, net, t, { edits: header.link.edits })),
    usual: steps.map((t) => captionText(words, run, net, t)),
  };
}

function generator(seed) {
  let state = seed;
  return () => { state = (state * 48271) % 2147483647; return state / 2147483647; };
}

const READOUTS = [
  () => null,
  (H) => ({ kind: 'speak', source: 'h', units: range(H), labels: range(H).map((u) => `l${u}`), threshold: 0.3 }),
  () => ({ kind: 'count', source: 'c', units: [0], labels: [], threshold: 0.5, weights: [] }),
  () => ({ kind: 'switch', source: 'c', units: [0], labels: ['on', 'off'], threshold: 0.5 }),
  (H) => ({ kind: 'number', source: 'c', units: range(H), labels: [], weights: [range(H).map((u) => u - 1)] }),
  () => ({ kind: 'sign', source: 'h', units: [0], labels: ['plus', 'minus', 'none'], threshold: 0.3 }),
  (H) => ({ kind: 'accept', source: 'c', units: range(H), labels: ['yes', 'no'], threshold: 0.5 }),
  (H) => ({ kind: 'pair', source: 'c', units: [0, H - 1], labels: ['pp', 'pm', 'mp', 'mm'], threshold: 0.4 }),
  (H) => ({ kind: 'vote', source: 'h', units: range(H), labels: ['', 'l0', 'l1'], bias: [0.1, 0, 0.05],
    weights: [0, 1, -1].map((a) => range(H).map((u) => a + 0.3 * u)) }),
  (H) => ({ kind: 'number', source: 'h', units: range(H), labels: [], weights: [range(H).map((u) => 0.7 - u)], bias: [0.45] }),
  (H) => ({ kind: 'several', source: 'h', units: range(H), labels: ['l0', 'l1', 'l2'], threshold: 0, bias: [0.1, -0.2, -0.1],
    weights: [0.5, 1, -1].map((a) => range(H).map((u) => a + 0.3 * u)) }),
];

/** A random network, every other one with clear-cut gates like those that are built by hand. */
function randomNetwork(random, seed, cell = lstm) {
  const H = 1 + Math.floor(4 * random());
  const D = 1 + Math.floor(4 * random());
  const scale = 3 * random();
  const draw = seed % 2 ? () => 20 * Math.round(5 * random() - 2.5) : () => scale * (2 * random() - 1);
  const fill = (n) => Float64Array.from({ length: n }, draw);
  const rows = cell.BLOCKS.length;
  return {
    H, D, cell, units: range(H).map((u) => `unit ${u}`), labels: { on: 'on', off: 'off' }, reasons: {},
    readout: READOUTS[Math.floor(READOUTS.length * random())](H),
    weights: {
      ...{ weight_ih: fill(rows * H * D), weight_hh: fill(rows * H * H), bias: fill(rows * H) },
      ...(cell.seen ? { weight_ci: fill(H), weight_cf: fill(H), weight_co: fill(H) } : {}),
    },
  };
}

function randomHolds(random, H, { name, GATES }) {
  const gates = name === 'lstm' ? 'ifo' : GATES;
  const one = () => ({ signal: gates[Math.floor(gates.length * random())], unit: Math.floor((H + 1) * random()) - 1,
    value: [0, 0.5, 0.8, 1, random()][Math.floor(5 * random())] });
  return random() < 0.5 ? [] : range(1 + Math.floor(2 * random())).map(one);
}

function randomRun(random, net, T) {
  const { H, D } = net;
  const symbols = range(T).map(() => Math.floor(D * random()));
  const x = new Float64Array(T * D);
  symbols.forEach((symbol, t) => { x[t * D + symbol] = random() < 0.2 ? 2 * random() - 1 : 1; });
  const holds = randomHolds(random, H, net.cell);
  const signals = runCell(net, x, T, holds);
  const at = (name, t) => signals[name].subarray(t * H, (t + 1) * H);
  return {
    T, H, D, x, cell: net.cell, signals, memory: signals.c, symbols, weights: net.weights, held: heldBy(holds), steps: symbols.map((s) => 'abcd'[s]),
    start: { h: new Float64Array(H), c: new Float64Array(H) },
    readouts: range(T).map((t) => readOut(net.readout, at('h', t), at('c', t))),
  };
}

/** Random runs with every text and the numbers of every step, for Python to judge. */
function randomTales(words, seeds, kin) {
  return seeds.map((seed) => {
    const random = generator(1 + seed * 7919);
    const net = randomNetwork(random, seed, KIN[kin]);
    const run = randomRun(random, net, 3 + Math.floor(20 * random()));
    const lastH = (t, u) => (t ? run.signals.h[(t - 1) * run.H + u] : 0);
    const [gate, sign] = run.cell.MIRRORS ? [run.cell.MIRRORS.i, -1] : ['i', 1];
    const row = run.cell.BLOCKS.indexOf(gate) * run.H;
    const pushes = (t) => range(run.H).map((u) => range(run.H).map((j) => sign * net.weights.weight_hh[(row + u) * run.H + j] * lastH(t, j)));
    const steps = range(run.T).map((t) => ({
      pushes: pushes(t),
      parts: caption(run, net, t), units: range(run.H).map((u) => values(run, t, u)), said: run.readouts[t],
      held: Object.fromEntries(['i', 'f', 'o'].map((gate) => [gate, range(run.H).map((u) => run.held(gate, u))])),
    }));
    const start = saidAt(run, net, -1);
    return { seed, H: run.H, readout: net.readout, start, steps, told: words.map((one) => tell(one, run, net)) };
  });
}

function sums(run) {
  const of = (t) => Object.fromEntries(run.cell.BLOCKS.map((signal) => [signal,
    range(run.H).map((unit) => arithmetic(run, { signal, unit, t }))]));
  return range(run.T).map(of);
}

const pick = (random, list) => list[Math.floor(list.length * random())];

/** What edits may hold in a network: a cut, a value put at one step, signals held over a range. */
function randomClamps(random, H, T, gates) {
  const unit = () => Math.floor(H * random());
  const value = () => pick(random, [0, 1, -1, 0.5, 3 * random() - 1]);
  const share = () => pick(random, [0, 1, 0.8, random()]);
  const span = (first) => [first, pick(random, [T - 1, first, first + Math.floor((T - first) * random())])];
  const KINDS = [
    () => { const t = Math.floor(T * random()); return [[pick(random, 'ch'), unit(), t, t, value()]]; },
    () => [[pick(random, 'ch'), unit(), ...span(Math.floor(T * random())), value()]],
    () => [[pick(random, gates), unit(), ...span(Math.floor(T * random())), share()]],
    () => { const t = Math.floor(T * random()); return range(H).map((u) => ['c', u, t, T - 1, u / 2]); },
  ];
  const cut = random() < 0.3 ? [unit()].flatMap((u) => [['h', u, 0, T - 1, 0], ['c', u, 0, T - 1, 0]]) : [];
  return [...range(Math.floor(4 * random())).flatMap(() => pick(random, KINDS)()), ...cut]; // cuts come last
}

/** Random runs with random edits, blunt weights among them, and the numbers of every step of both runs. */
function randomEdited(words, seeds, kin) {
  return seeds.map((seed) => {
    const random = generator(1 + seed * 7919);
    const net = randomNetwork(random, seed, KIN[kin]);
    const keep = net.cell.BLOCKS.indexOf('f') * net.H;
    if (seed % 5 === 0 && keep >= 0) for (let u = 0; u < net.H; u++) net.weights.bias[keep + u] += 60; // as good as 1
    const T = 3 + Math.floor((seed % 5 ? 12 : 40) * random());
    const base = { ...randomRun(random, net, T), held: () => null };
    base.signals = runCell(net, base.x, T, []);
    const factor = seed % 3 ? 1 : 0.05 + 0.3 * random();
    const scaled = ([name, of]) => [name, of.map((weight) => factor * weight)];
    const edited = { ...net, weights: Object.fromEntries(Object.entries(net.weights).map(scaled)) };
    edited.clamps = randomClamps(random, net.H, T, net.cell.SIGNALS.filter((signal) => 'ifo'.includes(signal)));
    const run = { ...base, weights: edited.weights, held: heldBy([], edited.clamps) };
    run.signals = runCell(edited, base.x, T, []);
    for (const one of [base, run]) {
      const at = (name, t) => one.signals[name].subarray(t * net.H, (t + 1) * net.H);
      Object.assign(one, { memory: one.signals.c, readouts: range(T).map((t) => readOut(net.readout, at('h', t), at('c', t))) });
    }
    const told = { u: pick(random, [-1, 0]), edits: pick(random, ['sharpen_0.4', 'weight_b_0_0_1']) };
    const units = (one, t) => range(net.H).map((u) => values(one, t, u));
    const lastH = (t, u) => (t ? run.signals.h[(t - 1) * run.H + u] : 0);
    const [gate, sign] = run.cell.MIRRORS ? [run.cell.MIRRORS.i, -1] : ['i', 1];
    const row = run.cell.BLOCKS.indexOf(gate) * run.H;
    const steps = range(T).map((t) => ({
      parts: effectCaption(run, base, edited, t, told), alone: effectCaption(run, null, edited, t, told),
      units: units(run, t), base: units(base, t), said: run.readouts[t], other: base.readouts[t],
      pushes: range(run.H).map((u) => range(run.H).map((j) => sign * edited.weights.weight_hh[(row + u) * run.H + j] * lastH(t, j))),
      held: Object.fromEntries(run.cell.SIGNALS.map((gate) => [gate, range(run.H).map((u) => run.held(gate, u, t))])),
      texts: words.map((one) => effectText(one, run, base, edited, t, told)),
    }));
    return { seed, readout: net.readout, start: saidAt(run, net, -1), factor, clamps: edited.clamps, edits: told.edits, steps };
  });
}

window.belt = { randomEdited, tell, tellEdited, load, sums, randomTales, randomRun, generator, exactSum, reason, pace, classify };
