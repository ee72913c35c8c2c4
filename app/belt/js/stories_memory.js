// Stories about what memory did at a step. A story gives its parts, or null if what it tells is not true here.

import { STORED, signalAt, together } from './answer.js';
import { approx, exact, num, pct } from './format.js';
import { values as valuesOf } from './pose.js';
import {
  OPEN,
  SHUT,
  STAYS,
  about,
  heldNote,
  largest,
  leftAlone,
  nothing,
  part,
  share,
  streak,
  untouched,
} from './scene.js';
import { arithmetic, result } from './sums.js';

export function counted(s) {
  if (s.kind !== 'count' || s.net.readout.units.length > 1) return null;
  const [unit] = s.net.readout.units;
  const { kept, written, cell, hidden, before } = s.v[unit];
  // Beside other units the count is told by its name, and only when it moves.
  if (s.run.H > 1) return nothing(cell - before) ? null : equation(about(s, unit));
  const numbers = { kept: num(kept), written: num(written), c: result(cell, exact(kept) && exact(written)) };
  if (nothing(before) && nothing(written)) return null;
  if (nothing(written)) return nothing(kept - before) ? part('counted_none', { kept: num(kept) }) : null;
  const note = heldNote(s);
  if (nothing(kept)) return [...note, ...part(nothing(before) ? 'counted_first' : 'wiped_and_added', numbers)];
  const flat = cell >= 3 && hidden > 0 && hidden < cell - 1 && !note.length;
  return [...note, ...part(flat ? 'counted_h' : 'counted', { ...numbers, h: approx(hidden) })];
}

const isIn = (v) => v.i >= OPEN && Math.abs(v.candidate) >= OPEN;
const isGone = (v) => Math.abs(v.before) >= STORED && v.f <= SHUT && Math.abs(v.cell) <= SHUT;

/** Clear-cut writing: a unit is filled, perhaps while others are wiped or stay. */
export function wrote(s) {
  const { v, units } = s;
  const unit = largest(units, (u) => (isIn(v[u]) && Math.abs(v[u].before) < SHUT ? Math.abs(v[u].written) : 0));
  const other = units.filter((u) => u !== unit);
  const name = (u) => (s.run.H === 1 ? null : s.net.units[u]);
  if (!isIn(v[unit]) || Math.abs(v[unit].before) >= SHUT || s.held('i', unit) !== null) return rewrote(s);
  const gone = other.filter((u) => isGone(v[u]));
  if (gone.length) return part('replaced', { unit: name(unit), gone: together(gone.map(name)) });
  const stays = other.filter((u) => v[u].f >= STAYS && Math.abs(v[u].before) >= STORED && nothing(v[u].written));
  if (!stays.length && v[unit].written < 0) return null; // "written" would hide the sign: the equation shows it
  if (!stays.length) return part('written', { unit: name(unit) });
  const values = { unit: name(unit), stays: together(stays.map(name)) };
  const f = s.held('f', stays[0]);
  return f === null ? part('beside', values) : part('beside_held', { ...values, held: pct(f) });
}

function rewrote(s) {
  const gone = s.units.filter((u) => isGone(s.v[u]) && s.held('f', u) === null);
  if (gone.length && s.run.H > 1) return part('wiped', { unit: together(gone.map((u) => s.net.units[u])) });
  const { one } = s;
  const replaced = Math.abs(one.before) >= STORED && !nothing(one.cell - one.before);
  const again = isIn(one) && one.f <= SHUT && nothing(one.kept) && replaced;
  return again ? part('rewritten', { unit: s.name, old: num(one.before), written: num(one.written) }) : null;
}

/** A held Write keeps out what would have come in. */
export function keptOut(s) {
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

/** Another unit whose last h alone keeps an input gate shut, if there is one. */
function shutter(s, unit) {
  const { terms, sum } = arithmetic(s.run, { signal: 'i', unit, t: s.t });
  return terms.find(({ kind, index, value }) => kind === 'unit' && index !== unit && sum - value > 0)?.index;
}

/** A unit that offers what it did not offer the step before, and whose own input gate stays shut. */
export function turnedAway(s) {
  const offered = (u) => (s.t > 0 ? signalAt(s.run, 'g', u, s.t - 1) : 1); // the first word is no news
  const unit = s.units.find(
    (u) => Math.abs(s.v[u].candidate) >= OPEN && nothing(s.v[u].written) && Math.abs(offered(u)) <= SHUT,
  );
  const quiet = s.units.every((u) => nothing(s.v[u].cell - s.v[u].before));
  if (unit === undefined || !quiet || s.run.H === 1 || s.held('i', unit) !== null) return null;
  const values = { unit: s.net.units[unit], g: num(s.v[unit].candidate) };
  const by = shutter(s, unit);
  return by === undefined ? part('turned_away', values) : part('turned_away_by', { ...values, by: s.net.units[by] });
}

export function empty(s) {
  return s.units.every((u) => nothing(s.v[u].before) && nothing(s.v[u].written)) ? part('nothing') : null;
}

/** A quiet step has three true stories; they take turns, so that five quiet words are not five equal sentences. */
export function stayed(s) {
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
export function equation(s) {
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
  if (nothing(kept) && held === null && f <= SHUT && !nothing(before)) {
    if (nothing(written) && Math.abs(before) >= STORED) return part('wiped', { unit: name });
    if (!nothing(written))
      return [...heldNote(s), ...part('rewritten', { unit: name, old: num(before), written: num(written) })];
  }
  const numbers = { unit: name, f: share(f), before: num(before), written: num(written), c };
  if (nothing(written)) return [...heldNote(s), ...part('keeps', numbers)];
  if (nothing(before)) {
    return [...heldNote(s), ...part('adds', { ...numbers, c: result(cell, exact(written) && kept === 0) })];
  }
  return [...heldNote(s), ...part('keeps_and_adds', numbers)];
}
