// Table: every step of one unit in words and numbers, for those who cannot see the picture; under it what can be taken
// away as a file. Built once; a step changes only the rows between here and where we were.

import { bubble } from './answer.js';
import { el, setText } from './dom.js';
import { fill, num } from './format.js';
import { downloads } from './save.js';
import { lastSeen, letter, signalName, signalsOf, unitChooser, unitOf } from './signals.js';

export class View {
  /** scene: {run, net, words, state, header, seek, focus} */
  constructor(box, scene) {
    Object.assign(this, { box, scene });
    const { words } = scene;
    this.unit = unitChooser(scene);
    this.caption = el('caption');
    this.head = el('tr');
    this.body = el('tbody');
    const table = el('table.bt-table', {}, this.caption, el('thead', {}, this.head), this.body);
    const region = { role: 'group', tabindex: '0', 'aria-label': words.details.table };
    this.frame = el('div.bt-table-frame', region, table);
    const foot = scene.header.standalone ? null : downloads(scene);
    box.replaceChildren(el('div.bt-details-head', {}, this.unit), this.frame, ...(foot ? [foot] : []));
  }

  lay() {
    const { run, words, net } = this.scene;
    this.signals = signalsOf(run);
    const column = (...children) => el('th', { scope: 'col' }, ...children);
    this.head.replaceChildren(
      column(words.table.step),
      column(words.table.token),
      ...this.signals.map((signal) => column(letter(signal), el('small', {}, signalName(words, signal)))),
      ...(net.readout ? [column(words.table.answer)] : []),
    );
    this.rows = run.steps.map((token, t) => this.row(token, t));
    this.body.replaceChildren(...this.rows);
    this.refresh();
  }

  row(token, t) {
    const { words, net, seek } = this.scene;
    const go = { type: 'button', on: { click: () => this.scene.seek(t) } };
    const button = el('button.bt-table-step', go, String(t + 1));
    button.setAttribute('aria-label', fill(words.table.go, { step: t + 1 }));
    return el(
      'tr',
      { 'data-t': t },
      el('td', {}, button),
      el('th', { scope: 'row' }, el('bdi', {}, token)),
      ...this.signals.map((signal) => el('td', { 'data-signal': signal })),
      net.readout ? el('td.bt-table-answer') : null,
    );
  }

  /** Another unit or other numbers. */
  refresh() {
    const { run, net, words } = this.scene;
    this.about = unitOf(this.scene);
    if (this.unit) this.unit.value = this.about;
    setText(this.caption, fill(words.table.caption, { unit: net.units[this.about] }));
    for (const [t, row] of this.rows.entries()) {
      for (const [k, signal] of this.signals.entries()) {
        const cell = row.cells[k + 2];
        const held = run.held(signal, this.about, t) !== null;
        setText(cell, num(run.signals[signal][t * run.H + this.about]));
        cell.classList.toggle('is-held', held);
        cell.title = held ? words.code.held : '';
      }
      if (net.readout) setText(row.lastChild, bubble(words, run, net, t).text);
    }
    this.seen = null;
    this.show();
  }

  show() {
    if (!this.rows) return;
    if (this.about !== unitOf(this.scene)) return this.refresh();
    const { state, run } = this.scene;
    const seen = Math.min(run.T - 1, lastSeen(this.scene));
    const from = this.seen === null ? 0 : Math.min(this.seen, seen) + 1;
    const to = this.seen === null ? run.T - 1 : Math.max(this.seen, seen);
    for (let t = from; t <= to; t++) this.rows[t].hidden = t > seen;
    this.seen = seen;
    this.now?.removeAttribute('aria-current');
    this.now = this.rows[state.t];
    this.now?.setAttribute('aria-current', 'step');
    this.follow();
  }

  /** Keep the current row in sight; the page itself stays where it is. */
  follow() {
    if (!this.now || this.now.hidden) return;
    const { scrollTop, clientHeight } = this.frame;
    const top = this.now.offsetTop;
    const header = this.head.offsetHeight;
    if (top < scrollTop + header || top + this.now.offsetHeight > scrollTop + clientHeight)
      this.frame.scrollTop = top - clientHeight / 2;
  }

  clear() {}
}
