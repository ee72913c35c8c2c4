// The sentences about a step of a cell without c, as the stories of caption.js are those of the LSTM.

import { answerText } from './answer.js';
import { approx, num, pct } from './format.js';
import { mayBeSilent } from './readout.js';
import { nothing, part, share } from './scene.js';
import { result } from './sums.js';

/** The answer has changed. */
function answered(s) {
  if (s.was === s.now) return null;
  if (s.now === null) return part('hushed_empty');
  const label = answerText(s.net, s.now);
  if (!mayBeSilent(s.kind)) return part('flipped', { label });
  return part(s.was === null ? 'spoke' : 'changed', { label });
}

/** "Keep is held at 80 %." before a sentence with numbers, for the first gate of this unit that is held. */
function heldNote(s) {
  const gate = s.run.cell.GATES.find((signal) => s.held(signal) !== null);
  return gate ? part(`note_${gate}`, { held: pct(s.held(gate)) }) : [];
}

/** h = z·h_before + (1 − z)·n, told of the unit that moved most. */
function mixed(s) {
  const { before, candidate, kept, written, cell, z } = s.one;
  const note = heldNote(s);
  const numbers = { unit: s.name, before: num(before), n: num(candidate), h: result(cell, false) };
  if (nothing(before) && nothing(written)) return part('nothing');
  if (nothing(cell - before)) return [...note, ...part('stays', { ...numbers, z: share(z), h: approx(cell) })];
  const shares = { z: share(z), rest: share(1 - z) };
  if (nothing(before)) return [...note, ...part('takes', { ...numbers, ...shares })];
  if (nothing(kept)) return [...note, ...part('replaced_all', numbers)];
  return [...note, ...part('mixed', { ...numbers, ...shares })];
}

/** h = tanh(W·x + b + U·h_before): nothing is kept, everything is made anew. */
function made(s) {
  const { input, past, cell } = s.one;
  const numbers = { unit: s.name, input: num(input), past: num(past), h: result(cell, false) };
  return part(s.t === 0 ? 'made_first' : 'made', numbers);
}

export const TALES = { gru: [answered, mixed], rnn: [answered, made] };
