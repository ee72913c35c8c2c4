// The arithmetic of a gate under its sentence: rows with signed bars that add up, groups that open, and every digit
// for those who want to check.

import { el, press } from './dom.js';
import { exact, fill, full, num } from './format.js';
import { keyOf, rowName, rowsOf, termName } from './terms.js';
import { arithmetic, isCandidate, result } from './sums.js';

export class Arithmetic {
  /** scene: {run, net, words}; changed(): what is shown takes another height. */
  constructor(box, scene, changed) {
    Object.assign(this, { box, scene, changed, opened: new Set(), digits: false });
  }

  /** Buttons carry words, so they are made anew when the language changes. */
  build() {
    const toggle = { type: 'button', 'data-act': 'digits', on: { click: () => this.toggleDigits() } };
    this.button = el('button.bt-button.bt-digits', toggle, this.scene.words.card.digits);
    press(this.button, this.digits);
    this.list = el('div.bt-term-list', { role: 'list', on: { keydown: (event) => this.key(event) } });
    this.sums = el('div.bt-term-sums');
    this.box.replaceChildren(this.list, this.sums, this.button);
  }

  toggleDigits() {
    this.digits = !this.digits;
    press(this.button, this.digits);
    this.draw(this.place);
    this.changed();
  }

  toggleGroup(key) {
    if (!this.opened.delete(key)) this.opened.add(key);
    this.draw(this.place);
    this.changed();
  }

  /** Show the sum of a gate at a step. Focus and scroll stay where they were. */
  draw(place) {
    this.place = place;
    const { run, net, words } = this.scene;
    const sums = arithmetic(run, place);
    const { rows, zeros } = rowsOf(sums);
    this.most = Math.max(1e-12, ...rows.map((row) => Math.abs(row.value)));
    this.box.classList.toggle('is-full', this.digits);
    const key = this.list.contains(document.activeElement) && document.activeElement.closest('[data-key]').dataset.key;
    const { scrollTop } = this.list;
    const scene = { run, net, words };
    this.list.replaceChildren(
      ...rows.flatMap((row) => (row.of ? this.group(row, scene) : this.row(row.terms[0], scene))),
    );
    this.sums.replaceChildren(
      zeros ? el('p.bt-term-zeros', {}, fill(words.card.zeros, { count: zeros })) : '',
      ...this.total(sums, words),
    );
    this.list.scrollTop = scrollTop;
    if (key) this.focusable(this.list.querySelector(`[data-key="${key}"]`))?.focus({ preventScroll: true });
  }

  number(value) {
    return this.digits ? full(value) : num(value);
  }

  scale(value) {
    const width = `${(50 * Math.abs(value)) / this.most}%`;
    return el('span.bt-scale', { 'data-sign': value < 0 ? 'neg' : 'pos' }, el('i', { style: { width } }));
  }

  value(value) {
    return el('code.bt-term-value', { 'data-value': String(value) }, this.number(value));
  }

  /** "weight × factor"; before them what a GRU's reset gate lets through. */
  product({ gate, weight, factor }) {
    const factors = gate === null ? [weight, factor] : [gate, weight, factor];
    return factors.map((one) => this.number(one)).join(' × ');
  }

  /** One term: what it is, weight × factor, a signed bar, what it adds. */
  row(term, scene) {
    const product = term.kind === 'bias' ? '' : this.product(term);
    return el(
      'div.bt-term',
      { role: 'listitem', tabindex: '0', 'data-kind': term.kind, 'data-key': keyOf(term) },
      el('span.bt-term-name', {}, termName(term, scene, this.place.t)),
      el('code.bt-term-product', {}, product),
      this.scale(term.value),
      this.value(term.value),
    );
  }

  /** Many small terms in one row; opened, they stand under it. */
  group(row, scene) {
    const open = this.opened.has(row.key);
    const toggle = {
      type: 'button',
      'aria-expanded': String(open),
      on: { click: () => this.toggleGroup(row.key) },
    };
    const members = row.terms.map(keyOf).join(' ');
    const head = el(
      'div.bt-term.is-group',
      { role: 'listitem', 'data-kind': 'group', 'data-key': row.key, 'data-members': members },
      el('button.bt-term-name', toggle, rowName(row, scene, this.place.t)),
      this.scale(row.value),
      this.value(row.value),
    );
    if (!open) return [head];
    return [head, el('div.bt-term-group', {}, ...row.terms.map((term) => this.row(term, scene)))];
  }

  /** The sum, and what σ (tanh for the candidate) makes of it; and what is held in its place. */
  total({ sum, value }, words) {
    const { signal, unit, t } = this.place;
    const held = this.scene.run.held(signal, unit, t);
    const line = (name, text, mark) =>
      el('div.bt-term.is-sum', {}, el('span.bt-term-name', {}, name), el('code.bt-term-value', mark, text));
    const made = this.digits ? `≈ ${full(value)}` : result(value, exact(sum));
    const squashed = `${isCandidate(this.scene.run, signal) ? 'tanh' : 'σ'}(${words.card.sum})`;
    return [
      line(words.card.sum, this.number(sum), { 'data-sum': String(sum) }),
      line(held === null ? `${signal} = ${squashed}` : squashed, made, {}),
      ...(held === null ? [] : [line(`${signal}, ${words.held}`, `= ${this.number(held)}`, { 'data-held': held })]),
    ];
  }

  focusable(row) {
    return row?.matches('[tabindex]') ? row : row?.querySelector('button');
  }

  /** ↑ and ↓ walk through the rows. */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...this.list.querySelectorAll('[data-key]')];
    const at = rows.indexOf(event.target.closest('[data-key]'));
    this.focusable(rows[Math.max(0, Math.min(rows.length - 1, at + step))])?.focus();
  }
}
