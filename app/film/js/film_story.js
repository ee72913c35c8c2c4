// What a frame tells: one sentence made of its measured values, and the unit that it is about. Knows no DOM.

import { fill, num, pct } from './format.js';
import { mean } from './film_reads.js';

/** A unit chooses its moments when its Write gate is so far open there, and so far shut elsewhere. */
const CHOOSES = { at: 0.5, elsewhere: 0.1 };
/** The shortest step of a counter beside its longest: a memory that leaks moves less and less. */
const EVEN = 1 / 3;
const BEGINS = 2; // times as far open there as elsewhere
const HALF = [0.35, 0.65];
/** Clearly better than guessing: by more than an evaluation on 256 sequences is likely to be off by chance. */
const CLEARLY = { right: 0.1, error: 0.2 }; // share of the way from guessing to perfect

/** How far the Write gate of a unit is open at the events of the probe and elsewhere; null without such a gate. */
export function openings({ signals, H }, { events, T }, unit) {
  const write = signals.i;
  if (!write || !events.length || events.length === T) return null;
  const values = [...Array(T).keys()].map((t) => write[t * H + unit]);
  const there = new Set(events);
  return {
    at: mean(values.filter((_, t) => there.has(t))),
    elsewhere: mean(values.filter((_, t) => !there.has(t))),
  };
}

/** Whether the memory of a unit goes evenly one way at all steps `up`, and back at all steps `down`. */
export function counts({ memory, H }, { up, down }, unit) {
  if (up.length < 2 || down.length < 2) return false;
  const move = (t) => memory[t * H + unit] - (t ? memory[(t - 1) * H + unit] : 0);
  const way = Math.sign(move(up[0]));
  const even = (moves) => Math.min(...moves) > Math.max(0, ...moves) * EVEN;
  return even(up.map((t) => move(t) * way)) && even(down.map((t) => -move(t) * way));
}

const range = ({ memory, H }, unit) => {
  const values = memory.filter((_, at) => at % H === unit);
  return Math.max(...values) - Math.min(...values);
};

/** The unit that shows best what is being learnt. */
export function leader(read, frame, probe) {
  const units = [...Array(read.H).keys()];
  const best = (value) => units.reduce((a, b) => (value(b) > value(a) ? b : a), 0);
  const counters = units.filter((u) => counts(read, probe, u));
  if (counters.length) return counters.reduce((a, b) => (range(read, b) > range(read, a) ? b : a));
  const open = units.map((u) => openings(read, probe, u));
  if (open[0]) {
    const chosen = best((u) => open[u].at - open[u].elsewhere);
    if (open[chosen].at > BEGINS * open[chosen].elsewhere) return chosen;
  }
  const said = (u) => Math.hypot(...frame.weight.filter((_, at) => at % read.H === u));
  return best((u) => range(read, u) * (frame.layers.length > 1 ? 1 : said(u)));
}

/** The mark of the last evaluation that is not later than a step; before the first one: that of the training batch. */
export function markAt({ held, series }, step, frame) {
  const place = held.steps.findLastIndex((at) => at <= step);
  return place < 0 ? series.metric[frame] : held.metric[place];
}

export const told = (task, mark) => (task.metric === 'right' ? pct(mark) : num(mark));

/** How a mark stands beside that of one who cannot know better: 'better', 'hardly' better, or no better: 'guessing'. */
export function standing(task, mark, base) {
  const right = task.metric === 'right';
  if (right ? mark > base + CLEARLY.right * (1 - base) : mark < base - CLEARLY.error * base) return 'better';
  return (right ? mark > base : mark < base) ? 'hardly' : 'guessing';
}

/** The best of those who cannot know better. */
export const chance = ({ metric, baselines }) =>
  baselines.metric.toSorted((a, b) => (metric === 'right' ? b.value - a.value : a.value - b.value))[0];

/** One sentence about frame n. film: Film; read: its reading; words: film.story. */
export function sentence(words, { film, read, task, probe, unit, unitName, gateNames }, n) {
  const step = film.steps[n];
  const say = (key, more = {}) => fill(words[key], { step, unit: unitName, ...more });
  const stopped = n === film.length - 1 ? film.metadata.stopped : '';
  if (stopped === 'nan' || stopped === 'explosion') return say(stopped);
  if (step === 0) return atStart(say, read, gateNames, words);
  const mark = markAt(film, step, n);
  const base = chance(task);
  const values = { mark: told(task, mark), baseline: base.label, value: told(task, base.value) };
  const learnt = seen(say, read, probe, unit);
  const end = stopped === 'solved' ? say(`solved_${task.metric}`, values) : '';
  if (end) return [end, learnt].filter(Boolean).join(words.gap);
  return learnt || say(`${standing(task, mark, base.value)}_${task.metric}`, values);
}

function atStart(say, { opened }, gateNames, words) {
  const gates = Object.entries(opened);
  if (!gates.length) return say('start_plain');
  if (gates.every(([, value]) => HALF[0] <= value && value <= HALF[1])) return say('start_half');
  const list = gates.map(([gate, value]) => fill(words.gate, { gate: gateNames[gate], value: pct(value) }));
  return say('start', { gates: list.join(words.comma) });
}

/** What the unit does that it was not told to do; '' where nothing stands out. */
function seen(say, read, probe, unit) {
  if (counts(read, probe, unit)) {
    return say('counts', { memory: read.memoryName, up: probe.upName, down: probe.downName });
  }
  const open = openings(read, probe, unit);
  if (!open) return '';
  const values = { events: probe.eventsName, at: pct(open.at), elsewhere: pct(open.elsewhere) };
  if (open.at > CHOOSES.at && open.elsewhere < CHOOSES.elsewhere) return say('chooses', values);
  return open.at > 0.25 && open.at > BEGINS * open.elsewhere ? say('begins', values) : '';
}
