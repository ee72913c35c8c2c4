// Stories about what the network says after a step. A story gives its parts, or null if it is not true here.

import { answerLabels, answerText, signalAt, together } from './answer.js';
import { approx, num, pct } from './format.js';
import { toldPlainly } from './readout.js';
import { OPEN, SHUT, TINY, largest, leftAlone, nothing, part, streak } from './scene.js';
import { wrote, equation } from './stories_memory.js';
import { arithmetic } from './sums.js';

export function speech(s) {
  if (s.kind !== 'speak' || s.now === null || s.was === s.now) return null;
  const answers = answerLabels(s.net, s.now);
  const label = together(answers);
  if (answers.length > 1) return part('several', { label });
  const speaker = s.net.readout.units[s.net.readout.labels.indexOf(s.now)];
  const held = s.held('o', speaker);
  if (held !== null && leftAlone(s, 'o', speaker) < 0.5) return part('spoke_held', { held: pct(held), label });
  return part(s.was === null ? 'spoke' : 'changed', { label });
}

export function hushed(s) {
  if (s.kind !== 'speak' || s.was === null || s.now !== null) return null;
  return s.stored.length ? part('hushed', { unit: together(s.stored) }) : part('hushed_empty');
}

/** A switch that tells two equal symbols apart does it through its own h: say so where the loop decides. */
export function flip(s) {
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
export function askedInVain(s) {
  if (s.kind !== 'speak' || s.now !== null) return null;
  const units = s.net.readout.units;
  const shut = units.find((u) => s.held('o', u) !== null && s.v[u].o <= SHUT && leftAlone(s, 'o', u) >= 0.5);
  if (shut !== undefined) {
    const values = { held: pct(s.held('o', shut)), unit: together(s.stored) };
    return s.stored.length ? part('silent_held', values) : null;
  }
  const opens = (u) => s.t === 0 || signalAt(s.run, 'o', u, s.t - 1) < OPEN; // one that never shuts asks nothing
  const open = units.filter((u) => s.held('o', u) === null && s.v[u].o >= OPEN && opens(u));
  if (!open.length) return null;
  const unit = largest(open, (u) => s.v[u].hidden);
  const { cell, hidden } = s.v[unit];
  if (s.units.every((u) => nothing(s.v[u].cell))) return part('nothing_to_say');
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
export function turned(s) {
  if (!toldPlainly(s.kind) || s.was === s.now) return null;
  if (s.now === null) return part('hushed_empty');
  const label = answerText(s.net, s.now);
  if (['vote', 'several'].includes(s.kind)) return part(s.was === null ? 'spoke' : 'changed', { label });
  return [...(wrote(s) ?? equation(s)).slice(-1), ...part('flipped', { label })];
}
