// The heads of the machine's columns, the soft band over the phase that is playing, and the two wires that reach every
// gate: the token just read (a chip from the left) and the network's own h of the step before (from the right).

import { el, press, setText, svg } from './dom.js';
import { PHASES } from './pose.js';

const GATES = ['f', 'i', 'o'];
const X_WIRE = 13;
const H_WIRE = 20;

export class Heads {
  constructor(box, machine, words, on) {
    Object.assign(this, { machine, words });
    const { columns } = machine;
    this.band = el('div.bt-band');
    this.wires = svg('svg', { class: 'bt-wires', width: machine.width, height: machine.header, 'aria-hidden': 'true' });
    this.chip = el('span.bt-chip');
    this.gates = Object.fromEntries(GATES.map((signal) => [signal, this.gateHead(signal, columns[signal], on)]));
    box.append(this.band, this.wires, this.chip, ...this.plainHeads(columns, on), ...Object.values(this.gates));
    this.drawWires();
  }

  gateHead(signal, x, on) {
    const { ask, name } = this.words.gate[signal];
    const head = el(
      'button.bt-head.is-gate',
      { type: 'button', 'data-signal': signal, title: this.words.hold_all, on: { click: () => on.tap(signal, -1) } },
      el('b', {}, ask, ' ', el('i', {}, signal)),
      el('small', {}, name),
    );
    head.style.left = `${x}px`;
    return head;
  }

  /** The other columns; the candidate's opens what it is made of. */
  plainHeads(columns, on) {
    return ['before', 'candidate', 'cell', 'hidden'].map((name) => {
      const { title, symbol } = this.words.head[name];
      const opens = { type: 'button', title: this.words.why_candidate, on: { click: () => on.tap('g', -1) } };
      const head = el(
        name === 'candidate' ? 'button.bt-head.is-candidate' : `span.bt-head.is-${name}`,
        name === 'candidate' ? opens : {},
        el('b', {}, el('i', {}, symbol), name === 'before' ? el('sub', {}, 't−1') : ''),
        el('small', {}, title),
      );
      head.style.left = `${columns[name]}px`;
      return head;
    });
  }

  drawWires() {
    const { columns, header } = this.machine;
    const ends = Object.entries({ f: columns.f, g: columns.candidate, i: columns.i, o: columns.o });
    const line = (cls, d, of = {}) => svg('path', { class: cls, d, ...of });
    const x = `M40 ${X_WIRE} H${columns.o}`;
    const h = `M${columns.hidden + 8} ${header + 10} L${columns.hidden + 36} ${header - 8} V${H_WIRE} H${columns.f}`;
    const drop = (end) => `M${end} ${X_WIRE} V26 M${end - 3} 23 L${end} 27 L${end + 3} 23`;
    this.hWire = line('bt-wire is-h', h);
    this.wires.append(
      line('bt-wire is-x', x),
      this.hWire,
      ...ends.map(([signal, end]) => line('bt-wire is-drop', drop(end), { 'data-signal': signal })),
      line('bt-wire-hit is-x', x), // a wire is too thin to be pointed at
      line('bt-wire-hit is-h', h),
      svg(
        'text',
        { class: 'bt-wire-name', x: columns.hidden + 36, y: H_WIRE - 6, 'text-anchor': 'end' },
        this.words.h_wire,
      ),
    );
    this.wires.style.width = `${this.machine.width}px`;
  }

  show(run, t, k) {
    setText(this.chip, t >= 0 ? run.steps[t] : '');
    this.chip.style.opacity = t >= 0 ? 1 : 0;
    this.wires.classList.toggle('is-live', k <= 1 && t >= 0);
    let strongest = 0;
    if (t > 0)
      for (let u = 0; u < run.H; u++) strongest = Math.max(strongest, Math.abs(run.signals.h[(t - 1) * run.H + u]));
    this.hWire.style.strokeWidth = (1 + 3 * strongest).toFixed(2);
    this.showBand(PHASES[k]);
    this.showHeld(run);
  }

  /** The band glides over the columns of the phase. */
  showBand(phase) {
    const { columns, x0, x1 } = this.machine;
    const middle = (a, b) => (columns[a] + columns[b]) / 2;
    const spans = {
      keep: [x0, middle('kept', 'candidate')],
      write: [middle('kept', 'candidate'), middle('cell', 'tanh')],
      show: [middle('cell', 'tanh'), x1],
    };
    this.band.dataset.phase = phase;
    const [from, to] = spans[phase] ?? [x0, x1];
    Object.assign(this.band.style, { left: `${from}px`, width: `${to - from}px`, opacity: spans[phase] ? 1 : 0 });
  }

  /** A head is pressed while its gate is held in every lane. */
  showHeld(run) {
    const units = [...Array(run.H).keys()];
    for (const signal of GATES)
      press(
        this.gates[signal],
        units.every((unit) => run.held(signal, unit) !== null),
      );
  }

  /** Fly the chip from its column of the tape (x of the machine's box, y above it) to the wire. */
  flyChip(fromX, ms) {
    if (!this.chip.animate || !ms) return;
    this.chip.animate([{ transform: `translate(${fromX - 44}px, -52px)` }, { transform: 'none' }], {
      duration: ms,
      easing: 'cubic-bezier(.3,0,.2,1)',
    });
  }
}
