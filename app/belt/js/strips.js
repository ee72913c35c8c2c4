// All signals: one strip of ink for each, units in rows, under the same columns as the tape. The strips are drawn
// when the window moves or numbers change; a step moves only the cursor and the cover over what has not been read.

import { Listeners, el, setText, svg } from './dom.js';
import { CONFIG, frame, tapeLabels, tapeTrace } from './figures.js';
import { fill } from './format.js';
import { inkScale, isGate, lastSeen, letter, signalName, signalsOf, told, unitOf } from './signals.js';

const TOKENS = 30;
const GAP = 8;
/** Two lines of a name beside a strip; one line above it where there is no room beside. */
const NAME = { wide: 34, narrow: 18 };

/** Where every strip stands, from the top of the field. */
function stack(signals, units, narrow) {
  const row = units === 1 ? 22 : units <= 4 ? 14 : Math.max(1.25, Math.min(10, 80 / units));
  const height = row * units;
  const pitch = (narrow ? NAME.narrow + height : Math.max(NAME.wide, height)) + GAP;
  const inset = narrow ? NAME.narrow : Math.max(0, (NAME.wide - height) / 2);
  const strips = signals.map((signal, k) => ({ signal, name: TOKENS + k * pitch, top: TOKENS + k * pitch + inset }));
  return { row, height, pitch, strips, bottom: TOKENS + signals.length * pitch - GAP };
}

export class View {
  /** scene: {tape, run, net, words, state, theme, Plotly, host, seek, focus} */
  constructor(box, scene) {
    Object.assign(this, { box, scene });
    this.listeners = new Listeners();
    this.names = el('div.bt-strip-names', { 'aria-hidden': 'true' });
    this.tokens = el('div.bt-tokens', { 'aria-hidden': 'true' });
    this.plot = el('div.bt-strip-plot');
    this.veil = svg('svg', { class: 'bt-veil', 'aria-hidden': 'true' });
    this.grid = svg('svg', { class: 'bt-strip-grid', 'aria-hidden': 'true' });
    this.marks = el('div.bt-strip-marks');
    this.cursor = el('div.bt-cursor');
    this.ghost = svg('svg', { class: 'bt-strip-ghost', 'aria-hidden': 'true' }); // the untouched run (ghost_strips.js)
    const parts = [this.tokens, this.plot, this.grid, this.ghost, this.veil, this.marks, this.cursor];
    this.field = el('div.bt-strip-field', { role: 'img', 'aria-label': scene.words.strips.alt }, ...parts);
    this.readout = el('p.bt-strip-readout');
    const foot = el('div.bt-details-foot', {}, this.readout, this.legend());
    box.replaceChildren(el('div.bt-strips', {}, this.names, this.field), foot);
    this.bind();
  }

  /** The code of the ink: gates from shut to open, the others from −1 to 1. */
  legend() {
    const { strips } = this.scene.words;
    const bar = (kind, from, to) => el('span.bt-ramp', { 'data-kind': kind }, from, el('i'), to);
    const gates = signalsOf(this.scene.run).some(isGate);
    return el('div.bt-legend', {}, gates ? bar('gate', strips.shut, strips.open) : null, bar('signed', '−1', '1'));
  }

  bind() {
    this.listeners.on(this.field, 'click', (event) => {
      const spot = this.spotAt(event);
      if (!spot) return;
      this.scene.seek(spot.t);
      if (spot.unit !== null) this.scene.focus(spot.unit);
    });
    this.listeners.on(this.field, 'pointermove', (event) => this.point(this.spotAt(event)));
    this.listeners.on(this.field, 'pointerleave', () => this.point(null));
  }

  /** Signal, unit and step under the pointer; the signal is null between two strips. */
  spotAt(event) {
    const { tape, run } = this.scene;
    if (!run.T || !this.stack) return null;
    const rect = this.field.getBoundingClientRect();
    const column = tape.first + Math.floor((event.clientX - rect.left) / tape.cell.width);
    const y = event.clientY - rect.top;
    const strip = this.stack.strips.find(({ top }) => y >= top && y < top + this.stack.height);
    const unit = strip ? Math.min(run.H - 1, Math.floor((y - strip.top) / this.stack.row)) : null;
    return { signal: strip?.signal ?? null, unit, t: tape.stepAt(column) };
  }

  lay() {
    this.spot = null;
    const { tape, run, host, words } = this.scene;
    const narrow = host.dataset.layout === 'narrow';
    const signals = signalsOf(run);
    this.stack = stack(signals, run.H, narrow);
    const { strips, height, bottom } = this.stack;
    this.width = tape.cell.width * tape.shown;
    Object.assign(this.field.style, {
      marginLeft: `${tape.gutter}px`,
      width: `${tape.width}px`,
      height: `${bottom + 2}px`,
    });
    this.names.dataset.above = narrow;
    this.names.replaceChildren(
      ...strips.map(({ signal, name, top }) => {
        const place = narrow
          ? { top: `${name}px`, left: `${tape.gutter}px` }
          : { top: `${top + height / 2}px`, width: `${tape.gutter - 12}px` };
        // Beside a strip there is room for the name alone, not for what stands after the dot.
        const told = narrow ? signalName(words, signal) : signalName(words, signal).split(' · ')[0];
        return el('div.bt-strip-name', { style: place }, letter(signal), el('small', {}, told));
      }),
    );
    this.marks.replaceChildren(...strips.map(() => el('i')));
    this.layGrid();
    this.layVeil();
    this.drawn = null;
  }

  /** The gaps between cells as lines above the ink: plotly.js draws a heatmap with gaps several times as slowly. */
  layGrid() {
    const { cell, shown } = this.scene.tape;
    const { row, height, strips, bottom } = this.stack;
    const at = (n, size) => Math.round(n * size);
    const range = (count) => [...Array(count + 1).keys()];
    const columns = cell.width > 7 ? range(shown).map((n) => `M${at(n, cell.width)} ${TOKENS}V${bottom}`) : [];
    const lines = ({ top }) => range(Math.round(height / row)).map((n) => `M0 ${at(1, top + n * row)}h${this.width}`);
    const rows = row > 7 ? strips.flatMap(lines) : [];
    this.grid.setAttribute('width', this.width);
    this.grid.setAttribute('height', bottom);
    this.grid.replaceChildren(svg('path', { d: [...columns, ...rows].join('') }));
  }

  /** Dashed cells over every strip; only its left edge and width move. */
  layVeil() {
    const { width: w } = this.scene.tape.cell;
    const { row: h, height, strips, bottom } = this.stack;
    const box = { x: 1.5, y: 1.5, width: Math.max(0, w - 3), height: Math.max(0, h - 3), rx: 2 };
    const dashed = svg('rect', { ...box, class: w > 9 && h > 7 ? 'bt-dashed' : 'bt-dashed is-dense' });
    const cover = svg('rect', { width: w, height: h, class: 'bt-cover' });
    const fine = { id: 'bt-strip-cells', width: w, height: h, patternUnits: 'userSpaceOnUse' };
    // Rows thinner than a dash are covered plainly, with one line around.
    const paint = h > 4 ? { fill: 'url(#bt-strip-cells)' } : { class: 'bt-cover is-plain' };
    this.veil.replaceChildren(
      svg('defs', {}, svg('pattern', fine, cover, dashed)),
      ...strips.map(({ top }) =>
        svg('g', { transform: `translate(0 ${top})` }, svg('rect', { width: '100%', height, ...paint })),
      ),
    );
    this.veil.setAttribute('height', bottom + 2);
  }

  /** Units × shown columns of one signal; an unread column is empty. */
  matrix(signal) {
    const { tape, run } = this.scene;
    const columns = run.columns.slice(tape.first, tape.first + tape.shown);
    const values = run.signals[signal];
    return Array.from({ length: run.H }, (_, u) => columns.map(({ t }) => (t < 0 ? null : values[t * run.H + u])));
  }

  /** One figure for all strips, in px of the field. */
  draw() {
    const { tape, theme, Plotly } = this.scene;
    const { strips, row, bottom } = this.stack;
    const cell = { width: tape.cell.width, height: row };
    const traces = strips.map(({ signal, top }) => {
      const z = this.matrix(signal);
      const labels = isGate(signal) ? null : tapeLabels(z, cell);
      const trace = tapeTrace(z, labels, cell, theme.colors);
      return { ...trace, ...inkScale(signal, theme.colors), name: signal, y0: top + row / 2, xgap: 0, ygap: 0 };
    });
    this.scene.ghost?.drawStrips(this);
    return Plotly.react(this.plot, traces, frame(this.width, bottom), CONFIG);
  }

  /** Many steps may come in one frame; the strips are drawn once. */
  drawSoon() {
    const { tape, run } = this.scene;
    const { first, shown } = tape;
    if (this.drawn?.run === run && this.drawn.first === first && this.drawn.shown === shown) return;
    this.drawn = { run, first, shown };
    this.tokens.style.fontSize = tape.tokens.style.fontSize;
    this.tokens.replaceChildren(...[...tape.tokens.children].map((node) => node.cloneNode(true)));
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.draw());
  }

  show() {
    const { tape, run, state } = this.scene;
    if (!this.stack) return;
    this.drawSoon();
    for (const [n, token] of [...tape.tokens.children].entries()) this.tokens.children[n].className = token.className;
    const { t, u } = state;
    const columnOf = (step) => (step < 0 ? 0 : run.columnOf[step] - tape.first);
    const seen = lastSeen(this.scene);
    const known = seen < 0 ? 0 : seen >= run.T - 1 ? tape.shown : Math.max(0, columnOf(seen) + 1);
    this.veil.setAttribute('width', Math.max(0, this.width - known * tape.cell.width));
    this.veil.style.left = `${known * tape.cell.width}px`;
    this.ghost.setAttribute('width', known * tape.cell.width);
    this.cursor.classList.toggle('is-thin', tape.cell.width < 16);
    Object.assign(this.cursor.style, {
      left: `${columnOf(t) * tape.cell.width}px`,
      width: `${tape.cell.width}px`,
      height: `${this.stack.bottom + 2}px`,
      opacity: t < 0 ? 0 : 1,
    });
    for (const [k, mark] of [...this.marks.children].entries())
      Object.assign(mark.style, {
        top: `${this.stack.strips[k].top + u * this.stack.row}px`,
        height: `${Math.max(3, this.stack.row)}px`,
        opacity: u < 0 || run.H === 1 ? 0 : 1,
      });
    this.tell();
  }

  point(spot) {
    this.spot = spot;
    this.tell();
  }

  /** One value under the pointer, or all values of the unit at this step. */
  tell() {
    const { spot, scene } = this;
    const { run, net, words, state } = scene;
    const seen = lastSeen(this.scene);
    const value = (signal, unit, t) => told(signal, run.signals[signal][t * run.H + unit]);
    if (spot?.signal && spot.t <= seen) {
      const { signal, unit, t } = spot;
      const parts = { unit: net.units[unit], token: run.steps[t], value: value(signal, unit, t) };
      return setText(this.readout, fill(words.strips.cell, { ...parts, signal }));
    }
    const t = Math.min(state.t, seen);
    if (t < 0) return setText(this.readout, words.strips.hint);
    const unit = unitOf(this.scene);
    this.readout.replaceChildren(
      fill(words.strips.step, { unit: net.units[unit], token: run.steps[t] }),
      ...signalsOf(run).map((signal) => el('span', {}, letter(signal), ' ', value(signal, unit, t))),
    );
  }

  /** Gates were held: the same columns, other numbers. */
  refresh() {
    if (this.stack) this.drawSoon();
  }

  clear() {
    cancelAnimationFrame(this.drawing);
    this.listeners.clear();
    if (this.plot.data) this.scene.Plotly.purge(this.plot);
  }
}
