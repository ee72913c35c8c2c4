// The frame of a film that is on show. The film tells it, the belt beside it follows; a module is loaded once a page, so
// the two meet here.

/**
 * What a network is at one step of its training.
 * @typedef {object} Frame
 * @property {Object<string, ArrayLike<number>>} weights  every array of its first layer, row by row, by lstm_core's names
 * @property {{weights: number[][], bias: number[]}} [readout]  what it answers with: each row a number or a label
 * @property {string} [net]   the network that it belongs to: no other one takes it
 * @property {number} [at]    the step of the training, for the link
 */

const followers = new Set();
let latest = null;

/** @param {Frame|null} frame  null: there is no film any more */
export function show(frame) {
  latest = frame;
  for (const follow of followers) follow(frame);
}

/** Hear of the frame on show and of every later one; the function that comes back ends it. */
export function subscribe(follow) {
  followers.add(follow);
  if (latest) follow(latest);
  return () => followers.delete(follow);
}
