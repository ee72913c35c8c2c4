// The strip under the tape: how far each unit's memory and output are from the untouched run's, in the same columns and
// on the same scale. Empty where the two are equal; the future is covered, as on the tape.

import { el, setText, svg } from './dom.js';
import { mix } from './figures.js';
import { fill } from './format.js';
import { lastSeen } from './signals.js';
import { Veil } from './veil.js';

/** What rounds to nothing in three decimals is no difference. */
const NOTHING = 5e-4;
/** More units than this share one row: the largest difference of any of them. */
const MOST_ROWS = 8;

/** Height of a row of the strip. */
const rowOf = (rows) => (rows === 1 ? 10 : rows <= 4 ? 7 : 3);

export class Difference {
  constructor(scene) {
    Object.assign(this, { scene, base: null });
    this.name = el('span.bt-diff-name', { 'aria-hidden': 'true' });
    this.cells = svg('svg', { class: 'bt-diff-cells', 'aria-hidden': 'true' });
    this.cursor = el('div.bt-diff-cursor');
    this.veil = new Veil();
    const click = (event) => this.go(event);
    this.field = el('div.bt-diff-field', { role: 'img', on: { click } }, this.cells, this.veil.root, this.cursor);
    this.box = el('div.bt-diff', {}, this.name, this.field);
  }

  /** A click goes to its step. */
  go(event) {
    const { tape, run } = this.scene;
    if (!run.T) return;
    const x = event.clientX - this.field.getBoundingClientRect().left;
    this.scene.seek(tape.stepAt(tape.first + Math.floor(x / tape.cell.width)));
  }

  lay() {
    const { tape, layout, words } = this.scene;
    const { sizes } = layout;
    this.joined = sizes.layout === 'narrow' || tape.units.length > MOST_ROWS;
    this.rows = this.joined ? 1 : tape.units.length;
    this.row = sizes.layout === 'narrow' ? 8 : rowOf(this.rows) * sizes.scale;
    this.height = this.row * this.rows;
    const width = tape.cell.width * tape.shown;
    Object.assign(this.field.style, {
      marginLeft: `${tape.gutter}px`,
      width: `${width}px`,
      height: `${this.height}px`,
    });
    for (const [name, value] of Object.entries({ width, height: this.height })) this.cells.setAttribute(name, value);
    setText(this.name, words.ghost.differs);
    this.name.style.width = `${tape.gutter - sizes.gap}px`;
    this.drawn = null;
  }

  /** How far a unit is from the untouched run after step t. */
  apart(unit, t) {
    const { run } = this.scene;
    const at = t * run.H + unit;
    const of = (name) => Math.abs(run.signals[name][at] - this.base.signals[name][at]);
    const most = Math.max(...run.cell.STATE.map(of));
    return most < NOTHING ? 0 : most;
  }

  /** The difference of a row at a step. */
  of(row, t) {
    const { run, tape } = this.scene;
    if (!this.joined) return this.apart(tape.units[row], t);
    return Math.max(...[...Array(run.H).keys()].map((unit) => this.apart(unit, t)));
  }

  show(base) {
    const { tape, state, run } = this.scene;
    this.base = base;
    this.draw();
    const { width } = tape.cell;
    const known = lastSeen(this.scene);
    const seen = known < 0 ? 0 : known >= run.T - 1 ? run.columns.length : run.columnOf[known] + 1;
    const left = Math.min(tape.shown, Math.max(0, seen - tape.first)) * width;
    const cell = { w: width, h: this.row };
    this.veil.cover({ left, top: 0, width: Math.max(0, tape.shown * width - left), height: this.height + 1, cell });
    Object.assign(this.cursor.style, {
      left: `${(run.columnOf[Math.max(0, state.t)] - tape.first) * width}px`,
      width: `${width}px`,
      opacity: state.t < 0 ? 0 : 1,
    });
    this.field.setAttribute('aria-label', fill(this.scene.words.ghost.strip, { where: this.where() }));
  }

  draw() {
    const { tape, run, theme } = this.scene;
    const key = [tape.first, tape.shown, tape.cell.width, tape.units.join(), theme.name].join(' ');
    if (this.drawn?.key === key && this.drawn.run === run && this.drawn.base === this.base) return;
    this.drawn = { key, run, base: this.base };
    const { width } = tape.cell;
    const gap = [width > 7 ? 2 : 0, this.row > 4 ? 1 : 0];
    const { empty, ink } = theme.colors;
    const columns = run.columns.slice(tape.first, tape.first + tape.shown);
    const cell = (n, row, fill) =>
      svg('rect', {
        x: n * width + gap[0] / 2,
        y: row * this.row + gap[1] / 2,
        width: width - gap[0],
        height: this.row - gap[1],
        fill,
      });
    const rows = [...Array(this.rows).keys()];
    const shade = (apart) => (apart ? mix(empty, ink, Math.min(1, apart) ** 0.7) : empty);
    const apart = (row, t) => (this.base ? this.of(row, t) : 0);
    this.cells.replaceChildren(
      ...rows.flatMap((row) => columns.flatMap(({ t }, n) => (t < 0 ? [] : [cell(n, row, shade(apart(row, t)))]))),
    );
  }

  /** The first step, of those that may be seen, at which the two part: in words. */
  where() {
    const { run, words, tape } = this.scene;
    const { ghost } = words;
    const known = this.base ? lastSeen(this.scene) : -1;
    const parts = (t) => tape.units.some((unit) => this.apart(unit, t));
    for (let t = 0; t <= known; t++) if (parts(t)) return fill(ghost.parts, { step: t + 1, token: run.steps[t] });
    return ghost.same;
  }
}
