// The living equation of one unit, in the colours of its letters, and the key of the two signs.

import { toldUnit } from './caption.js';
import { el } from './dom.js';
import { exact, num } from './format.js';
import { values } from './pose.js';

const letter = (text) => el('i', {}, text);

function part(value, color) {
  const text = num(value);
  return el('b', { 'data-color': color ?? (value < 0 ? 'neg' : 'pos') }, text.startsWith('−') ? `(${text})` : text);
}

/** "=" only where every printed number is the number itself. */
const sign = (...shown) => (shown.every((x) => exact(x)) ? ' = ' : ' ≈ ');

/** What stands from a keyframe on. */
const from = (k, ...children) => el('span', { 'data-from': k }, ...children);

/** The letter of a value of the step before. */
const last = (text) => [letter(text), el('sub', {}, 't−1')];

const TOOLS = { letter, last, part, sign, from };

export class Equation {
  constructor(box, scene) {
    Object.assign(this, { box, scene });
  }

  build() {
    this.unit_ = el('b.bt-eq-unit');
    this.c = el('span.bt-eq', { 'data-eq': 'c' });
    this.h = el('span.bt-eq', { 'data-eq': 'h' });
    const { key } = this.scene.words;
    this.key = el(
      'span.bt-key',
      {},
      el('i.bt-key-pos'),
      key.positive,
      el('i.bt-key-neg'),
      key.negative,
      el('small', {}, key.area),
    );
    this.box.replaceChildren(this.unit_, this.c, this.h, this.key);
  }

  /** The unit in focus, else the one that the sentence names, else the one whose c moved most at this step. */
  unit() {
    const { state, run, net } = this.scene;
    if (state.u >= 0) return state.u;
    const told = this.scene.ghost?.toldUnit(state.t) ?? toldUnit(run, net, state.t);
    if (told >= 0) return told;
    if (run.lead !== null) return run.lead;
    let best = 0;
    let most = -1;
    for (let u = 0; u < run.H; u++) {
      const v = values(run, state.t, u);
      const moved = Math.abs(v.cell - v.before) + 1e-3 * Math.abs(v.cell);
      if (moved > most) [best, most] = [u, moved];
    }
    return best;
  }

  refresh() {
    const { run, net, state } = this.scene;
    this.box.hidden = !run.T;
    if (!run.T) return;
    const unit = this.unit();
    const v = values(run, state.t, unit);
    this.unit_.textContent = net.units[unit];
    const [memory, other] = run.cell.look.equation(v, TOOLS);
    this.c.replaceChildren(...memory);
    this.h.replaceChildren(...other);
    this.key.hidden = !this.anyNegative(state.t);
  }

  /** Numbers appear when they have been computed; before the first word there are only the letters. */
  reveal(k) {
    const { t } = this.scene.state;
    for (const some of this.box.querySelectorAll('[data-from]')) {
      some.style.opacity = t >= 0 && k >= Number(some.dataset.from) ? 1 : 0;
    }
  }

  anyNegative(t) {
    const { run } = this.scene;
    if (t < 0) return false;
    for (let u = 0; u < run.H; u++) {
      const v = values(run, t, u);
      if (run.cell.look.SLOTS.some((slot) => v[slot] < -0.012)) return true;
    }
    return false;
  }
}
