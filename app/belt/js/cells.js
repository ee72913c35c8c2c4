// The cells by name. The LSTM comes with the page; the others are fetched when a network of theirs arrives.

import * as lstm from './cell_lstm.js';

const CELLS = {
  lstm: () => lstm,
  gru: () => import('./cell_gru.js'),
  rnn: () => import('./cell_rnn.js'),
};

/** Resolves to the cell's module: SIGNALS, BLOCKS, GATES, CANDIDATE, STATE, MEMORY, step(). */
export const loadCell = async (name) => CELLS[name]();
