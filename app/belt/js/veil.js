// What covers the future on the tape: dashed, empty cells.

import { svg } from './dom.js';

let made = 0;

export class Veil {
  constructor() {
    this.cells = `bt-cells-${made++}`; // a pattern has a name of its own in the page
    this.root = svg('svg', { class: 'bt-veil', 'aria-hidden': 'true' });
  }

  /** Cover a part of the tape; cell: {w, h}. Drawn anew only when something differs. */
  cover({ left, top, width, height, cell: { w, h } }) {
    const key = [left, top, width, height, w, h].join(' ');
    if (key === this.key) return;
    this.key = key;
    const dashed = svg('rect', {
      x: 1.5,
      y: 1.5,
      width: Math.max(0, w - 3),
      height: Math.max(0, h - 3),
      rx: 2,
      class: w > 9 && h > 7 ? 'bt-dashed' : 'bt-dashed is-dense',
    });
    const pattern = svg(
      'pattern',
      { id: this.cells, width: w, height: h, patternUnits: 'userSpaceOnUse' },
      svg('rect', { width: w, height: h, class: 'bt-cover' }),
      dashed,
    );
    this.root.replaceChildren(svg('defs', {}, pattern), svg('rect', { width, height, fill: `url(#${this.cells})` }));
    for (const [name, value] of Object.entries({ width, height })) this.root.setAttribute(name, value);
    Object.assign(this.root.style, { left: `${left}px`, top: `${top}px` });
  }
}
