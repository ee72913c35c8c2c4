// The lecture hall of a reading: it fills the window, everything twice as large on a screen 1080 px high.

import { unitOf } from './hall.js';
import { setText } from './dom.js';

const DOUBLE = 2;

export class Hall {
  /** changed: what to do when the size changes. */
  constructor(host, listeners, changed) {
    this.host = host;
    this.changed = changed;
    // Before the belt hears it: there the same key means the belt's own lecture mode.
    listeners.on(document, 'keydown', (event) => this.key(event), { capture: true });
    listeners.on(window, 'resize', () => this.measure());
    listeners.on(document, 'fullscreenchange', () => !document.fullscreenElement && this.close());
  }

  get open() {
    return this.host.dataset.size === 'lecture';
  }

  scale() {
    return this.open ? Math.max(1, DOUBLE * unitOf(window.innerWidth, window.innerHeight)) : 1;
  }

  named(button, words) {
    Object.assign(this, { button, words });
    button.title = words.lecture_help;
    button.dataset.key = 'lecture';
    this.name();
  }

  name() {
    if (this.button) setText(this.button, this.open ? this.words.lecture_leave : this.words.lecture);
  }

  /** L and Escape are heard in here, and wherever the focus is once the window is filled; the page behind is deaf. */
  key(event) {
    const here = this.host.contains(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || (!here && !this.open)) return;
    const toggles =
      event.key === 'Escape' ? this.open : event.key.toLowerCase() === 'l' && !event.target.matches('select');
    if (toggles || !here) event.stopPropagation();
    if (!toggles) return;
    event.preventDefault();
    this.toggle();
  }

  /** Into the browser's top layer, above Streamlit's header; a browser without one stacks it by CSS. */
  toggle() {
    if (this.open) return this.close();
    this.host.dataset.size = 'lecture';
    if (!document.fullscreenElement) {
      this.host.setAttribute('popover', 'manual');
      this.host.showPopover?.();
    }
    this.name();
    this.button?.focus();
    this.measure();
  }

  close() {
    if (!this.open) return;
    delete this.host.dataset.size;
    this.host.removeAttribute('popover'); // also takes it out of the top layer
    this.name();
    this.measure();
  }

  measure() {
    this.host.style.setProperty('--rd-u', `${this.scale() / DOUBLE}px`);
    this.changed();
  }
}
