// Tinted text: the whole text as it was written, every token on the ink of one signal of one unit.

import { el, press, setText } from './dom.js';
import { fill } from './format.js';
import { ink, isGate, lastSeen, letter, signalName, signalsOf, told, unitChooser, unitOf } from './signals.js';
import { legible, pieces } from './tint.js';
import { pictured } from './tokens.js';

/** The signal that was looked at last; memory at first. */
let chosen = 'c';

export class View {
  /** scene: {run, net, words, state, theme, link, sequence, header, seek, focus} */
  constructor(box, scene) {
    Object.assign(this, { box, scene });
    const { words, run } = scene;
    const choose = (signal) => () => {
      chosen = signal;
      this.refresh();
    };
    this.buttons = signalsOf(run).map((signal) => {
      const name = signalName(words, signal);
      const options = { type: 'button', title: name, 'data-signal': signal, on: { click: choose(signal) } };
      const button = el('button.bt-button', options, letter(signal));
      button.setAttribute('aria-label', `${signal} ${name}`);
      return button;
    });
    this.unit = unitChooser(scene);
    this.legend = el('span.bt-legend');
    const group = { role: 'group', 'aria-label': words.text.signal };
    const head = el('div.bt-details-head', {}, el('div.bt-segments', group, ...this.buttons), this.unit, this.legend);
    const seek = (event) => {
      const step = event.target.closest('[data-t]');
      if (step && Number(step.dataset.t) >= 0) scene.seek(Number(step.dataset.t));
    };
    this.text = el('p.bt-text', { dir: 'auto', tabindex: '0', 'aria-label': words.details.text, on: { click: seek } });
    this.readout = el('p.bt-details-foot');
    box.replaceChildren(head, this.text, this.readout);
  }

  /** The sequence as it was typed; the tour's second sentence is not. */
  written() {
    const { sequence, header, link } = this.scene;
    return sequence === header.sequence ? link.seq : '';
  }

  /** The tokens as they stand in that sequence: an edit may have put others in their place. */
  typed(tokens) {
    const { sequence, header } = this.scene;
    const before = sequence === header.sequence ? header.baseline?.tokens : null;
    return tokens.map((text, n) => (before && before[n][0] !== sequence.tokens[n][0] ? before[n][0] : text));
  }

  lay() {
    const { run } = this.scene;
    if (!signalsOf(run).includes(chosen)) chosen = 'h';
    const tokens = run.columns.map((column) => column.text);
    const typed = this.typed(tokens);
    const span = ({ text: found, column }) => {
      if (column < 0) return found;
      const { t } = run.columns[column];
      const text = typed[column] === tokens[column] ? found : tokens[column];
      // A line break ends the line; a lone space stays a space. Other control characters are shown as pictures.
      const shown = text === ' ' ? text : pictured(text) + (/[\n\r]/.test(text) ? '\n' : '');
      return el(`span.bt-tint${t < 0 ? '.is-unread' : ''}`, { 'data-t': t }, shown);
    };
    this.text.replaceChildren(...pieces(typed, this.written()).map(span));
    this.steps = [...this.text.querySelectorAll('[data-t]:not(.is-unread)')];
    this.seen = null;
    this.refresh();
  }

  /** Another signal, another unit or other numbers: every token gets its ink and its title. */
  refresh() {
    const { run, net, words, theme } = this.scene;
    const unit = unitOf(this.scene);
    this.about = `${chosen} ${unit}`;
    for (const button of this.buttons) press(button, button.dataset.signal === chosen);
    if (this.unit) this.unit.value = unit;
    for (const [t, node] of this.steps.entries()) {
      const value = run.signals[chosen][t * run.H + unit];
      const background = ink(chosen, value, theme.colors);
      node.style.setProperty('--tint', background);
      node.style.setProperty('--on-tint', legible(background, theme.colors));
      node.classList.toggle('is-negative', !isGate(chosen) && value < 0);
      const parts = { signal: chosen, unit: net.units[unit], token: run.steps[t], value: told(chosen, value) };
      node.dataset.title = fill(words.strips.cell, parts);
    }
    this.legend.replaceChildren(...this.ends());
    this.seen = null;
    this.show();
  }

  /** What the ink means, in samples of it. */
  ends() {
    const { words, theme } = this.scene;
    const sample = (value, text) => {
      const background = ink(chosen, value, theme.colors);
      const style = { background, color: legible(background, theme.colors) };
      return el(`span.bt-sample${value < 0 ? '.is-negative' : ''}`, { style }, text);
    };
    if (isGate(chosen)) return [sample(0, words.strips.shut), sample(1, words.strips.open)];
    return [sample(-1, words.key.negative), sample(0, '0'), sample(1, words.key.positive)];
  }

  /** A step changes only the tokens between here and where we were. */
  show() {
    if (!this.steps) return;
    const { state, run } = this.scene;
    if (this.about !== `${chosen} ${unitOf(this.scene)}`) return this.refresh();
    const seen = Math.min(run.T - 1, lastSeen(this.scene));
    const from = this.seen === null ? 0 : Math.min(this.seen, seen) + 1;
    const to = this.seen === null ? run.T - 1 : Math.max(this.seen, seen);
    for (let t = from; t <= to; t++) {
      const node = this.steps[t];
      node.classList.toggle('is-future', t > seen);
      node.title = t > seen ? '' : node.dataset.title;
    }
    this.seen = seen;
    this.now?.classList.remove('is-now');
    this.now?.removeAttribute('aria-current');
    this.now = this.steps[state.t];
    this.now?.classList.add('is-now');
    this.now?.setAttribute('aria-current', 'step');
    setText(this.readout, this.now && state.t <= seen ? this.now.dataset.title : '');
    this.follow();
  }

  /** Keep the current token in sight; the page itself stays where it is. */
  follow() {
    if (!this.now || this.text.scrollHeight <= this.text.clientHeight) return;
    const line = this.now.offsetTop - this.text.offsetTop;
    const { scrollTop, clientHeight } = this.text;
    if (line < scrollTop || line + 40 > scrollTop + clientHeight) this.text.scrollTop = line - clientHeight / 2;
  }

  clear() {}
}
