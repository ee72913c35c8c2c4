// What every story about a step looks at: its real numbers, the unit that it is about, and what is held. Pure.

import { saidAt, storedNames } from './answer.js';
import { pct } from './format.js';
import { values as valuesOf } from './pose.js';
import { arithmetic } from './sums.js';

/** What rounds to nothing, or to everything, in three decimals. */
export const TINY = 5e-4;
/** A gate at this or beyond is as good as open; at 1 − OPEN as good as shut. */
export const OPEN = 0.95;
export const SHUT = 1 - OPEN;
/** What is kept by at least this may be said to stay. */
export const STAYS = 0.99;

/** @typedef {{key: string, values: Object<string, string|number>}} Part */

export const nothing = (v) => Math.abs(v) < TINY;
export const part = (key, values = {}) => [{ key, values }];

/** A share in percent that never rounds to all or nothing when it is neither. */
export function share(value) {
  const whole = Math.round(100 * value);
  const misleads = (whole === 100 && value < 1 - TINY) || (whole === 0 && value >= TINY);
  return misleads ? pct(value).replace(String(whole), (100 * value).toFixed(1)) : pct(value);
}

export function largest(units, score) {
  return units.reduce((best, u) => (score(u) > score(best) ? u : best), units[0]);
}

const all = (run) => [...Array(run.H).keys()];

/** Everything the stories look at: the numbers of each unit and the unit that this step is about, one of `units`. */
export function sceneAt(run, net, t, units = all(run)) {
  const v = all(run).map((u) => valuesOf(run, t, u));
  const moved = (u) => Math.abs(v[u].cell - v[u].before);
  const most = largest(units, moved);
  // Of many units the belt follows one, its lead: the sentence is about that one as long as it moves.
  const mover = [run.lead ?? most, most].find((u) => units.includes(u) && moved(u) >= TINY);
  const unit = mover ?? largest(units, (u) => Math.abs(v[u].before) * (untouched(v[u]) ? 1 : 0.01));
  const held = (signal, u = unit) => run.held?.(signal, u, t) ?? null;
  return {
    run,
    net,
    t,
    units,
    memory: run.cell.MEMORY,
    v,
    unit,
    held,
    one: v[unit],
    name: run.H === 1 ? null : net.units[unit],
    kind: net.readout?.kind ?? null,
    was: saidAt(run, net, t - 1),
    now: saidAt(run, net, t),
    stored: storedNames(run, net, t),
  };
}

/** The same step, told of another unit. */
export const about = (s, unit) => ({
  ...s,
  unit,
  one: s.v[unit],
  name: s.run.H === 1 ? null : s.net.units[unit],
  held: (signal, u = unit) => s.held(signal, u),
});

/** What a gate would be at this step if nobody held it. */
export const leftAlone = (s, signal, unit) => arithmetic(s.run, { signal, unit, t: s.t }).value;

/** Whether a unit is left as it is: nothing comes in, and what is there is kept. */
export const untouched = (v) => nothing(v.written) && (nothing(v.before) || v.f >= 1 - TINY);

/** For how many steps, this one included, a unit has been under a condition, and c before the first of them. */
export function streak(s, unit, holds) {
  let first = s.t + 1;
  const own = (t) => (s.run.held?.(s.memory, unit, t) ?? null) === null;
  while (first > 0 && own(first - 1) && holds(valuesOf(s.run, first - 1, unit), first - 1)) first--;
  const count = s.t + 1 - first;
  return { count, from: count ? valuesOf(s.run, first, unit).before : s.v[unit].cell };
}

/** "Keep is held at 80 %." before a sentence with numbers, for the first gate of this unit that is held. */
export function heldNote(s) {
  const gate = ['f', 'i'].find((signal) => s.held(signal) !== null);
  return gate ? part(`note_${gate}`, { held: pct(s.held(gate)) }) : [];
}
