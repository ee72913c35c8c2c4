// The heatmap of the weights as a grid for eye, hand and keys: a row for each gate of each unit, a column for each
// input, unit and bias. Of many rows only those in sight are in the page.

import { Listeners, el, setText } from './dom.js';
import { mix } from './figures.js';
import { fill, num } from './format.js';
import { letter, signalName } from './signals.js';
import { legible } from './tint.js';
import { Hand } from './weights_hand.js';
import { columnName } from './weights_model.js';
import { gridSizes, titled } from './weights_sizes.js';
import { reason } from './why.js';

const BEYOND = 200; // px above and below the window that are kept ready

export class Grid {
  /** view: the View of weights.js */
  constructor(view) {
    Object.assign(this, { view, at: { row: 0, column: 0 }, nodes: new Map() });
    this.listeners = new Listeners();
    this.head = el('div.bt-w-head', { role: 'row', 'aria-rowindex': '1' });
    this.body = el('div.bt-w-body', { role: 'presentation' });
    this.frame = el('div.bt-w-frame', { role: 'grid' }, this.head, this.body);
    this.listeners.on(this.frame, 'scroll', () => this.scrolled());
    new Hand(this, view);
  }

  /** Draw rows and columns anew; false where they are those that stand already. */
  lay() {
    const { scene, rows, columns } = this.view;
    const { header, net, host, words } = scene;
    const width = this.frame.parentElement.clientWidth;
    const names = [header.lang, header.network.name, net.cell.name, net.D, ...net.units];
    const about = [width, host.dataset.layout, ...names].join('|');
    if (about === this.about) return false;
    if (this.about && !this.about.endsWith(names.join('|'))) this.at = { row: 0, column: 0 };
    this.about = about;
    this.sizes = gridSizes({ net, rows, columns, width, narrow: host.dataset.layout === 'narrow' });
    this.frame.setAttribute('aria-label', words.weights.alt);
    this.frame.setAttribute('aria-rowcount', rows.length + 1);
    this.frame.setAttribute('aria-colcount', columns.length + 1);
    const { cell, gutter, gate, head } = this.sizes;
    for (const [name, size] of Object.entries({ w: cell.width, h: cell.height, gutter, gate, head, shown: width }))
      this.frame.style.setProperty(`--${name}`, `${size}px`);
    this.drawHead();
    this.drawBlocks();
    this.window();
    return true;
  }

  /** Over the columns: what a block is, and what each column is. */
  drawHead() {
    const { scene, columns } = this.view;
    const { words, net } = scene;
    const { left, cell } = this.sizes;
    const blocks = [...new Set(columns.map(({ field }) => field))];
    const titles = blocks.map((field) => {
      const own = columns.flatMap((column, n) => (column.field === field ? [n] : []));
      const width = left(own.at(-1)) + cell.width - left(own[0]);
      const span = { left: `${left(own[0])}px`, width: `${width}px` };
      const symbol = { ih: ['W'], hh: ['U'], b: ['b'], bhn: ['b', el('sub', {}, 'hn')], c: ['w', el('sub', {}, 'c')] }[
        field
      ];
      const name = ` ${titled(words.weights[field], width)}`;
      return el('div.bt-w-block', { 'aria-hidden': 'true', style: span }, el('b.bt-letter', {}, ...symbol), name);
    });
    this.columnNodes = columns.map((column, n) => {
      const name = ['ih', 'hh'].includes(column.field) ? columnName(net, column) : '';
      const options = { role: 'columnheader', 'aria-colindex': n + 2, title: name, style: { left: `${left(n)}px` } };
      const way = this.sizes.way(name);
      return el(`div.bt-w-column.is-${way}`, { ...options, 'aria-label': this.spoken(column) }, el('bdi', {}, name));
    });
    this.head.style.width = `${this.sizes.width}px`;
    this.head.replaceChildren(...titles, ...this.columnNodes);
  }

  /** A column in words: "reads a", "h of count", "bias". */
  spoken(column) {
    const { words, net } = this.view.scene;
    return fill(words.weights.column[column.field], { name: columnName(net, column) });
  }

  /** The blocks of the gates, empty; rows come when they are in sight. */
  drawBlocks() {
    const { scene, rows } = this.view;
    const { words } = scene;
    this.nodes.clear();
    const signals = [...new Set(rows.map(({ signal }) => signal))];
    this.blocks = signals.map((signal) => {
      const { ask } = words.gate[signal];
      const title = el(
        'div.bt-w-gate',
        { 'aria-hidden': 'true' },
        el('span', {}, letter(signal), ` ${ask}`),
        el('small', {}, signalName(words, signal)),
      );
      return el(
        'div.bt-w-rows',
        { role: 'rowgroup', 'data-signal': signal, style: { height: `${this.sizes.block}px` } },
        title,
      );
    });
    this.live = el('div.bt-w-live', { 'aria-hidden': 'true' });
    this.body.style.width = `${this.sizes.width}px`;
    this.body.replaceChildren(...this.blocks, this.live);
  }

  scrolled() {
    this.window();
    this.view.editor.follow();
  }

  /** Bring in the rows that are in sight, take out the others; the chosen row stays. */
  window() {
    const { rows } = this.view;
    const { top, few } = this.sizes;
    const from = this.frame.scrollTop - BEYOND;
    const to = this.frame.scrollTop + this.frame.clientHeight + BEYOND;
    let next = null; // the row after, if it is in the page: rows stand in their order for a screen reader
    for (let n = rows.length - 1; n >= 0; n--) {
      const wanted = few || n === this.at.row || (top(n) > from && top(n) < to);
      if (!wanted) {
        this.nodes.get(n)?.row.remove();
        this.nodes.delete(n);
        continue;
      }
      if (!this.nodes.has(n)) {
        const block = this.blocks[Math.floor(n / this.sizes.units)];
        this.nodes.set(n, this.row(n));
        block.insertBefore(this.nodes.get(n).row, next?.parentElement === block ? next : null);
        this.paintRow(n);
      }
      next = this.nodes.get(n).row;
    }
  }

  row(n) {
    const { scene, rows, columns } = this.view;
    const { words, net } = scene;
    const { signal, unit } = rows[n];
    const name = fill(words.weights.row, { gate: words.gate[signal].ask, unit: net.units[unit] });
    const cells = columns.map(({ field, column }, k) => {
      const first = k > 0 && column === 0 ? '.is-first' : '';
      const place = { role: 'gridcell', tabindex: '-1', 'aria-colindex': k + 2, 'data-row': n, 'data-column': k };
      return el(`div.bt-w-cell${first}`, { ...place, 'data-field': field });
    });
    const why = this.sizes.reasons ? el('span.bt-w-reason', { 'aria-hidden': 'true' }) : null;
    const head = el(
      'div.bt-w-unit',
      { role: 'rowheader', 'aria-label': name, title: net.units[unit] },
      net.units[unit],
    );
    const style = { top: `${this.sizes.within(n)}px`, width: `${this.sizes.width}px` };
    return { row: el('div.bt-w-row', { role: 'row', 'aria-rowindex': n + 2, style }, head, ...cells, why), cells, why };
  }

  /** Every number in sight. */
  paint() {
    for (const n of this.nodes.keys()) this.paintRow(n);
    this.choose(this.at);
  }

  /** The numbers of a row, and its reason: an edited row has none. */
  paintRow(n) {
    const { signal, unit } = this.view.rows[n];
    const { why } = this.nodes.get(n);
    if (why) setText(why, reason(this.view.scene.net, signal, unit));
    for (const [k, node] of this.nodes.get(n).cells.entries()) this.paintCell(node, n, k);
  }

  /** Ink for the size, its colour and a minus for the sign, a frame for what was changed. */
  paintCell(node, n, k) {
    const { rows, columns, scene, full } = this.view;
    const { colors } = scene.theme;
    const both = this.view.numbers(rows[n], columns[k]);
    const about = both ? `${both.value}|${both.was}|${full}|${scene.theme.name}` : 'none';
    if (node.about === about) return;
    node.about = about;
    node.classList.toggle('is-none', !both);
    if (!both) return node.setAttribute('aria-disabled', 'true');
    const { value, was } = both;
    const share = Math.min(1, Math.abs(value) / full) ** 0.7;
    const paper = mix(colors.empty, value < 0 ? colors.neg : colors.pos, share);
    Object.assign(node.style, { background: paper, color: value === 0 ? '' : legible(paper, colors) });
    const changed = value === was ? '' : fill(scene.words.weights.was, { was: num(was) });
    node.classList.toggle('is-zero', value === 0);
    node.classList.toggle('is-changed', changed !== '');
    node.setAttribute('aria-label', changed ? `${num(value)}, ${changed}` : num(value));
    const small = changed && this.sizes.roomy ? el('small', {}, changed) : null;
    node.replaceChildren(this.sizes.label(value), ...(small ? [small] : []));
  }

  /** Mark the columns of what is read at this step. */
  showRead() {
    const { scene, columns } = this.view;
    const { run, state } = scene;
    const { t } = state;
    const read = columns.map(({ field, column }) => field === 'ih' && t >= 0 && run.x[t * run.D + column] !== 0);
    const now = read.join();
    if (now === this.read && this.live.children.length) return;
    this.read = now;
    for (const [n, node] of this.columnNodes.entries()) node.classList.toggle('is-read', read[n]);
    const bars = read.flatMap((on, n) => (on ? [el('i', { style: { left: `${this.sizes.left(n)}px` } })] : []));
    this.live.replaceChildren(...bars);
  }

  /** Make a cell the one that the keys are at. */
  choose({ row, column }) {
    this.chosen?.classList.remove('is-at');
    this.chosen?.setAttribute('tabindex', '-1');
    this.at = { row, column };
    this.window();
    this.chosen = this.nodes.get(row).cells[column];
    this.chosen.classList.add('is-at');
    this.chosen.setAttribute('tabindex', '0');
    this.chosen.setAttribute('aria-describedby', 'bt-w-told');
  }

  focus() {
    this.chosen.focus({ preventScroll: true });
    this.reveal();
  }

  /** Bring the chosen cell into the frame; the page itself stays where it is. */
  reveal() {
    const { left, top, gutter, head, cell } = this.sizes;
    const { frame } = this;
    const x = left(this.at.column);
    const y = top(this.at.row);
    const near = (low, high, from, room) => (low < from ? low : high > from + room ? high - room : from);
    frame.scrollLeft = near(x - gutter, x + cell.width + 4, frame.scrollLeft, frame.clientWidth);
    frame.scrollTop = near(y - head - 4, y + cell.height + 4, frame.scrollTop, frame.clientHeight);
  }

  clear() {
    this.listeners.clear();
  }
}
