// Play the film; train, pause, go one step or one epoch, begin again, draw another seed; and how far a training is.

import { el, setText } from './dom.js';
import { fill, num } from './format.js';

/** What Python is asked to do, and when it can be: running, standing still, or both. */
const ASKS = [
  ['train', ({ busy }) => !busy],
  ['pause', ({ busy }) => busy],
  ['step', ({ busy }) => !busy],
  ['epoch', ({ busy }) => !busy],
  ['reset', ({ live }) => live],
  ['seed', () => true],
];

export class Transport {
  /** on: {play(), ask(what), pin()} */
  constructor(on) {
    this.on = on;
    this.play = el('button.fm-button.fm-play', { type: 'button', on: { click: () => on.play() } });
    this.asks = ASKS.map(([what]) =>
      el(`button.fm-button.fm-${what}`, { type: 'button', 'data-do': what, on: { click: () => on.ask(what) } }),
    );
    this.more = ['pin', 'slow', 'inside', 'effect'].map((what) =>
      el('button.fm-button.is-quiet', { type: 'button', 'data-do': what, on: { click: () => on.ask(what) } }),
    );
    this.status = el('p.fm-status');
    this.progress = el('i');
    this.bar = el('div.fm-progress', { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, this.progress);
    this.root = el(
      'div.fm-transport',
      {},
      el('div.fm-do', {}, this.play, ...this.asks.slice(0, 2)),
      el('div.fm-do.fm-steps', {}, ...this.asks.slice(2)),
      el('div.fm-do.fm-further', {}, ...this.more),
      el('div.fm-now', {}, this.status, this.bar),
    );
  }

  /** state: {playing, busy, live, begun, over, pinned, sentence, done} */
  show(state, words) {
    const { do: says } = words;
    setText(this.play, `${state.playing ? '❚❚' : '▶'} ${says.film}`);
    const label = state.playing ? says.stop : says.play;
    this.play.title = label;
    this.play.setAttribute('aria-label', label);
    for (const [n, button] of this.asks.entries()) {
      const [what, can] = ASKS[n];
      button.hidden = what === 'pause' ? !state.busy : what === 'train' ? state.busy : false;
      button.disabled = !can(state);
      this.name(button, what === 'train' && state.begun && !state.over ? 'go_on' : what, says);
    }
    for (const button of this.more) {
      const what = button.dataset.do;
      this.name(button, what === 'pin' && state.pinned ? 'unpin' : what, says);
      if (what !== 'pin') button.disabled = state.busy;
    }
    setText(this.status, state.sentence);
    this.bar.hidden = !state.busy;
    this.progress.style.width = `${100 * state.done}%`;
    this.bar.setAttribute('aria-valuenow', Math.round(100 * state.done));
    this.bar.setAttribute('aria-label', words.progress);
  }

  name(button, key, says) {
    setText(button, says[key]);
    button.title = says[`${key}_help`] ?? '';
  }
}

/** How a training stands, in one line. status: {status, place, per_second, left} of the last piece. */
export function standing(words, { status, film, frame, failed }) {
  if (failed) return words.status[failed] ?? words.status.lost;
  const said = words.status;
  const at = { step: film.steps[frame] ?? 0, seconds: num(film.series.seconds[frame] ?? 0, 1) };
  if (status?.status === 'queued') return fill(said[status.place <= 1 ? 'next' : 'queued'], status);
  if (status?.status === 'running') {
    const speed = { speed: num(status.per_second ?? 0, 0), left: num(Math.max(0, status.left ?? 0), 0) };
    return fill(said.running, { ...at, step: film.last, ...speed });
  }
  if (['lost', 'away', 'failed', 'cancelled'].includes(status?.status)) return said[status.status];
  return fill(said.still, at);
}
