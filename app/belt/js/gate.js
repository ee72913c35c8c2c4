// A gate: two jaws with the gate's colour in the opening. It is a handle: tap for its card, drag to hold it anywhere.

import { el } from './dom.js';
import { pct } from './format.js';

const DRAG_FROM = 5; // px: below that it is a tap

export class Gate {
  /** on: {tap(signal, unit), hold(signal, unit, value), value(signal, unit)} */
  constructor(signal, unit, label, heldWord, on) {
    Object.assign(this, { signal, unit, label, heldWord, on });
    this.root = el(
      'div.bt-gate',
      {
        role: 'slider',
        tabindex: '0',
        'data-signal': signal,
        'data-unit': unit,
        'aria-label': label,
        'aria-valuemin': '0',
        'aria-valuemax': '100',
      },
      el('i.bt-jaw.is-top'),
      el('i.bt-open'),
      el('i.bt-jaw.is-bottom'),
      el('small.bt-held', { 'aria-hidden': 'true' }, heldWord),
    );
    this.root.addEventListener('pointerdown', (event) => this.grab(event));
    this.root.addEventListener('keydown', (event) => this.key(event));
  }

  place({ x, y, height }, wide) {
    Object.assign(this.root.style, { left: `${x}px`, top: `${y}px`, height: `${height}px`, width: `${wide}px` });
  }

  /** value null: nothing has been computed yet. */
  show(value, held) {
    this.root.classList.toggle('is-unknown', value === null);
    if (value === null) {
      this.root.setAttribute('aria-valuetext', '–');
      return;
    }
    this.root.style.setProperty('--open', value.toFixed(4));
    this.root.classList.toggle('is-held', held);
    this.root.setAttribute('aria-valuenow', Math.round(value * 100));
    this.root.setAttribute('aria-valuetext', held ? `${pct(value)}, ${this.heldWord}` : pct(value));
  }

  grab(event) {
    if (event.button) return;
    event.preventDefault();
    this.root.setPointerCapture(event.pointerId);
    this.root.focus({ preventScroll: true });
    const from = { y: event.clientY, value: this.on.value(this.signal, this.unit) };
    // A full opening takes a little more than the gate's own height: fine enough for single percents.
    const reach = Math.max(90, this.root.offsetHeight * 1.4);
    let dragged = false;
    const move = (e) => {
      if (!dragged && Math.abs(e.clientY - from.y) < DRAG_FROM) return;
      dragged = true;
      const value = Math.max(0, Math.min(1, from.value + (from.y - e.clientY) / reach));
      this.on.hold(this.signal, this.unit, Math.round(value * 100) / 100);
    };
    const end = () => {
      this.root.removeEventListener('pointermove', move);
      if (!dragged) this.on.tap(this.signal, this.unit);
    };
    this.root.addEventListener('pointermove', move);
    this.root.addEventListener('pointerup', end, { once: true });
    this.root.addEventListener('pointercancel', () => this.root.removeEventListener('pointermove', move), {
      once: true,
    });
  }

  key(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      this.on.tap(this.signal, this.unit);
      return;
    }
    const steps = { ArrowUp: 0.05, ArrowDown: -0.05, PageUp: 0.2, PageDown: -0.2 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const value = this.on.value(this.signal, this.unit) + steps[event.key];
    this.on.hold(this.signal, this.unit, Math.round(100 * Math.max(0, Math.min(1, value))) / 100);
  }
}
