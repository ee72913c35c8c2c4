// The cells by name: their numbers (cell_*.js), their picture (look_*.js) and what is told of a step. The LSTM comes with
// the page; the others are fetched when a network of theirs arrives.

import * as lstm from './cell_lstm.js';
import * as lstmLook from './look_lstm.js';
import { loadStyle } from './style.js';

const extras = () => [import('./tales.js'), loadStyle('cells')];

/** A member of the LSTM's family. */
async function kin(name) {
  const files = [import('./cell_kin.js'), import('./look_kin.js'), loadStyle('cells')];
  const [{ KIN }, { LOOKS }] = await Promise.all(files);
  return [KIN[name], LOOKS[name]];
}

const CELLS = {
  lstm: () => [lstm, lstmLook],
  gru: () => Promise.all([import('./cell_gru.js'), import('./look_gru.js'), ...extras()]),
  lstm_1997: kin,
  peephole: kin,
  coupled: kin,
  rnn: () => Promise.all([import('./cell_rnn.js'), import('./look_rnn.js'), ...extras()]),
};

/** Resolves to a cell: SIGNALS, BLOCKS, GATES, CANDIDATE, STATE, MEMORY, step(), values(), look and tales. */
export async function loadCell(name) {
  const [numbers, look, told] = await CELLS[name](name);
  return { ...numbers, look, tales: told?.TALES[name] };
}
