// One update of all weights in slow motion: forward, loss, backward, update. Real values of the first sequence of the
// batch that the training learns from; fetched when it is asked for.

import { el, press, setText } from './dom.js';
import { Board } from './film_canvas.js';
import { weightMap } from './film_measures.js';
import { fill, num } from './format.js';

const PHASES = ['forward', 'loss', 'backward', 'update'];
const LASTS = { forward: 2600, loss: 1200, backward: 3200, update: 1800 }; // ms
const TOKENS = 24;

/** A number with its first digits, however small it is. */
const fine = (value) =>
  num(value, value && Math.abs(value) < 0.01 ? Math.min(9, 2 - Math.floor(Math.log10(Math.abs(value)))) : 3);
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const lengthAt = (values, t, H) => Math.hypot(...values.subarray(t * H, (t + 1) * H));

/** What is different here from the update that the training made. */
const note = ({ truncate, exact }) => (truncate ? 'cut' : exact ? '' : 'not_exact');

export class Slow {
  constructor(box) {
    this.box = box;
    this.title = el('h3.fm-name');
    this.buttons = PHASES.map((phase, n) =>
      el('button.fm-button', { type: 'button', 'data-phase': phase, on: { click: () => this.play(n) } }),
    );
    this.close = el('button.fm-button.is-quiet', { type: 'button', on: { click: () => this.end() } });
    this.caption = el('p.fm-slow-caption', { 'aria-live': 'polite' });
    this.board = new Board(
      (board, width, height) => this.paint(board, width, height),
      () => this.height(),
    );
    const head = el('div.fm-do', {}, ...this.buttons, this.close);
    box.replaceChildren(this.title, head, this.caption, el('div', {}, this.board.canvas));
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(box);
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
  }

  /** header.update: {id, step, exact, T, H, tokens, memory, norm, shortened, rate, most}; arrays: "update.*" */
  show({ update, words }, arrays, cell, look) {
    const of = (name) => arrays[`update.${name}`];
    const layer = (when) =>
      Object.fromEntries(Object.keys(arrays).filter((name) => name.startsWith(`update.${when}.`)).map((name) => [name.split('.')[2], arrays[name]])); // prettier-ignore
    Object.assign(this, { update, words, cell, look, before: layer('before'), after: layer('after') });
    this.signals = { memory: of('memory'), d_memory: of('d_memory'), losses: of('losses') };
    this.moved = Object.fromEntries(
      Object.entries(this.after).map(([name, values]) => [
        name,
        values.map((value, n) => value - this.before[name][n]),
      ]),
    );
    this.box.hidden = false;
    setText(this.title, `${fill(words.slow.title, update)} ${fill(words.slow[note(update)] ?? '', update)}`.trim());
    for (const [n, phase] of PHASES.entries()) setText(this.buttons[n], `${n + 1} ${words.slow.phases[phase]}`);
    setText(this.close, words.slow.close);
    this.board.canvas.setAttribute('aria-label', words.slow.alt);
    this.play(0, true);
    this.box.scrollIntoView({ block: 'nearest', behavior: this.reduced.matches ? 'auto' : 'smooth' });
  }

  /** One phase, or all of them one after the other. */
  play(n, on = false) {
    cancelAnimationFrame(this.next);
    this.phase = n;
    for (const [k, button] of this.buttons.entries()) press(button, k === n);
    setText(this.caption, this.told());
    this.box.dataset.phase = PHASES[n];
    if (this.reduced.matches) {
      this.share = 1;
      return this.draw();
    }
    const begin = performance.now();
    const frame = (now) => {
      this.share = Math.min(1, Math.max(0, (now - begin) / LASTS[PHASES[n]]));
      this.draw();
      if (this.share < 1) this.next = requestAnimationFrame(frame);
      else if (on && n + 1 < PHASES.length) this.waiting = setTimeout(() => this.play(n + 1, true), 1400);
    };
    clearTimeout(this.waiting);
    this.next = requestAnimationFrame(frame);
  }

  told() {
    const { update, signals, words } = this;
    const { T, H, rate, norm, shortened } = update;
    const lengths = [...Array(T).keys()].map((t) => lengthAt(signals.d_memory, t, H));
    const [first, last] = [lengths[0], lengths.at(-1)];
    const loss = signals.losses.reduce((sum, value) => sum + value, 0);
    const values = {
      T,
      loss: fine(loss),
      first: fine(first),
      last: fine(last),
      share: last > 0 ? num((100 * first) / last, 1) : '–',
      top: fine(Math.max(...lengths)),
      where: lengths.indexOf(Math.max(...lengths)) + 1,
      rate: fine(rate),
      norm: fine(norm),
      shortened: fine(shortened),
      most: fine(update.most),
    };
    return fill(words.slow[this.key()], values);
  }

  /** Which sentence is true of the phase. */
  key() {
    const phase = PHASES[this.phase];
    const { losses, d_memory: blame } = this.signals;
    if (phase === 'update' && this.update.stopped) return 'update_none';
    if (phase === 'update' && this.update.shortened < 0.999) return 'update_clipped';
    if (phase !== 'backward') return phase;
    if (!largest(blame)) return 'backward_none';
    const asked = losses.filter((value) => value !== 0).length;
    return asked > 1 || !lengthAt(blame, this.update.T - 1, this.update.H) ? 'backward_all' : phase;
  }

  height() {
    return Math.max(320, TOKENS + 2 * this.strip() + 40 + 3 * 26); // of all phases, so that nothing jumps
  }

  strip() {
    return Math.max(40, Math.min(150, 12 * this.update.H));
  }

  draw() {
    if (this.update && !this.box.hidden) this.board.draw(this.look);
  }

  paint(board, width, height) {
    if (this.phase === 3) return this.weights(board, width, height);
    const { update, signals, words } = this;
    const left = width < 520 ? 62 : 96;
    const field = { left, width: width - left - 6, column: (width - left - 6) / Math.max(1, update.T) };
    this.tokens(board, field);
    const done = (phase) => (this.phase > phase ? 1 : this.phase === phase ? this.share : 0);
    const high = this.strip();
    const top = TOKENS + 4;
    this.heat(board, field, { values: signals.memory, top, high, name: update.memory, reach: 1 }, [0, done(0)]);
    this.losses(board, field, top + high + 22, done(1));
    const reach = largest(signals.d_memory) || 1;
    const below = { values: signals.d_memory, top: top + high + 84, high, name: `∂L/∂${update.memory}`, reach };
    this.heat(board, field, below, [1 - done(2), 1]);
    const scale = fill(words.slow.scale, { most: fine(reach) });
    board.text(scale, width - 6, below.top + high + 14, { align: 'right' });
  }

  tokens(board, { left, column }) {
    let free = -1;
    for (const [t, token] of this.update.tokens.entries()) {
      const at = left + (t + 0.5) * column;
      const half = board.widthOf(token, 13) / 2;
      if (at - half < free) continue;
      board.text(token, at, TOKENS / 2, { align: 'center', size: 13, color: 'ink' });
      free = at + half + 4;
    }
  }

  /** Units × steps in ink; seen is the part [from, to] of the steps that has been reached. */
  heat(board, { left, width, column }, { values, top, high, name, reach }, [from, to]) {
    const { T, H } = this.update;
    const { context, colors } = board;
    const box = { x: left, y: top, width, height: high };
    board.numbers(H, T, (u, t) => values[t * H + u], reach, box);
    board.text(name, left - 10, top + high / 2, { align: 'right', size: 15, color: 'ink', bold: true });
    const [a, b] = [Math.round(from * T), Math.round(to * T)];
    context.fillStyle = colors.bg;
    context.fillRect(left - 1, top, a * column + 1, high);
    context.fillRect(left + b * column, top, (T - b) * column + 1, high);
    context.strokeStyle = colors.hair;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, high + 1);
    const edge = from > 0 ? a : b;
    context.fillStyle = colors.ink;
    if (edge > 0 && edge < T) context.fillRect(left + edge * column - 1, top - 3, 2, high + 6);
  }

  losses(board, { left, width, column }, top, share) {
    const { losses } = this.signals;
    const { context, colors } = board;
    const most = largest(losses) || 1;
    context.fillStyle = colors.belt;
    context.fillRect(left, top, width, 36);
    context.fillStyle = colors.ink;
    for (const [t, value] of losses.entries()) {
      const height = (value / most) * 36 * share;
      context.fillRect(left + t * column, top + 36 - height, Math.max(1.5, column - 1), height);
    }
    board.text(this.words.slow.phases.loss, left - 10, top + 18, { align: 'right', size: 13, color: 'ink' });
  }

  /** Weights before, what moves, and after. */
  weights(board, width, height) {
    const { before, after, moved, cell, words } = this;
    const third = width / 3;
    const parts = [
      [words.slow.before, before, Math.max(...Object.values(before).map(largest))],
      [words.slow.change, moved, Math.max(...Object.values(moved).map(largest)) || 1],
      [words.slow.after, after, Math.max(...Object.values(before).map(largest))],
    ];
    for (const [n, [name, layer, reach]] of parts.entries()) {
      if (n && this.share < n / 3) continue;
      board.context.save();
      board.context.translate(n * third, 16);
      weightMap(board, third - 12, Math.min(height, 420) - 16, { layer, cell, unit: -1, words, reach });
      board.text(name, 46, -6, { size: 14, color: 'ink', bold: true });
      board.context.restore();
    }
  }

  end() {
    cancelAnimationFrame(this.next);
    clearTimeout(this.waiting);
    this.box.hidden = true;
  }
}
