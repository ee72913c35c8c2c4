// Hand and keys on the grid of weights: a tap chooses and opens, a drag up or down changes at once, arrows walk.

import { el, setText } from './dom.js';
import { signed, snapped, stepOf } from './weights_model.js';

const DRAG_FROM = 5; // px: below that it is a tap
const FULL_DRAG = 160; // px from nothing to full ink

/** Where a key leads from a cell; undefined for a key that leads nowhere. */
function led(key, { row, column }, { units, last }) {
  const ways = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, last.column],
    PageUp: [row - units, column],
    PageDown: [row + units, column],
  };
  if (!(key in ways)) return undefined;
  const within = (n, most) => Math.max(0, Math.min(most, n));
  return { row: within(ways[key][0], last.row), column: within(ways[key][1], last.column) };
}

/** Let keys and pointers act on the grid of a view (weights.js). */
export class Hand {
  constructor(grid, view) {
    Object.assign(this, { grid, view });
    this.tip = el('div.bt-w-tip', { 'aria-hidden': 'true' });
    const { listeners, frame } = grid;
    listeners.on(frame, 'keydown', (event) => this.key(event));
    listeners.on(frame, 'focusin', ({ target }) => this.reach(target));
    listeners.on(frame, 'pointerdown', (event) => this.grab(event));
  }

  /** A cell that was reached becomes the chosen one. */
  reach(node) {
    if (!node.dataset.row || node === this.grid.chosen) return;
    this.view.editor.leave();
    this.grid.choose({ row: Number(node.dataset.row), column: Number(node.dataset.column) });
    this.view.tell();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.dataset.row) return;
    const { grid, view } = this;
    const last = { row: view.rows.length - 1, column: view.columns.length - 1 };
    const to = led(event.key, grid.at, { units: grid.sizes.units, last });
    const types = /^[-−+.\d]$/.test(event.key);
    if (!to && !types && !['Enter', 'F2'].includes(event.key)) return;
    event.preventDefault();
    if (!to) return view.open(types ? event.key : null);
    grid.choose(to);
    grid.focus();
    view.tell();
  }

  /** Up is more, down is less; Shift is ten times as fine. */
  grab(event) {
    const node = event.target.closest('.bt-w-cell');
    if (!node || event.button) return;
    const { grid, view } = this;
    const wasAt = node === grid.chosen;
    this.reach(node);
    view.editor.leave();
    const place = view.place();
    const from = view.numbers(place.row, place.column)?.value;
    let value = null;
    const move = (e) => {
      const up = event.clientY - e.clientY;
      if (from === undefined || (value === null && Math.abs(up) < DRAG_FROM)) return;
      const step = stepOf(view.full) / (e.shiftKey ? 10 : 1);
      value = snapped(from + (up / FULL_DRAG) * view.full, step);
      this.tell(node, value);
      view.try(place, value);
    };
    const end = (e) => {
      for (const [type, listener] of Object.entries(all)) node.removeEventListener(type, listener);
      this.tip.remove();
      if (e.type === 'pointercancel') return value === null ? null : view.drop();
      if (value !== null) view.commit(place, value);
      else view.open(null);
    };
    const all = { pointermove: move, pointerup: end, pointercancel: end };
    if (event.pointerType === 'touch' && !wasAt) return this.tap(node); // a first touch may be a scroll
    node.setPointerCapture(event.pointerId);
    for (const [type, listener] of Object.entries(all)) node.addEventListener(type, listener);
  }

  /** The number stands above the finger while it moves. */
  tell(node, value) {
    const box = this.grid.frame.parentElement;
    const [cell, all] = [node, box].map((one) => one.getBoundingClientRect());
    Object.assign(this.tip.style, {
      left: `${cell.left + cell.width / 2 - all.left}px`,
      top: `${Math.max(0, cell.top - 8 - all.top)}px`,
    });
    setText(this.tip, signed(value));
    if (!this.tip.isConnected) box.append(this.tip);
  }

  /** A touch on another cell chooses it; it may then be dragged, or opened by a second touch. */
  tap(node) {
    const open = () => this.view.open(null);
    node.addEventListener('click', open, { once: true });
    node.addEventListener('pointercancel', () => node.removeEventListener('click', open), { once: true });
  }
}
