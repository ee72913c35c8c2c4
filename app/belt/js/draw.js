// Numbers drawn with a finger: a pad above the tape, column over column. What is drawn runs in the browser at once; when
// the hand lets go, Python is told and the text field shows it. Fetched when "Draw" is first pressed.

import { el, press, setText } from './dom.js';
import { fill, num } from './format.js';
import { REST } from './pose.js';

export const MOST_STEPS = 60;
const STEP = 0.05; // by arrow key
const FINE = 100; // a drag sets hundredths

/** One step as it is typed: "0.8", "0.8*", "10". */
export function spell(row, form) {
  if (form === 'bits') return row.join('');
  return `${row[0]}${form === 'marked' && row[1] ? '*' : ''}`;
}

export const limited = (value, { low, high }) => {
  const fine = Math.round(value * FINE) / FINE;
  return Math.max(low, Math.min(high, fine)) + 0; // −0 becomes 0
};

export class Pad {
  /** scene: {net, run, state, words, tape, parts, …} of the belt; sent(text): the drawing is done. */
  constructor(scene, sent) {
    Object.assign(this, { scene, sent, rows: [], at: Math.max(0, scene.state.t), dragging: false });
    this.tools = el('div.bt-pad-tools');
    this.field = el('div.bt-pad-field', {
      tabindex: '-1',
      on: { keydown: (event) => this.key(event), focusin: (event) => this.attend(event.target) },
    });
    this.names = el('div.bt-pad-names', { 'aria-hidden': 'true' });
    this.root = el('section.bt-pad', {}, this.tools, el('div.bt-pad-body', {}, this.names, this.field));
    scene.parts.tape.before(this.root);
    this.bindDrag();
  }

  get numbers() {
    return this.scene.net.numbers;
  }

  /** Buttons carry words, so they are made anew when the language changes; not while a finger may be on one. */
  build(close) {
    const { words, header, net } = this.scene;
    const { draw } = words;
    const of = `${header.lang} ${net.name}`;
    if (this.of === of) return;
    this.of = of;
    this.root.setAttribute('aria-label', draw.title);
    const { form, low, high } = this.numbers;
    const button = (act, text, label, go) =>
      el(
        'button.bt-button',
        { type: 'button', 'data-act': act, 'aria-label': label, title: label, on: { click: go } },
        text,
      );
    this.less = button('less', '−', draw.less, () => this.resize(-1));
    this.more = button('more', '+', draw.more, () => this.resize(1));
    const hint = fill(draw[`hint_${form}`], { low: num(low), high: num(high) });
    const rows = form === 'bits' ? this.scene.net.symbols : [];
    this.names.replaceChildren(...rows.map((name) => el('span', {}, name)));
    this.tools.replaceChildren(el('p', {}, hint), this.less, this.more, button('done', draw.done, draw.done, close));
  }

  /** The run or the width is another one: columns stand over those of the tape. */
  lay() {
    const { run, tape } = this.scene;
    if (this.dragging) return;
    const { D } = run;
    this.rows = [...Array(run.T).keys()].map((t) => [...run.x.subarray(t * D, (t + 1) * D)]);
    this.at = Math.max(0, Math.min(this.at, run.T - 1));
    Object.assign(this.field.style, { marginLeft: `${tape.gutter}px`, width: `${tape.width}px` });
    this.root.dataset.form = this.numbers.form;
    this.draw();
  }

  /** The tape scrolled, or another step is on show. */
  show() {
    const { tape, state } = this.scene;
    if (this.first !== tape.first || this.wide !== tape.cell.width) this.draw();
    for (const column of this.field.children) column.classList.toggle('is-now', Number(column.dataset.t) === state.t);
  }

  /** Draw all columns in the window. The focus stays at its step; while that is out of sight, in the field. */
  draw() {
    const { run, tape, state } = this.scene;
    const focused = this.field.contains(document.activeElement) ? document.activeElement.dataset : null;
    Object.assign(this, { first: tape.first, wide: tape.cell.width });
    const shown = this.rows.map((_, t) => [t, run.columnOf[t] - tape.first]);
    this.field.replaceChildren(...shown.filter(([, n]) => n >= 0 && n < tape.shown).map(([t, n]) => this.column(t, n)));
    if (focused) (this.handle(this.at, focused.row) ?? this.field).focus({ preventScroll: true });
    this.less.disabled = this.rows.length <= 1;
    this.more.disabled = this.rows.length >= MOST_STEPS;
    for (const column of this.field.children) column.classList.toggle('is-now', Number(column.dataset.t) === state.t);
  }

  column(t, n) {
    const place = { left: `${n * this.wide}px`, width: `${this.wide}px` };
    const handles = this.numbers.form === 'bits' ? [0, 1].map((row) => this.bit(t, row)) : this.bar(t);
    const column = el('div.bt-pad-column', { 'data-t': t, style: place }, ...handles);
    this.fill(column, t);
    return column;
  }

  /** What a handle is called: "Step 3: the number". */
  label(t, row) {
    return fill(this.scene.words.draw.step, { step: t + 1, name: this.scene.net.symbols[row] });
  }

  bit(t, row) {
    const on = { click: () => this.flip(t, row) };
    const tabindex = t === this.at && row === 0 ? '0' : '-1';
    return el('button.bt-pad-bit', { type: 'button', tabindex, 'data-row': row, 'aria-label': this.label(t, row), on });
  }

  bar(t) {
    const { low, high, form } = this.numbers;
    const slider = {
      role: 'slider',
      tabindex: t === this.at ? '0' : '-1',
      'data-row': 0,
      'aria-label': this.label(t, 0),
      'aria-orientation': 'vertical',
      'aria-valuemin': low,
      'aria-valuemax': high,
    };
    const star = {
      type: 'button',
      tabindex: '-1',
      'aria-label': this.label(t, 1),
      on: { click: () => this.flip(t, 1) },
    };
    return [
      form === 'marked' ? el('button.bt-pad-star', star) : null,
      el('div.bt-pad-bar', slider, el('i.bt-pad-fill'), el('i.bt-pad-dot')),
    ];
  }

  /** Put the numbers of a step into its column. */
  fill(column, t) {
    const row = this.rows[t];
    const { low, high, form } = this.numbers;
    if (form === 'bits') {
      for (const bit of column.children) {
        press(bit, row[bit.dataset.row] === 1);
        setText(bit, String(row[bit.dataset.row]));
      }
      return;
    }
    const star = column.querySelector('.bt-pad-star');
    if (star) {
      press(star, row[1] === 1);
      setText(star, row[1] ? '★' : '☆');
    }
    const bar = column.querySelector('.bt-pad-bar');
    const share = (value) => (high - value) / (high - low);
    bar.style.setProperty('--value', share(row[0]));
    bar.style.setProperty('--zero', share(Math.max(low, Math.min(high, 0))));
    bar.dataset.sign = row[0] < 0 ? 'neg' : 'pos';
    bar.setAttribute('aria-valuenow', row[0]);
    bar.setAttribute('aria-valuetext', spell(row, form));
  }

  handle(t, row = 0) {
    return this.field.querySelector(`[data-t="${t}"] [data-row="${row}"]`);
  }

  /** A finger draws through the columns; it may leave the pad, the hand holds on. */
  bindDrag() {
    const draw = (event) => {
      const rect = this.field.getBoundingClientRect();
      const n = Math.floor((event.clientX - rect.left) / this.wide) + this.first;
      const t = Math.max(
        0,
        Math.min(
          this.rows.length - 1,
          this.scene.run.columnOf.findLastIndex((one) => one <= n),
        ),
      );
      const bar = this.field.querySelector(`[data-t="${t}"] .bt-pad-bar`)?.getBoundingClientRect();
      if (!bar) return;
      const { low, high } = this.numbers;
      this.at = t;
      this.set(t, high - ((event.clientY - bar.top) / bar.height) * (high - low));
    };
    this.field.addEventListener('pointerdown', (event) => {
      if (event.button || !event.target.closest('.bt-pad-bar')) return;
      event.preventDefault();
      this.field.setPointerCapture(event.pointerId);
      this.dragging = true;
      draw(event);
      this.handle(this.at)?.focus({ preventScroll: true });
    });
    this.field.addEventListener('pointermove', (event) => this.dragging && draw(event));
    for (const end of ['pointerup', 'pointercancel'])
      this.field.addEventListener(end, () => this.dragging && this.send());
  }

  set(t, value) {
    this.rows[t][0] = limited(value, this.numbers);
    const column = this.field.querySelector(`[data-t="${t}"]`);
    if (column) this.fill(column, t);
    this.scene.drawn(this.sequence());
  }

  flip(t, row) {
    this.at = t;
    this.rows[t][row] = 1 - this.rows[t][row];
    this.fill(this.field.querySelector(`[data-t="${t}"]`), t);
    this.send();
  }

  /** One step more, like the last one; or one fewer. */
  resize(by) {
    const { state } = this.scene;
    const wasAtEnd = state.t >= this.rows.length - 1;
    if (by > 0)
      this.rows.push(this.rows.length ? [this.rows.at(-1)[0], ...this.rows.at(-1).slice(1).fill(0)] : this.none());
    else this.rows.pop();
    if (wasAtEnd) state.t = this.rows.length - 1;
    state.t = Math.min(state.t, this.rows.length - 1);
    this.send();
  }

  none() {
    const { names, low, high } = this.numbers;
    return names.map((_, k) => (k ? 0 : Math.max(low, Math.min(high, 0))));
  }

  /** The step whose handle has the focus is the one that keys move. */
  attend(handle) {
    const column = handle.closest('.bt-pad-column');
    if (column) this.at = Number(column.dataset.t);
  }

  key(event) {
    const go = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const row = Number(event.target.dataset.row ?? 0);
    if (go) this.move(this.at + go, row);
    else if (this.numbers.form === 'bits') {
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.move(this.at, event.key === 'ArrowUp' ? 0 : 1);
      else if (event.key === ' ' || event.key === 'Enter') this.flip(this.at, row);
      else return;
    } else if (!this.change(event.key)) return;
    event.preventDefault();
  }

  /** ↑ ↓ by 0.05, Home and End to the bounds, * for a star. Whether the key meant something. */
  change(key) {
    const { low, high, form } = this.numbers;
    const value = this.rows[this.at][0];
    const to = { ArrowUp: value + STEP, ArrowDown: value - STEP, Home: low, End: high }[key];
    if (to !== undefined) {
      this.set(this.at, to);
      this.send();
    } else if (form === 'marked' && (key === '*' || key === ' ')) this.flip(this.at, 1);
    return to !== undefined || (form === 'marked' && (key === '*' || key === ' '));
  }

  async move(t, row) {
    this.at = Math.max(0, Math.min(this.rows.length - 1, t));
    if (!this.handle(this.at)) await this.scene.seek(this.at); // beyond the window of the tape
    for (const one of this.field.querySelectorAll('[data-row]')) one.tabIndex = -1;
    const handle = this.handle(this.at, row);
    if (handle) handle.tabIndex = 0;
    handle?.focus({ preventScroll: true });
  }

  /** What the network reads: the tape's columns and its x. */
  sequence() {
    const { form } = this.numbers;
    const tokens = this.rows.map((row) => [spell(row, form), -1]);
    return { name: 'drawn', T: this.rows.length, tokens, x: Float64Array.from(this.rows.flat()) };
  }

  /** The hand lets go: lay the tape anew, and tell Python what it would have been typed as. */
  async send() {
    this.dragging = false;
    const sequence = this.sequence();
    this.sent(sequence.tokens.map(([text]) => text).join(' '));
    await this.scene.drawn(sequence, true);
  }
}

/** Show a drawn sequence at the step on show, or at its end. `done`: the tape may lay its columns anew. */
export async function showDrawn(scene, sequence, done) {
  const { state } = scene;
  scene.player.pause();
  scene.sequence = sequence;
  Object.assign(state, { t: state.t < 0 ? sequence.T - 1 : Math.min(state.t, sequence.T - 1), k: REST });
  scene.makeRun();
  scene.machine.refresh(scene.run);
  if (done) return scene.layOut();
  await scene.tape.refresh(scene.run);
  scene.tape.drawTokens();
  scene.details.refresh();
  return scene.show(state.t, REST, 0);
}
