// The editor of one weight, at its cell (on a phone a bar at the bottom): type it, move it, step it, turn its sign.

import { el, setText } from './dom.js';
import { fill, full, num } from './format.js';
import { meaning, readNumber, snapped, stepOf } from './weights_model.js';

export class Editor {
  /** view: the View of weights.js */
  constructor(view) {
    this.view = view;
    this.isOpen = false;
    this.value = 0;
    this.root = el('div.bt-w-editor', { hidden: true, role: 'dialog', on: { keydown: (event) => this.key(event) } });
    this.root.addEventListener('focusout', ({ relatedTarget }) => this.left(relatedTarget));
  }

  /** Buttons carry words, so they are made anew when the language changes. */
  build() {
    this.isOpen = false;
    this.root.hidden = true;
    const { words } = this.view.scene;
    const { editor } = words.weights;
    const button = (name, text, go) =>
      el(
        'button.bt-button',
        { type: 'button', 'data-act': name, 'aria-label': editor[name], title: editor[name], on: { click: go } },
        text,
      );
    this.title = el('b.bt-w-title');
    this.field = el('input.bt-w-field', {
      type: 'text',
      inputmode: 'text',
      autocomplete: 'off',
      enterkeyhint: 'done',
      'aria-label': editor.field,
      'aria-describedby': 'bt-w-problem',
    });
    this.field.addEventListener('input', () => this.typed());
    this.range = el('input.bt-w-range', { type: 'range', 'aria-label': editor.range });
    this.range.addEventListener('input', () => this.take(Number(this.range.value)));
    this.range.addEventListener('change', () => this.settle());
    this.problem = el('p.bt-w-problem', { id: 'bt-w-problem', role: 'alert' });
    this.back = el('button.bt-button.bt-w-back', {
      type: 'button',
      'data-act': 'back',
      on: { click: () => this.step(() => this.was) },
    });
    const close = el(
      'button.bt-w-close',
      { type: 'button', 'aria-label': words.card.close, on: { click: () => this.close() } },
      '×',
    );
    this.root.replaceChildren(
      el('header', {}, this.title, close),
      el(
        'div.bt-w-line',
        {},
        button('less', '−', () => this.step((value, by) => value - by)),
        this.field,
        button('more', '+', () => this.step((value, by) => value + by)),
        button('flip', '±', () => this.step((value) => -value)),
      ),
      this.range,
      this.problem,
      this.back,
      el('p.bt-w-hint', {}, editor.hint),
    );
  }

  /** Open at the chosen cell; `typed` is the key that began it, and replaces what stands there. */
  open(typed) {
    const { row, column } = this.view.place();
    const { value, was } = this.view.numbers(row, column);
    Object.assign(this, { isOpen: true, value, start: value, was, tries: false });
    const { words } = this.view.scene;
    const { full: ink } = this.view;
    const most = Math.max(2 * ink, Math.abs(value), Math.abs(was));
    for (const [name, one] of Object.entries({ min: -most, max: most, step: stepOf(ink) })) this.range[name] = one;
    this.root.setAttribute('aria-label', words.weights.editor.title);
    setText(this.back, fill(words.weights.editor.back, { was: num(was) }));
    this.root.hidden = false;
    this.say('');
    this.refresh();
    this.field.value = typed === null ? full(value) : typed.replace('-', '−');
    this.place();
    this.field.focus({ preventScroll: true });
    if (typed === null) this.field.select();
    else this.typed();
  }

  /** Under its cell, or above where there is no room, inside the window. */
  place() {
    const cell = this.view.grid.chosen.getBoundingClientRect();
    const box = this.root.parentElement.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = this.root;
    const below = cell.bottom + 6 + high < window.innerHeight;
    const top = below ? cell.bottom + 6 : cell.top - high - 6;
    const left = Math.min(cell.left, box.right - wide);
    Object.assign(this.root.style, { left: `${Math.max(0, left - box.left)}px`, top: `${top - box.top}px` });
  }

  /** Other numbers came: the sentence tells of the present one; what is being typed stays. */
  refresh() {
    if (!this.isOpen) return;
    const { row, column } = this.view.place();
    setText(this.title, meaning(this.view.scene, row, column, this.value));
    this.range.value = this.value;
    this.range.setAttribute('aria-valuetext', num(this.value));
    this.back.hidden = this.value === this.was;
  }

  /** Try a number; `shown` false leaves the field to the one who types. */
  take(value, shown = true) {
    this.value = value;
    this.tries = true;
    this.say('');
    if (shown) this.field.value = full(value);
    this.refresh();
    this.view.try(value);
  }

  typed() {
    const read = readNumber(this.field.value);
    if ('value' in read) this.take(read.value, false);
    else this.say('');
  }

  step(next) {
    const by = stepOf(this.view.full);
    const value = next(this.value, by);
    this.take(value === this.was || value === -this.value ? value + 0 : snapped(value, by));
    this.settle();
  }

  /** What is tried is set; the editor stays open. */
  settle() {
    this.tries = false;
    this.start = this.value;
    this.view.commit(this.value);
  }

  /** One sentence on what is wrong, or none. */
  say(problem) {
    setText(this.problem, problem ? this.view.scene.words.weights.editor[problem] : '');
    this.field.setAttribute('aria-invalid', String(problem !== ''));
    this.place();
  }

  key(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Enter' && event.target === this.field) {
      event.preventDefault();
      this.enter();
    } else if (event.target === this.field && ['ArrowUp', 'ArrowDown'].includes(event.key)) {
      event.preventDefault();
      this.take(
        snapped(this.value + (event.key === 'ArrowUp' ? 1 : -1) * stepOf(this.view.full), stepOf(this.view.full)),
      );
    }
  }

  /** Enter sets what was typed; what is no number is told, and the old one stays in force. */
  enter() {
    const read = readNumber(this.field.value);
    if (read.problem) {
      this.drop();
      return this.say(read.problem);
    }
    this.value = read.value;
    this.settle();
    this.close();
  }

  drop() {
    if (!this.tries) return;
    this.tries = false;
    this.value = this.start;
    this.view.drop();
    this.refresh();
  }

  /** Escape, or the focus went elsewhere: what was only tried is not kept. */
  close() {
    if (!this.isOpen) return;
    this.drop();
    this.hide();
    this.view.grid.focus();
  }

  left(to) {
    if (!this.isOpen || !to || this.root.contains(to)) return;
    this.drop();
    this.hide();
  }

  hide() {
    this.isOpen = false;
    this.root.hidden = true;
  }
}
