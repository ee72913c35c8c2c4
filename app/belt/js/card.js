// The card of a gate: why it opens, hold it shut, open or anywhere, replay its phase, and the arithmetic behind it.
// Fetched when the machine is first touched, with its style.

import { Arithmetic } from './arithmetic.js';
import { el, press, setText } from './dom.js';
import { fill, pct } from './format.js';
import { Light } from './lit.js';
import { isCandidate } from './sums.js';
import { reason, whySentence } from './why.js';

const PHASE = { f: 'keep', z: 'keep', i: 'write', g: 'write', r: 'write', n: 'write', h: 'write', o: 'show' };

export class Card {
  /** scene: {host, run, net, words, state, player, machine, held(signal, unit), hold(signal, unit, value|null)} */
  constructor(box, scene) {
    Object.assign(this, { box, scene, open: null, light: new Light(scene) });
    this.title = el('b.bt-card-title');
    this.why = el('p.bt-card-why');
    this.reason = el('p.bt-card-reason');
    this.range = el('input.bt-card-range', {
      type: 'range',
      min: 0,
      max: 100,
      step: 1,
      on: { input: () => this.holdAt(this.range.value / 100) },
    });
    this.percent = el('output.bt-card-percent');
    this.terms = el('div.bt-terms');
    this.arithmetic = new Arithmetic(this.terms, scene, () => this.settle());
    this.answer = el('p.bt-card-answer'); // on a phone the card covers the bubble
    this.root = el('section.bt-card', {
      hidden: true,
      role: 'dialog',
      tabindex: '-1',
      on: { keydown: (event) => this.key(event) },
    });
    box.append(this.root);
  }

  /** Buttons carry words, so they are made anew when the language changes. */
  build() {
    const { card } = this.scene.words;
    const button = (name, cls, go) =>
      el(`button.bt-button${cls}`, { type: 'button', 'data-act': name, on: { click: go } }, card[name]);
    this.buttons = {
      shut: button('shut', '', () => this.holdAt(0)),
      open: button('open', '', () => this.holdAt(1)),
      free: button('free', '', () => this.holdAt(null)),
      replay: button('replay', '.is-quiet', () => this.scene.player.phase(PHASE[this.open.signal])),
      arithmetic: button('arithmetic', '.is-quiet', () => this.toggleTerms()),
    };
    this.buttons.arithmetic.setAttribute('aria-expanded', 'false');
    this.range.setAttribute('aria-label', card.range);
    const close = el(
      'button.bt-close',
      { type: 'button', 'aria-label': card.close, on: { click: () => this.close() } },
      '×',
    );
    this.holdButtons = el('div.bt-card-row', {}, this.buttons.shut, this.buttons.open, this.buttons.free);
    this.holdRange = el('label.bt-card-row', {}, this.range, this.percent);
    this.root.replaceChildren(
      el('header', {}, this.title, close),
      this.answer,
      this.why,
      this.reason,
      this.holdButtons,
      this.holdRange,
      el('div.bt-card-row', {}, this.buttons.arithmetic, this.buttons.replay),
      this.terms,
    );
    this.terms.hidden = true;
    this.arithmetic.build();
  }

  show(signal, unit) {
    if (this.open?.signal === signal && this.open.unit === unit) return this.close();
    const from = document.activeElement;
    this.open = { signal, unit, from };
    this.terms.hidden = true;
    this.arithmetic.opened.clear();
    this.buttons.arithmetic.setAttribute('aria-expanded', 'false');
    this.root.hidden = false;
    this.root.dataset.signal = signal;
    // The candidate is no gate: it is explained, not held.
    this.holdButtons.hidden = this.holdRange.hidden = isCandidate(this.scene.run, signal);
    this.refresh();
    this.place();
    this.root.focus({ preventScroll: true });
  }

  /** Beside its column, inside the machine; on a phone it is a sheet at the bottom (CSS). */
  place() {
    const { signal, unit } = this.open;
    const one = unit >= 0 ? `[data-unit="${unit}"]` : '';
    const gate = this.box.querySelector(
      isCandidate(this.scene.run, signal) ? '.bt-head.is-candidate' : `.bt-gate[data-signal="${signal}"]${one}`,
    );
    if (!gate) return;
    const stage = this.box.getBoundingClientRect();
    const at = gate.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = this.root;
    const right = at.right - stage.left + 60;
    const left = right + wide > stage.width ? at.left - stage.left - wide - 14 : right;
    // The whole card stays on the screen: what does not fit scrolls inside it (CSS).
    const lowest = window.innerHeight - stage.top - high - 12;
    Object.assign(this.root.style, {
      left: `${Math.max(0, Math.min(left, stage.width - wide))}px`,
      top: `${Math.min(Math.max(4, at.top - stage.top - 20), Math.max(-stage.top + 8, lowest))}px`,
    });
  }

  close() {
    if (!this.open) return;
    const { from } = this.open;
    this.open = null;
    this.root.hidden = true;
    this.light.show();
    if (from?.isConnected) from.focus({ preventScroll: true });
  }

  holdAt(value) {
    this.scene.hold(this.open.signal, this.open.unit, value);
  }

  /** The unit that the words are about: with "all", the one in focus, in the large lane, or the first. */
  unit() {
    const { run, state } = this.scene;
    const { unit } = this.open;
    return unit >= 0 ? unit : state.u >= 0 ? state.u : (run.lead ?? 0);
  }

  refresh() {
    if (!this.open) return;
    const { run, net, words, state } = this.scene;
    const { signal, unit } = this.open;
    const { ask, name } = words.gate[signal];
    const who = unit < 0 && !isCandidate(run, signal) ? words.card.all : net.units[this.unit()];
    setText(this.title, `${ask} ${signal} · ${name} · ${who}`);
    this.root.setAttribute('aria-label', this.title.textContent);
    const t = Math.max(0, state.t);
    const before = state.t < 0;
    setText(this.why, before ? words.card.before : whySentence(words, run, net, { signal, unit: this.unit(), t }));
    this.buttons.arithmetic.hidden = this.buttons.replay.hidden = before;
    this.terms.hidden ||= before;
    setText(this.answer, this.scene.machine.bubble.firstChild?.textContent ?? '');
    setText(
      this.reason,
      unit < 0 && run.H > 1
        ? fill(words.card.about, { unit: net.units[this.unit()] })
        : reason(net, signal, this.unit()) || '',
    );
    this.reason.hidden = !this.reason.textContent;
    const value = run.T ? run.signals[signal][t * run.H + this.unit()] : 0;
    const held = this.scene.held(signal, unit);
    this.range.value = Math.round(100 * value);
    setText(this.percent, before && held === null ? '–' : pct(held ?? value));
    press(this.buttons.shut, held === 0);
    press(this.buttons.open, held === 1);
    press(this.buttons.free, held === null);
    if (this.showsTerms()) this.drawTerms();
    this.light.show();
  }

  /** Whether the arithmetic is open. */
  showsTerms() {
    return this.open !== null && !this.terms.hidden;
  }

  toggleTerms() {
    this.terms.hidden = !this.terms.hidden;
    this.buttons.arithmetic.setAttribute('aria-expanded', String(!this.terms.hidden));
    if (this.showsTerms()) this.drawTerms();
    const { host, parts } = this.scene;
    // The sheet of a phone leaves room above it for the tape, where the token and the names light up.
    if (this.showsTerms() && host.dataset.layout === 'narrow') parts.tape.scrollIntoView({ block: 'start' });
    this.settle();
  }

  drawTerms() {
    this.arithmetic.draw({ signal: this.open.signal, unit: this.unit(), t: Math.max(0, this.scene.state.t) });
  }

  /** The card became higher or lower: it stays on the screen, and what was lit is lit again. */
  settle() {
    this.place();
    this.light.show();
  }

  key(event) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.close();
  }
}
