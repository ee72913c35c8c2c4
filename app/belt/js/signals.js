// What the details share: the signals of a cell in reading order, their names and ink, and the unit they are about.

import { el } from './dom.js';
import { mix, tapeScale } from './figures.js';
import { num, pct } from './format.js';
import { REST } from './pose.js';

const ORDER = ['f', 'i', 'g', 'o', 'r', 'z', 'n', 'c', 'h'];
const GATES = ['f', 'i', 'o', 'r', 'z'];
/** Whose colour a letter wears: what keeps, what lets in, what is offered. The memory itself is plain ink. */
const COLOR = { f: 'f', i: 'i', g: 'g', o: 'o', z: 'z', r: 'r', n: 'g' };

/** The signals that this run has, in reading order. */
export const signalsOf = (run) => ORDER.filter((signal) => signal in run.signals);

export const isGate = (signal) => GATES.includes(signal);

/** The official name: "forget gate". */
export const signalName = (words, signal) => words.gate[signal]?.name ?? words.signal[signal];

/** A value as it is told: a gate in percent, anything else as a number. */
export const told = (signal, value) => (isGate(signal) ? pct(value) : num(value));

/** The letter of a signal in its colour. */
export function letter(signal) {
  const color = COLOR[signal] ? `${COLOR[signal]}_text` : 'ink';
  return el('b.bt-letter', { style: { color: `var(--bt-${color})` } }, signal);
}

/** plotly's colour scale of a signal, and the values at its ends: a gate grows from the belt into its own colour. */
export function inkScale(signal, colors) {
  if (!isGate(signal)) return { colorscale: tapeScale(colors), zmin: -1, zmax: 1 };
  const ends = [
    [0, colors.belt],
    [1, colors[COLOR[signal]]],
  ];
  return { colorscale: ends, zmin: 0, zmax: 1 };
}

/** The same code for one value, as a CSS colour. */
export function ink(signal, value, colors) {
  if (isGate(signal)) return mix(colors.belt, colors[COLOR[signal]], Math.min(1, Math.max(0, value)));
  return mix(colors.empty, value < 0 ? colors.neg : colors.pos, Math.min(1, Math.abs(value)) ** 0.7);
}

/** The last step whose numbers may be seen: a step counts once its c has reached the tape. */
export function lastSeen({ state, run }) {
  if (state.all) return run.T - 1;
  return state.k === REST ? state.t : state.t - 1;
}

/** The unit in focus; without one, the one that leads a large network, or the first. */
export const unitOf = ({ state, run }) => (state.u >= 0 ? state.u : (run.lead ?? 0));

/** A list to choose the unit from; null for a network of one unit. */
export function unitChooser(scene) {
  const { net, words } = scene;
  if (net.units.length < 2) return null;
  const select = el(
    'select.bt-select',
    { 'aria-label': words.card.unit_choice, on: { change: () => scene.focus(Number(select.value)) } },
    ...net.units.map((name, u) => el('option', { value: u }, name)),
  );
  select.value = unitOf(scene);
  return select;
}
