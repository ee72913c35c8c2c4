// The tape: the tokens, and under them the memory (c; h of a cell without c) of every unit after every step. It is the
// scrubber. What has not been read yet is covered (grey tokens, dashed cells) unless "show all steps" is on. Long
// sequences show a window around the cursor.

import { Listeners, el } from './dom.js';
import { CONFIG, frame, tapeLabels, tapeTrace } from './figures.js';
import { fitted, pictured, wish } from './tokens.js';
import { Veil } from './veil.js';

export class Tape {
  /** on: {seek(t), focus(unit)} */
  constructor(box, on) {
    Object.assign(this, { box, on });
    this.listeners = new Listeners();
    this.names = el('div.bt-tape-names', { 'aria-hidden': 'true' });
    this.tokens = el('div.bt-tokens', { dir: 'ltr' });
    this.plot = el('div.bt-tape-plot');
    this.veil = new Veil();
    this.cursor = el('div.bt-cursor');
    this.rowMark = el('div.bt-row-mark');
    this.field = el(
      'div.bt-tape-field',
      { role: 'slider', tabindex: '0', 'aria-valuemin': '0' },
      this.tokens,
      this.plot,
      this.veil.root,
      this.rowMark,
      this.cursor,
    );
    this.overview = el(
      'div.bt-overview',
      {},
      (this.seen = el('i.bt-overview-seen')),
      (this.window = el('i.bt-overview-window')),
    );
    box.append(this.names, this.field, this.overview);
    this.bind();
  }

  bind() {
    const columnAt = (event) => {
      const rect = this.field.getBoundingClientRect();
      return this.first + Math.floor((event.clientX - rect.left) / this.cell.width);
    };
    const scrub = (event) => this.on.seek(this.stepAt(columnAt(event)));
    this.drag(this.field, (event, starts) => {
      scrub(event);
      const row = Math.floor((event.clientY - this.plot.getBoundingClientRect().top) / this.cell.height);
      if (starts && row >= 0 && row < this.units.length) this.on.focus(this.units[row]);
    });
    this.drag(this.overview, (event) => {
      const rect = this.overview.getBoundingClientRect();
      this.on.seek(this.stepAt(Math.floor(((event.clientX - rect.left) / rect.width) * this.run.columns.length)));
    });
  }

  drag(target, go) {
    let down = false;
    this.listeners.on(target, 'pointerdown', (event) => {
      if (event.button || !this.run?.T) return;
      down = true;
      target.setPointerCapture(event.pointerId);
      go(event, true);
    });
    this.listeners.on(target, 'pointermove', (event) => {
      if (down) go(event, false);
    });
    for (const end of ['pointerup', 'pointercancel'])
      this.listeners.on(target, end, () => {
        down = false;
      });
  }

  /** The step of a column; one that was not read gives the step before it. */
  stepAt(column) {
    const { columns } = this.run;
    for (let n = Math.max(0, Math.min(columns.length - 1, column)); n >= 0; n--)
      if (columns[n].t >= 0) return columns[n].t;
    return 0;
  }

  /** Measure: gutter left for the names, the rest for columns; `units` get a row, thinner as they get more. */
  lay({ width, sizes, units, Plotly, colors, names }) {
    const { gutter } = sizes;
    Object.assign(this, { Plotly, colors, names_: names, sizes, units, gutter });
    this.width = width - gutter - sizes.right;
    Object.assign(this.field.style, { marginLeft: `${gutter}px`, width: `${this.width}px` });
    Object.assign(this.overview.style, { marginLeft: `${gutter}px`, width: `${this.width}px` });
  }

  async setRun(run) {
    this.run = run;
    const { token } = this.sizes;
    const wanted = run.columns.map(({ text }) => Math.min(wish(text) * token.letter, token.widest));
    const fitting = Math.max(1, Math.min(token.most, Math.floor(this.width / Math.max(9, ...wanted))));
    this.shown = Math.max(1, Math.min(run.columns.length, fitting));
    const rows = this.units.length;
    const height = this.sizes.row(rows);
    this.cell = { width: Math.min(200 * token.letter, this.width / this.shown), height };
    this.height = rows * height;
    this.first = -1;
    Object.assign(this.plot.style, { height: `${this.height}px`, top: `${this.sizes.token.height}px` });
    this.field.style.height = `${this.sizes.token.height + this.height + 4}px`;
    this.overview.style.display = run.columns.length > this.shown ? '' : 'none';
    this.drawNames();
    await this.scrollTo(0);
  }

  drawNames() {
    const { height } = this.cell;
    const legible = height >= 10;
    this.names.replaceChildren(
      ...this.units.map((unit, row) => {
        const name = this.names_[unit];
        return el(
          'button.bt-tape-name',
          {
            type: 'button',
            tabindex: '-1',
            style: {
              top: `${this.sizes.token.height + row * height}px`,
              height: `${height}px`,
              width: `${this.gutter - this.sizes.gap}px`,
              fontSize: `${Math.min(this.sizes.name, height * 0.92)}px`,
            },
            title: name,
            on: { click: () => this.on.focus(unit) },
          },
          legible ? name : '',
        );
      }),
    );
  }

  /** Bring a column into the window; redraw the heatmap only when the window moves. */
  async scrollTo(column) {
    const last = Math.max(0, this.run.columns.length - this.shown);
    const inside = this.first >= 0 && column >= this.first + 1 && column < this.first + this.shown - 1;
    const first =
      inside || last === 0 ? Math.max(0, this.first) : Math.max(0, Math.min(last, column - Math.floor(this.shown / 2)));
    if (first === this.first) return;
    this.first = first;
    this.drawTokens();
    await this.drawCells();
  }

  drawTokens() {
    const nodes = [];
    for (let n = this.first; n < this.first + this.shown && n < this.run.columns.length; n++) {
      const { text, t } = this.run.columns[n];
      nodes.push(
        el(
          `span.bt-token${t < 0 ? '.is-unread' : ''}`,
          {
            'data-t': t,
            title: pictured(text),
            style: {
              left: `${(n - this.first) * this.cell.width}px`,
              width: `${this.cell.width}px`,
              fontSize: fitted(text, this.cell.width, this.sizes.token),
            },
          },
          el('bdi', {}, pictured(text)),
        ),
      );
    }
    const { letter } = this.sizes.token;
    const { width } = this.cell;
    this.tokens.style.fontSize = width < 14 ? '10px' : width < 40 ? '13px' : letter === 1 ? '' : `${17 * letter}px`;
    this.tokens.replaceChildren(...nodes);
  }

  /** The memory as a matrix units × shown columns; an unread column is empty. */
  matrix() {
    const { run, first, shown } = this;
    const columns = run.columns.slice(first, first + shown);
    return this.units.map((u) => columns.map(({ t }) => (t < 0 ? null : run.memory[t * run.H + u])));
  }

  drawCells() {
    const z = this.matrix();
    const labels = tapeLabels(z, this.cell, this.sizes.token.letter);
    const box = { width: this.cell.width * this.shown, height: this.height };
    return this.Plotly.react(
      this.plot,
      [tapeTrace(z, labels, this.cell, this.colors, this.sizes.label)],
      frame(box.width, box.height),
      CONFIG,
    );
  }

  /** Gates were held: the same columns, other numbers. */
  refresh(run) {
    this.run = run;
    return this.drawCells();
  }

  /** Cover from column `from` (of all) to the end with dashed cells. */
  drawVeil(from) {
    const { width: w, height: h } = this.cell;
    const left = Math.max(0, from - this.first) * w;
    const width = Math.max(0, Math.min(this.shown, this.run.columns.length - this.first) * w - left);
    this.veil.cover({ left, top: this.sizes.token.height, width, height: this.height + 1, cell: { w, h } });
  }

  /** Show the cursor at step t (−1: before the first); stored: whether the memory of step t has reached its cell. */
  async show(t, stored, revealAll, focus) {
    const column = t < 0 ? 0 : this.run.columnOf[t];
    await this.scrollTo(column);
    this.drawVeil(revealAll ? this.run.columns.length : t < 0 ? 0 : stored ? column + 1 : column);
    for (const token of this.tokens.children) {
      const at = Number(token.dataset.t);
      token.classList.toggle('is-now', at === t && t >= 0);
      token.classList.toggle('is-future', at > t && !revealAll);
    }
    this.cursor.classList.toggle('is-thin', this.cell.width < 16);
    Object.assign(this.cursor.style, {
      left: `${(column - this.first) * this.cell.width}px`,
      width: `${this.cell.width}px`,
      height: `${this.sizes.token.height + this.height + 2}px`,
      opacity: t < 0 ? 0 : 1,
    });
    const row = this.units.indexOf(focus);
    Object.assign(this.rowMark.style, {
      top: `${this.sizes.token.height + Math.max(0, row) * this.cell.height}px`,
      height: `${this.cell.height}px`,
      opacity: row < 0 || this.run.H === 1 ? 0 : 1,
    });
    for (const [n, name] of [...this.names.children].entries()) name.classList.toggle('is-focus', n === row);
    this.showOverview(column);
    this.tell(t);
  }

  /** The tape is the slider of time: say where it stands. */
  tell(t) {
    this.field.setAttribute('aria-valuemax', this.run.T);
    this.field.setAttribute('aria-valuenow', t + 1);
    this.field.setAttribute('aria-valuetext', t < 0 ? '0' : `${t + 1}: ${this.run.steps[t]}`);
  }

  showOverview(column) {
    const all = this.run.columns.length;
    Object.assign(this.seen.style, { width: `${(100 * (column + 1)) / all}%` });
    Object.assign(this.window.style, { left: `${(100 * this.first) / all}%`, width: `${(100 * this.shown) / all}%` });
  }

  /** Middle of a unit's cell at step t in client coordinates, or null when it is not on screen. */
  cellAt(unit, t) {
    if (t < 0 || t >= this.run.T) return null;
    const column = this.run.columnOf[t] - this.first;
    const row = this.units.indexOf(unit);
    if (column < 0 || column >= this.shown || row < 0) return null;
    const rect = this.plot.getBoundingClientRect();
    return { x: rect.left + (column + 0.5) * this.cell.width, y: rect.top + (row + 0.5) * this.cell.height };
  }

  /** Left and right edge and bottom of the current column in client coordinates, for the magnifier lines. */
  columnBox(t) {
    const rect = this.field.getBoundingClientRect();
    const left = rect.left + (this.run.columnOf[Math.max(0, t)] - this.first) * this.cell.width;
    return { left, right: left + this.cell.width, bottom: rect.top + this.sizes.token.height + this.height + 3 };
  }

  clear() {
    this.listeners.clear();
    this.Plotly?.purge(this.plot);
  }
}
