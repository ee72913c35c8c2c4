// The editor of one weight, at its cell (on a phone a bar at the bottom): type it, move it, step it, turn its sign.

import { el, setText } from './dom.js';
import { fill, full, num } from './format.js';
import { meaning, readNumber, snapped, stepOf } from './weights_model.js';
import { reason } from './why.js';

export class Editor {
  /** view: the View of weights.js */
  constructor(view) {
    this.view = view;
    this.root = el('div.bt-w-editor', { hidden: true, role: 'dialog', on: { keydown: (event) => this.key(event) } });
    this.root.addEventListener('focusout', ({ relatedTarget }) => this.left(relatedTarget));
  }

  /** Buttons carry words, so they are made anew when the language changes. */
  build() {
    this.hide();
    const { words } = this.view.scene;
    const { editor } = words.weights;
    const act = (name, text, go) => {
      const about = { 'data-act': name, 'aria-label': editor[name], title: editor[name] };
      return el('button.bt-button', { type: 'button', ...about, on: { click: go } }, text);
    };
    const close = { type: 'button', 'aria-label': words.card.close, on: { click: () => this.close() } };
    this.buildInputs(editor);
    this.title = el('b.bt-w-title');
    this.why = el('p.bt-w-why');
    this.problem = el('p.bt-w-problem', { id: 'bt-w-problem', role: 'alert' });
    const back = { type: 'button', 'data-act': 'back', on: { click: () => this.step(() => this.was) } };
    this.back = el('button.bt-button.bt-w-back', back);
    const less = act('less', '−', () => this.step(() => this.moved(-1)));
    const more = act('more', '+', () => this.step(() => this.moved(1)));
    const flip = act('flip', '±', () => this.step((value) => -value));
    this.root.replaceChildren(
      el('header', {}, this.title, el('button.bt-w-close', close, '×')),
      this.why,
      el('div.bt-w-line', {}, less, this.field, more, flip),
      this.range,
      this.problem,
      this.back,
      el('p.bt-w-hint', {}, editor.hint),
    );
  }

  /** A field of text, because a field of numbers keeps bad ones to itself; and a handle to move. */
  buildInputs(editor) {
    const plain = { type: 'text', inputmode: 'text', autocomplete: 'off', enterkeyhint: 'done' };
    const described = { 'aria-label': editor.field, 'aria-describedby': 'bt-w-problem' };
    this.field = el('input.bt-w-field', { ...plain, ...described, on: { input: () => this.typed() } });
    const moved = { input: () => this.take(Number(this.range.value)), change: () => this.settle() };
    this.range = el('input.bt-w-range', { type: 'range', 'aria-label': editor.range, on: moved });
  }

  /** Open at the chosen cell {row, column}; `typed` is the key that began it, and replaces what stands there. */
  open(cell, typed) {
    const { value, was } = this.view.numbers(cell.row, cell.column);
    Object.assign(this, { isOpen: true, cell, value, start: value, was, tries: false });
    const { words, net } = this.view.scene;
    setText(this.why, reason(net, cell.row.signal, cell.row.unit));
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
    setText(this.title, meaning(this.view.scene, this.cell.row, this.cell.column, this.value));
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
    this.view.try(this.cell, value);
  }

  typed() {
    const read = readNumber(this.field.value);
    if ('value' in read) return this.take(read.value, false);
    this.drop();
    this.say(''); // what is half typed is not scolded
  }

  /** A button: the number that it makes of the present one is set at once. */
  step(next) {
    this.take(next(this.value) + 0); // + 0: no minus zero
    this.settle();
  }

  /** The present number and some steps of the scale. */
  moved(steps) {
    const by = stepOf(this.view.full);
    return snapped(this.value + steps * by, by);
  }

  /** What is tried is set; the editor stays open. */
  settle() {
    this.tries = false;
    this.start = this.value;
    this.view.commit(this.cell, this.value);
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
      this.take(this.moved(event.key === 'ArrowUp' ? 1 : -1));
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

  /** Escape: what was only tried is not kept. */
  close() {
    if (!this.isOpen) return;
    this.drop();
    this.hide();
    this.view.grid.focus();
  }

  /** The hand went elsewhere: what the picture shows is kept. */
  leave() {
    if (!this.isOpen) return;
    if (this.tries) this.settle();
    this.hide();
  }

  left(to) {
    if (to && !this.root.contains(to)) this.leave();
  }

  /** The grid was scrolled under it. */
  follow() {
    if (this.isOpen) this.place();
  }

  hide() {
    this.isOpen = false;
    this.root.hidden = true;
  }
}
