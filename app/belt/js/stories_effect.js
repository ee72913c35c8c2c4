// The sentence of a step of an edited run: what a hand put into memory, then the usual stories of what it left alone,
// and what is different from the untouched run. Pure. Its own keys stand in [effect.belt.caption].

import { STORED, answerText, signalAt } from './answer.js';
import { sentence, story } from './caption.js';
import { num } from './format.js';
import { mayBeSilent } from './readout.js';
import { TINY, largest, nothing, part, sceneAt } from './scene.js';

/** Usual stories about all units at once: not true where a hand has set one of them. */
const GENERAL = ['nothing', 'nothing_to_say', 'kept', 'kept_on'];
/** Stories that tell how the step differs already. */
const TOLD = ['put', 'held', 'missing'];
/** From so many steps on what leaks away is worth a sentence. */
const LONG = 20;
/** Answers that are others at nearly every step. */
const counts = (kind) => kind === 'count' || kind === 'number';
/** A forget gate that is as good as 1, and one that is not but nearly. */
const WHOLE = 1 - 1e-6;
const LEAKS = [0.9, 1 - 1e-5];

/**
 * The sentence of a step as parts, like caption().
 * @param {object|null} base  the untouched run; null: there is none to compare with
 * @param {{u: number, edits: string, hall: boolean}} [about]  the unit in focus, the edits as they stand in a link, and
 *   whether it is told in a lecture hall
 */
export function effectCaption(run, base, net, t, about = {}) {
  if (t < 0 || !run.T) return part('start');
  const s = { ...sceneAt(run, net, t), base, focus: about.u ?? -1, edits: about.edits ?? '' };
  s.set = s.units.filter((unit) => at(s, s.memory, unit) !== null);
  const main = byHand(s) ?? usual(s);
  if (!base) return main;
  const byItself = !tells(main, TOLD);
  const parts = byItself ? parting(s) : null;
  const quiet = byItself && !parts && (s.was === s.now || counts(s.kind));
  const leaks = quiet ? leaking(s) : null;
  // In the hall there is room for one sentence; bubble and legend tell what is different.
  if (about.hall) return leaks?.slice(-1) ?? main;
  // "Kept 100 %" is a rounded truth; where it leaks the exact one is told.
  return leaks ?? [...main, ...(parts ?? otherwise(s) ?? [])];
}

/** The sentence of a step as text. @param {object} words  the [belt] table with [effect.belt] as `ghost` */
export function effectText(words, run, base, net, t, about) {
  const table = { ...words.caption, ...words.ghost.caption };
  return effectCaption(run, base, net, t, about)
    .map((told) => sentence(table, told))
    .join(table.gap);
}

const tells = (parts, keys) => parts.some(({ key }) => keys.includes(key));

/** At what a signal of a unit is held at a step; null where it is not. */
const at = (s, signal, unit, t = s.t) => (t >= 0 && t < s.run.T ? (s.run.held?.(signal, unit, t) ?? null) : null);

const begins = (s, signal, unit) =>
  at(s, signal, unit) !== null && at(s, signal, unit, s.t - 1) !== at(s, signal, unit);

/** A unit whose memory and h are 0 from beginning to end. */
const isCut = (s, unit) =>
  [0, s.t, s.run.T - 1].every((t) => s.run.cell.STATE.every((signal) => at(s, signal, unit, t) === 0));

const nameOf = (s, unit) => (s.run.H === 1 ? null : s.net.units[unit]);

/** What a held value would be at this step if the step were left alone. */
function ownValue(s, signal, unit) {
  const v = s.v[unit];
  if (signal !== s.memory) return v.o * Math.tanh(v.cell);
  return v.kept === undefined ? Math.tanh(v.input + v.past) : v.kept + v.written;
}

/** What a hand does at this step; null where it does nothing new and leaves units to tell of. */
function byHand(s) {
  if (s.set.includes(s.focus)) return ongoing(s, s.focus);
  const cut = s.set.filter((unit) => isCut(s, unit));
  if (cut.length && s.t === 0) return part('cut', { unit: nameOf(s, cut[0]) });
  const missing = cut.find((unit) => misses(s, unit));
  if (missing !== undefined) return miss(s, missing);
  for (const signal of [s.memory, 'h']) {
    const fresh = s.units.filter((unit) => !cut.includes(unit) && begins(s, signal, unit));
    const off = (unit) => Math.abs(at(s, signal, unit) - ownValue(s, signal, unit));
    if (fresh.length) return set(s, signal, largest(fresh, off));
  }
  return s.set.length === s.units.length ? ongoing(s, s.unit) : null;
}

/** A value that was put there, for this step alone or from here on. */
function set(s, signal, unit) {
  const value = at(s, signal, unit);
  const own = ownValue(s, signal, unit);
  const alone = begins(s, signal, unit) && at(s, signal, unit, s.t + 1) === null;
  const values = { unit: nameOf(s, unit), signal, value: num(value), own: num(own) };
  return part(alone && num(value) !== num(own) ? 'put' : 'held', values);
}

function ongoing(s, unit) {
  if (!isCut(s, unit)) return set(s, s.memory, unit);
  return misses(s, unit) ? miss(s, unit) : part('cut', { unit: nameOf(s, unit) });
}

/** Whether the untouched run has just stored something in a unit. */
function misses({ base, t, memory }, unit) {
  const holds = (step) => step >= 0 && Math.abs(signalAt(base, memory, unit, step)) >= STORED;
  return base !== null && holds(t) && !holds(t - 1);
}

const miss = (s, unit) =>
  part('missing', { unit: nameOf(s, unit), signal: s.memory, value: num(signalAt(s.base, s.memory, unit, s.t)) });

/** The usual story, told of the units that no hand has set. */
function usual(s) {
  if (!s.set.length) return story(s);
  const left = s.units.filter((unit) => !s.set.includes(unit));
  const answers = s.net.readout?.units.some((unit) => s.set.includes(unit));
  if (answers && s.was !== s.now && !counts(s.kind)) return saidNow(s);
  const told = story({ ...sceneAt(s.run, s.net, s.t, left), ...(answers && { kind: null }) });
  const busy = s.set.find((unit) => !isCut(s, unit) || !nothing(s.v[unit].written));
  return busy !== undefined && tells(told, GENERAL) ? ongoing(s, busy) : told;
}

function saidNow({ net, kind, was, now }) {
  if (now === null) return part('hushed_empty');
  const key = !mayBeSilent(kind) ? 'flipped' : was === null ? 'spoke' : 'changed';
  return part(key, { label: answerText(net, now) });
}

/** How far a signal of a unit is from the untouched run after a step. */
const apart = ({ run, base }, signal, unit, t) =>
  Math.abs(signalAt(run, signal, unit, t) - signalAt(base, signal, unit, t));

/** The first step at which the two differ by more than can be overlooked. */
function parting(s) {
  const state = s.run.cell.STATE;
  const parts = (t) => state.some((signal) => s.units.some((unit) => apart(s, signal, unit, t) >= TINY));
  if (!parts(s.t)) return null;
  for (let t = 0; t < s.t; t++) if (parts(t)) return null;
  const signal = [s.memory, 'h'].find((name) => s.units.some((unit) => apart(s, name, unit, s.t) >= TINY));
  const unit = largest(s.units, (u) => apart(s, signal, u, s.t));
  const [now, was] = [s.run, s.base].map((run) => signalAt(run, signal, unit, s.t));
  const digits = num(now) === num(was) ? 4 : 3;
  const values = { signal, was: num(was, digits), now: num(now, digits) };
  return nameOf(s, unit) === null ? part('parts', values) : part('parts_unit', { ...values, unit: nameOf(s, unit) });
}

/** Blunt gates: Keep is nearly 1 where the untouched one is 1, and that multiplies. */
function leaking(s) {
  const { run, base, kind } = s;
  if (!run.signals.f) return null;
  const unit = ['count', 'sign', 'switch'].includes(kind) ? s.net.readout.units[0] : s.unit;
  const keep = (one, t) => signalAt(one, 'f', unit, t);
  const f = keep(run, s.t);
  if (!(f > LEAKS[0] && f < LEAKS[1])) return null;
  const steady = (t) => Math.abs(keep(run, t) - f) < 1e-6 && at(s, 'f', unit, t) === null && keep(base, t) >= WHOLE;
  let n = 0;
  let left = 1;
  while (n <= s.t && steady(s.t - n) && at(s, s.memory, unit, s.t - n) === null) left *= keep(run, s.t - n++);
  if (n < LONG) return null;
  const alike = s.edits.split('~').every((text) => /^(-|sharpen_|token_)/.test(text));
  const same = alike && { counter: 'same_count', latch: 'same_switch' }[s.net.name];
  return [...part('leak', { f: f.toFixed(5), n, left: num(left) }), ...(same ? part(same) : [])];
}

/** What the untouched run says instead: told when that begins, changes, or is the last word. */
function otherwise(s) {
  const { run, base, net, t, kind } = s;
  if (!net.readout) return null;
  const differs = (step) => step >= 0 && isOther(net, run.readouts[step], base.readouts[step]);
  const turns = t > 0 && !counts(kind) && base.readouts[t] !== base.readouts[t - 1];
  if (!differs(t) || (differs(t - 1) && !turns && t < run.T - 1)) return null;
  const said = base.readouts[t];
  return said === null ? part('else_silent') : part('else_says', { label: answerText(net, said) });
}

function isOther({ readout }, a, b) {
  return typeof a === 'number' ? Math.abs(a - b) > Math.max(readout.tolerance ?? 0, TINY) : a !== b;
}
