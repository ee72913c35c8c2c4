// One sentence for a step: its most telling story in this step's real numbers. Pure: a run and word tables in, keys
// with values or plain text out. A story is a function that looks at a scene and gives its parts, or null if what it
// tells is not true here; the first one wins.

import { STORED, answerLabels, answerText, saidAt, signalAt, storedNames, together } from './answer.js';
import { approx, exact, fill, num, pct } from './format.js';
import { values as valuesOf } from './pose.js';
import { toldPlainly } from './readout.js';
import { arithmetic, result } from './why.js';

export { bubble, question } from './answer.js';

/** What rounds to nothing, or to everything, in three decimals. */
const TINY = 5e-4;
/** A gate at this or beyond is as good as open; at 1 − OPEN as good as shut. */
const OPEN = 0.95;
const SHUT = 1 - OPEN;
/** What is kept by at least this may be said to stay. */
const STAYS = 0.99;

/** @typedef {{key: string, values: Object<string, string|number>}} Part */

const nothing = (v) => Math.abs(v) < TINY;
const part = (key, values = {}) => [{ key, values }];

/** A share in percent that never rounds to all or nothing when it is neither. */
function share(value) {
  const whole = Math.round(100 * value);
  const misleads = (whole === 100 && value < 1 - TINY) || (whole === 0 && value >= TINY);
  return misleads ? pct(value).replace(String(whole), (100 * value).toFixed(1)) : pct(value);
}

function largest(units, score) {
  return units.reduce((best, u) => (score(u) > score(best) ? u : best), units[0]);
}

/** Everything the stories look at: the numbers of each unit and the unit that this step is about. */
function sceneAt(run, net, t) {
  const units = Array.from({ length: run.H }, (_, u) => u);
  const v = units.map((u) => valuesOf(run, t, u));
  const moved = (u) => Math.abs(v[u].cell - v[u].before);
  const most = largest(units, moved);
  // Of many units the belt follows one, its lead: the sentence is about that one as long as it moves.
  const mover = [run.lead ?? most, most].find((u) => moved(u) >= TINY);
  const unit = mover ?? largest(units, (u) => Math.abs(v[u].before));
  const held = (signal, u = unit) => run.held?.(signal, u, t) ?? null;
  return {
    run,
    net,
    t,
    units,
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

/** What a gate would be at this step if nobody held it. */
const leftAlone = (s, signal, unit) => arithmetic(s.run, { signal, unit, t: s.t }).value;

/** Whether a unit is left as it is: nothing comes in, and what is there is kept. */
const untouched = (v) => nothing(v.written) && (nothing(v.before) || v.f >= 1 - TINY);

/** For how many steps, this one included, a unit has been under a condition, and c before the first of them. */
function streak(s, unit, holds) {
  let first = s.t + 1;
  while (first > 0 && holds(valuesOf(s.run, first - 1, unit), first - 1)) first--;
  const count = s.t + 1 - first;
  return { count, from: count ? valuesOf(s.run, first, unit).before : s.v[unit].cell };
}

// ---- stories about the answer ----

function speech(s) {
  if (s.kind !== 'speak' || s.now === null || s.was === s.now) return null;
  const answers = answerLabels(s.net, s.now);
  const label = together(answers);
  if (answers.length > 1) return part('several', { label });
  const speaker = s.net.readout.units[s.net.readout.labels.indexOf(s.now)];
  const held = s.held('o', speaker);
  if (held !== null && leftAlone(s, 'o', speaker) < 0.5) return part('spoke_held', { held: pct(held), label });
  return part(s.was === null ? 'spoke' : 'changed', { label });
}

function hushed(s) {
  if (s.kind !== 'speak' || s.was === null || s.now !== null) return null;
  return s.stored.length ? part('hushed', { unit: together(s.stored) }) : part('hushed_empty');
}

/** A switch that tells two equal symbols apart does it through its own h: say so where the loop decides. */
function flip(s) {
  if (s.kind !== 'switch' || s.was === s.now) return null;
  const [unit] = s.net.readout.units;
  const label = together(answerLabels(s.net, s.now));
  const v = s.v[unit];
  const before = signalAt(s.run, 'h', unit, s.t - 1);
  const { terms, sum } = arithmetic(s.run, { signal: 'i', unit, t: s.t });
  const loop = terms.find((term) => term.kind === 'unit' && term.index === unit);
  const free = s.held('i', unit) === null && s.held('f', unit) === null;
  const values = { label, h: num(before), old: num(v.before) };
  if (free && v.i >= OPEN && Math.abs(before) <= SHUT && sum + loop.weight * Math.tanh(1) < 0) {
    return part('opened', values);
  }
  if (free && v.i <= SHUT && v.f <= SHUT && sum - loop.value > 0) return part('closed', values);
  return [...equation(s).slice(-1), ...part('flipped', values)];
}

/** The output gate opens and what is there does not reach the threshold, or nothing is there. */
function askedInVain(s) {
  if (s.kind !== 'speak' || s.now !== null) return null;
  const units = s.net.readout.units;
  const shut = units.find((u) => s.held('o', u) !== null && s.v[u].o <= SHUT && leftAlone(s, 'o', u) >= 0.5);
  if (shut !== undefined) {
    const values = { held: pct(s.held('o', shut)), unit: together(s.stored) };
    return s.stored.length ? part('silent_held', values) : null;
  }
  const open = units.filter((u) => s.held('o', u) === null && s.v[u].o >= OPEN);
  if (!open.length) return null;
  const unit = largest(open, (u) => s.v[u].hidden);
  const { cell, hidden } = s.v[unit];
  if (units.every((u) => nothing(s.v[u].cell))) return part('nothing_to_say');
  if (hidden < TINY) return null;
  const product = fading(s, unit);
  if (product) return part('weak_multiplied', { ...product, c: num(cell) });
  return part('weak', { unit: s.net.units[unit], h: approx(hidden) });
}

/** "0.8 × 0.8 × …": the same held Keep at every step since a full 1 was written, and nothing written since. */
function fading(s, unit) {
  const f = s.held('f', unit);
  if (f === null) return null;
  const same = (v, t) => s.run.held('f', unit, t) === f && nothing(v.written);
  const { count, from } = streak(s, unit, same);
  return count >= 3 && nothing(from - 1) ? { f: num(f), n: count } : null;
}

/** Any other kind of answer that has just changed: what memory did, and what the network says now. */
function turned(s) {
  if (!toldPlainly(s.kind) || s.was === s.now) return null;
  if (s.now === null) return part('hushed_empty');
  const label = answerText(s.net, s.now);
  if (s.kind === 'vote') return part(s.was === null ? 'spoke' : 'changed', { label });
  return [...(wrote(s) ?? equation(s)).slice(-1), ...part('flipped', { label })];
}

// ---- stories about memory ----

function counted(s) {
  if (s.kind !== 'count' || s.net.readout.units.length > 1) return null;
  const { kept, written, cell, hidden, before } = s.v[s.net.readout.units[0]];
  const numbers = { kept: num(kept), written: num(written), c: result(cell, exact(kept) && exact(written)) };
  if (nothing(before) && nothing(written)) return null;
  if (nothing(written)) return nothing(kept - before) ? part('counted_none', { kept: num(kept) }) : null;
  const note = heldNote(s);
  if (nothing(kept)) return [...note, ...part(nothing(before) ? 'counted_first' : 'wiped_and_added', numbers)];
  const flat = cell >= 3 && hidden > 0 && hidden < cell - 1 && !note.length;
  return [...note, ...part(flat ? 'counted_h' : 'counted', { ...numbers, h: approx(hidden) })];
}

/** "Keep is held at 80 %." before a sentence with numbers, for the first gate of this unit that is held. */
function heldNote(s) {
  const gate = ['f', 'i'].find((signal) => s.held(signal) !== null);
  return gate ? part(`note_${gate}`, { held: pct(s.held(gate)) }) : [];
}

const isIn = (v) => v.i >= OPEN && Math.abs(v.candidate) >= OPEN;
const isGone = (v) => Math.abs(v.before) >= STORED && v.f <= SHUT && Math.abs(v.cell) <= SHUT;

/** Clear-cut writing: a unit is filled, perhaps while others are wiped or stay. */
function wrote(s) {
  const { v, units } = s;
  const unit = largest(units, (u) => (isIn(v[u]) && Math.abs(v[u].before) < SHUT ? Math.abs(v[u].written) : 0));
  const other = units.filter((u) => u !== unit);
  const name = (u) => (s.run.H === 1 ? null : s.net.units[u]);
  if (!isIn(v[unit]) || Math.abs(v[unit].before) >= SHUT || s.held('i', unit) !== null) return rewrote(s);
  const gone = other.filter((u) => isGone(v[u]));
  if (gone.length) return part('replaced', { unit: name(unit), gone: together(gone.map(name)) });
  const stays = other.filter((u) => v[u].f >= STAYS && Math.abs(v[u].before) >= STORED && nothing(v[u].written));
  if (!stays.length) return part('written', { unit: name(unit) });
  const values = { unit: name(unit), stays: together(stays.map(name)) };
  const f = s.held('f', stays[0]);
  return f === null ? part('beside', values) : part('beside_held', { ...values, held: pct(f) });
}

function rewrote(s) {
  const gone = s.units.filter((u) => isGone(s.v[u]) && s.held('f', u) === null);
  if (gone.length && s.run.H > 1) return part('wiped', { unit: together(gone.map((u) => s.net.units[u])) });
  const { one } = s;
  const again = isIn(one) && one.f <= SHUT && nothing(one.kept) && Math.abs(one.before) >= STORED;
  return again ? part('rewritten', { unit: s.name, old: num(one.before), written: num(one.written) }) : null;
}

/** A held Write keeps out what would have come in. */
function keptOut(s) {
  const out = s.units.find(
    (u) =>
      s.held('i', u) !== null &&
      nothing(s.v[u].written) &&
      Math.abs(s.v[u].candidate) >= STORED &&
      leftAlone(s, 'i', u) >= 0.5,
  );
  if (out === undefined) return null;
  const values = { held: pct(s.held('i', out)), unit: s.net.units[out], g: num(s.v[out].candidate) };
  return part(s.kind === 'speak' ? 'kept_out' : 'kept_out_value', values);
}

function empty(s) {
  return s.v.every((v) => nothing(v.before) && nothing(v.written)) ? part('nothing') : null;
}

/** A quiet step has three true stories; they take turns, so that five quiet words are not five equal sentences. */
function stayed(s) {
  const { one, unit } = s;
  if (nothing(one.before) || !nothing(one.cell - one.before)) return null;
  const quiet = (_, t) => s.units.every((u) => untouched(valuesOf(s.run, t, u)));
  const { count, from } = streak(s, unit, quiet);
  if (!count) return null;
  const silent =
    s.kind === 'speak' && s.now === null && s.stored.length && s.net.readout.units.every((u) => s.v[u].o <= SHUT);
  if (count === 1 && Math.abs(one.candidate) >= STORED && one.i <= SHUT) {
    const values = { unit: s.name, g: num(one.candidate), c: approx(one.cell) };
    return part(s.kind === 'speak' ? 'refused' : 'refused_value', values);
  }
  if (count === 3 && silent) return part('silent', { unit: together(s.stored) });
  if (count > 3 && nothing(one.cell - from)) return part('kept_on', { f: pct(one.f), n: count });
  return part('kept', { f: pct(one.f) });
}

/** The equation itself, c = f·c_before + i·g, for the unit that moved most: true of every step. */
function equation(s) {
  const { one, name } = s;
  const { before, f, kept, written, cell } = one;
  if (!nothing(cell - kept - written)) return part('replaced_by_hand', { unit: name, c: approx(cell) });
  const held = s.held('f');
  const c = result(cell, false);
  if (nothing(written) && held !== null) {
    if (nothing(cell)) return part('held_gone', { held: pct(held), before: num(before), unit: name });
    const product = result(cell, exact(before) && exact(held));
    return part('held_f', { held: pct(held), f: num(held), before: num(before), unit: name, c: product });
  }
  const numbers = { unit: name, f: share(f), before: num(before), written: num(written), c };
  if (nothing(written)) return [...heldNote(s), ...part('keeps', numbers)];
  if (nothing(before)) {
    return [...heldNote(s), ...part('adds', { ...numbers, c: result(cell, exact(written) && kept === 0) })];
  }
  return [...heldNote(s), ...part('keeps_and_adds', numbers)];
}

const STORIES = [speech, flip, turned, counted, keptOut, wrote, hushed, askedInVain, empty, stayed, equation];

/**
 * The sentence of a step as keys of [belt.caption] and their values: one part, or two very short ones.
 * @param {number} t  −1 is "before the first word"
 * @returns {Part[]}
 */
export function caption(run, net, t) {
  if (t < 0 || !run.T) return part('start');
  const scene = sceneAt(run, net, Math.min(t, run.T - 1));
  for (const story of STORIES) {
    const parts = story(scene);
    if (parts) return parts;
  }
  return [];
}

/** Where the name of a unit begins a sentence it begins with a capital letter ("unit 3" → "Unit 3 keeps…"). */
function sentence(table, { key, values }) {
  const template = table[key];
  // The one unit of a network with one unit needs no name: "the unit".
  const unit = values.unit === null ? table.the_unit : values.unit;
  if (unit === undefined) return fill(template, values);
  const first = /(^|\. )\{unit\}/.test(template) ? unit.charAt(0).toUpperCase() + unit.slice(1) : unit;
  return fill(template, { ...values, unit: first });
}

/** The sentence of a step as text. @param {object} words  the [belt] table of a language */
export function captionText(words, run, net, t) {
  return caption(run, net, t)
    .map((told) => sentence(words.caption, told))
    .join(words.caption.gap);
}
