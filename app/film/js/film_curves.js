// One chart over training time, and the hand on it: dragging along it rewinds the film.

import { el } from './dom.js';
import { curves } from './film_figures.js';
import { loadPlotly } from './plotly.js';
import { dressed } from './plot.js';
import { wish } from './tokens.js';

const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };
const LEGEND = { least: 8, row: 19, sample: 40, letter: 0.6 }; // px; letters as on the tape
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageDown: 10, PageUp: -10 };

/** Lines that the legend takes: the plot must stand where the hand expects it, so nothing grows by itself. */
function rows(data, { showlegend, margin }, width) {
  if (!showlegend) return 1;
  const names = data.filter((trace) => trace.showlegend).map((trace) => trace.name);
  const wide = names.map((name) => LEGEND.letter * wish(name) + LEGEND.sample);
  const room = width - margin.l - margin.r;
  if (wide.reduce((sum, one) => sum + one, 0) <= room) return 1;
  const across = Math.max(1, Math.floor(room / Math.max(...wide))); // in several lines its columns are even
  return Math.max(1, Math.ceil(names.length / across));
}

export class Chart {
  /** seek(step): a hand or a key goes there; move(by): frames; main: this one has the handle and the keys. */
  constructor({ seek, move, main }) {
    Object.assign(this, { seek, move, main, shown: [], last: 0, at: 0 });
    this.plot = el('div.fm-plot', { 'aria-hidden': 'true' });
    this.line = el('i.fm-line');
    this.ring = el('i.fm-ring');
    this.scrub = el('div.fm-scrub', {}, this.line, this.ring, main ? el('i.fm-knob') : null);
    if (main) for (const [name, value] of [['role', 'slider'], ['tabindex', 0]]) this.scrub.setAttribute(name, value); // prettier-ignore
    this.root = el('div.fm-chart', {}, this.plot, this.scrub);
    const go = (event) => this.seek(this.stepAt(event.clientX));
    this.scrub.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      this.scrub.setPointerCapture(event.pointerId);
      this.held = true;
      go(event);
    });
    this.scrub.addEventListener('pointermove', (event) => this.held && go(event));
    for (const end of ['pointerup', 'pointercancel']) this.scrub.addEventListener(end, () => (this.held = false));
    if (main) this.scrub.addEventListener('keydown', (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key]) this.move(KEYS[event.key]);
    else if (event.key === 'Home') this.seek(0);
    else if (event.key === 'End') this.seek(this.last);
    else return;
    event.preventDefault();
  }

  stepAt(clientX) {
    const { left, width } = this.scrub.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width)) * this.last;
  }

  /** what: {view, shown, task, words, last}; look: {colors, family}; path: where plotly.js is. */
  async draw(what, look, path) {
    this.what = what;
    this.last = what.last;
    this.plotly ??= await loadPlotly(path);
    if (this.what !== what) return; // a newer one is on its way
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    this.figure = curves(what.view, what.shown, what.task, what.words, what.last, what.legend);
    const { data, layout } = dressed({ data: this.figure.data, layout: this.figure.layout }, look.colors, 1);
    layout.font.family = look.family;
    layout.margin.t = LEGEND.least + LEGEND.row * rows(data, layout, width);
    const { l, r, t, b } = layout.margin;
    Object.assign(this.scrub.style, { left: `${l}px`, right: `${r}px`, top: `${t}px`, bottom: `${b}px` });
    this.plotly.react(this.plot, data, { ...layout, width, height }, CONFIG);
    this.place(this.at, this.value);
  }

  /** The hand stands at a step; value: where the ring lies on the curve (null: nowhere). */
  place(step, value) {
    Object.assign(this, { at: step, value });
    const x = this.last ? (100 * step) / this.last : 0;
    this.scrub.style.setProperty('--at', `${x}%`);
    const y = Number.isFinite(value) && this.figure ? this.figure.y(value) : NaN;
    this.ring.hidden = !(y >= 0 && y <= 1);
    if (!this.ring.hidden) this.scrub.style.setProperty('--y', `${100 * y}%`);
  }

  /** What a screen reader hears of the hand. */
  tell(label, text, last) {
    const said = { 'aria-label': label, 'aria-valuetext': text, 'aria-valuenow': Math.round(this.at) };
    for (const [name, value] of Object.entries({ ...said, 'aria-valuemin': 0, 'aria-valuemax': last }))
      this.scrub.setAttribute(name, value);
  }

  clear() {
    this.plotly?.purge(this.plot);
  }
}

/** Which curves a chart shows: buttons above it. */
export function viewTabs(views, words, choose) {
  const buttons = views.map((view) =>
    el('button.fm-tab', { type: 'button', 'data-view': view, on: { click: () => choose(view) } }, words.views[view]),
  );
  const root = el('div.fm-tabs', { role: 'group', 'aria-label': words.curves }, ...buttons);
  const mark = (chosen) =>
    buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.view === chosen)));
  return { root, mark };
}
