// The film strip: what one frame's network did with the probe. c of every unit in ink; of the unit in focus c and its
// gates as heights; beneath, what it answers against what is right.

import { el } from './dom.js';
import { fill, num } from './format.js';
import { Board } from './film_canvas.js';
import { reply } from './film_replies.js';
import { pictured, wish } from './tokens.js';

const TOKENS = 24;
const GAP = 10;
const HEIGHT = 26; // of a gate's row
const MEMORY = 40; // of the row of the memory, which has a zero in its middle

export class Strips {
  /** on: {focus(unit)} */
  constructor(on) {
    this.on = on;
    this.board = new Board(
      (board, width) => this.paint(board, width),
      () => this.lay().bottom,
    );
    this.readout = el('p.fm-readout');
    this.root = el('div.fm-strips', {}, this.board.canvas, this.readout);
    this.board.canvas.addEventListener('click', (event) => {
      const spot = this.spotAt(event);
      if (spot?.unit >= 0) this.on.focus(spot.unit);
    });
    this.board.canvas.addEventListener('pointermove', (event) => this.point(this.spotAt(event)));
    this.board.canvas.addEventListener('pointerleave', () => this.point(null));
  }

  /** what: {read, probe, task, cell, unit, units, most, words, narrow} */
  show(what, look) {
    this.what = what;
    this.board.draw(look);
    this.board.canvas.setAttribute('aria-label', what.words.strips.alt);
    this.point(this.spot ?? null);
  }

  /** Where every row stands, from the top. */
  lay() {
    const { read, cell, task } = this.what;
    const row = read.H <= 4 ? 14 : Math.max(1.5, Math.min(12, 128 / read.H));
    const all = { top: TOKENS, row, height: row * read.H };
    let top = all.top + all.height + GAP;
    const rows = [cell.MEMORY, ...cell.GATES].map((signal) => {
      const height = signal === cell.MEMORY ? MEMORY : HEIGHT;
      const place = { signal, top, height };
      top += height + 5;
      return place;
    });
    top += GAP - 5;
    const answer = { top, height: task.loss === 'squared' ? 54 : 44 };
    return { all, rows, answer, bottom: top + answer.height + 4 };
  }

  paint(board, width) {
    const { probe, narrow } = this.what;
    const left = narrow ? (width < 260 ? 60 : 74) : 96;
    const field = { left, width: width - left - 6, column: (width - left - 6) / Math.max(1, probe.T) };
    const places = this.lay();
    Object.assign(this, { field, places });
    this.tokens(board, field);
    this.memory(board, field, places.all);
    for (const place of places.rows) this.row(board, field, place);
    reply(board, field, places.answer, this.what);
  }

  /** Tokens where they fit; of a long sequence those at which something happens. */
  tokens(board, { left, width, column }) {
    const { probe } = this.what;
    const fits = column >= Math.max(...probe.tokens.map((token) => 0.72 * wish(pictured(token))));
    const events = new Set(probe.events);
    let free = -1;
    for (const [t, token] of probe.tokens.entries()) {
      const text = pictured(token).replace('-', '−');
      const half = board.widthOf(text, 13) / 2;
      const at = Math.min(left + (t + 0.5) * column, left + width + 6 - half);
      if (!fits && ((events.size && !events.has(t)) || at - half < free)) continue;
      board.text(text, at, TOKENS / 2, { align: 'center', size: 13, color: 'ink', bold: events.has(t) });
      free = at + half + 4;
    }
    board.context.fillStyle = board.colors.ink;
    if (column > 3 && !fits)
      for (const t of probe.events) board.context.fillRect(left + t * column + column / 2 - 1, TOKENS - 4, 2, 4);
  }

  memory(board, field, { top, row, height }) {
    const { read, probe, unit, units, words } = this.what;
    const { H, memory } = read;
    const box = { x: field.left, y: top, width: field.width, height };
    board.numbers(H, probe.T, (u, t) => memory[t * H + u], 1, box);
    const { context } = board;
    context.strokeStyle = board.colors.ink;
    context.lineWidth = 2;
    context.strokeRect(field.left - 1, top + unit * row - 1, field.width + 2, row + 2);
    const middle = Math.max(top + 8, Math.min(top + height - 8, top + (unit + 0.5) * row));
    board.text(units[unit], field.left - 10, middle, { align: 'right', size: 13, color: 'ink', bold: true });
    if (height > 40) {
      const above = middle > top + height / 2;
      const at = above ? top + 8 : top + height - 8;
      board.text(words.strips.all, field.left - 10, at, { align: 'right' });
    }
  }

  /** One signal of the unit in focus as heights: a gate from shut to open, the memory around its zero. */
  row(board, { left, width, column }, { signal, top, height: high }) {
    const { read, probe, unit, words, cell, most } = this.what;
    const { context, colors } = board;
    const memory = signal === cell.MEMORY;
    const reach = memory ? most : 1;
    const zero = memory ? top + high / 2 : top + high;
    const room = memory ? high / 2 : high;
    context.fillStyle = colors.belt;
    context.fillRect(left, top, width, high);
    const gap = column > 5 ? 1 : 0;
    for (let t = 0; t < probe.T; t++) {
      const value = read.signals[signal][t * read.H + unit];
      const height = Math.min(1, Math.abs(value) / reach) * room;
      context.fillStyle = memory ? colors[value < 0 ? 'neg' : 'pos'] : colors[signal];
      context.fillRect(left + t * column, value < 0 ? zero : zero - height, column - gap, height);
    }
    const [ask, letter] = [words.gates[signal] ?? '', signal];
    const color = memory ? 'ink' : `${signal}_text`;
    board.text(letter, left - 10, top + high / 2, { align: 'right', size: 14, color, bold: true });
    const room2 = left - 24 - board.widthOf(letter, 14);
    if (ask && board.widthOf(ask, 13) < room2)
      board.text(ask, left - 24, top + high / 2, { align: 'right', size: 13, color });
    if (memory && left > 80)
      board.text(`±${num(most, most < 10 ? 1 : 0)}`, left - 24, top + high / 2, { align: 'right', size: 12 });
  }

  spotAt(event) {
    if (!this.field || !this.what.probe.T) return null;
    const { left: x0, top: y0 } = this.board.canvas.getBoundingClientRect();
    const t = Math.floor((event.clientX - x0 - this.field.left) / this.field.column);
    const y = event.clientY - y0;
    const { all, rows } = this.places;
    const unit = y >= all.top && y < all.top + all.height ? Math.floor((y - all.top) / all.row) : -1;
    const signal = rows.find(({ top, height }) => y >= top && y < top + height)?.signal ?? null;
    return { t: Math.max(0, Math.min(this.what.probe.T - 1, t)), unit, signal };
  }

  /** The number under the pointer. */
  point(spot) {
    this.spot = spot;
    const { read, probe, unit, units, cell, words } = this.what ?? {};
    const signal = spot?.unit >= 0 ? cell.MEMORY : spot?.signal;
    if (!signal) return (this.readout.textContent = words ? fill(words.strips.hint, { memory: cell.MEMORY }) : '');
    const u = spot.unit >= 0 ? spot.unit : unit;
    const value = read.signals[signal][spot.t * read.H + u];
    this.readout.textContent = `${units[u]} · ${spot.t + 1} / ${probe.T} “${pictured(probe.tokens[spot.t] ?? '')}” · ${signal} ${num(value)}`;
  }
}
