// The heads of the machine's columns, the soft band over the phase that is playing, and the two wires that reach every
// gate: the token just read (a chip from the left) and the network's own h of the step before (from the right).

import { el, press, setText, svg } from './dom.js';
import { PHASES } from './pose.js';

/** Height of the two wires and where their arrows end, before the layout's scale. */
const X_WIRE = 13;
const H_WIRE = 20;
const ARROW = 26;

export class Heads {
  constructor(box, cell, machine, words, on) {
    Object.assign(this, { cell, look: cell.look, machine, words });
    const { columns } = machine;
    const gates = this.look.HEADS.flatMap(({ gate }) => gate ?? []);
    this.band = el('div.bt-band');
    this.wires = svg('svg', { class: 'bt-wires', width: machine.width, height: machine.header, 'aria-hidden': 'true' });
    this.chip = el('span.bt-chip');
    this.gates = Object.fromEntries(gates.map((signal) => [signal, this.gateHead(signal, columns[signal], on)]));
    box.append(this.band, this.wires, this.chip, ...this.plainHeads(columns, on), ...Object.values(this.gates));
    this.drawWires();
  }

  gateHead(signal, x, on) {
    const held = this.look.OPPOSITE?.[signal] ?? signal;
    const { ask, name } = this.words.gate[signal];
    const head = el(
      'button.bt-head.is-gate',
      { type: 'button', 'data-signal': signal, title: this.words.hold_all, on: { click: () => on.tap(held, -1) } },
      el('b', {}, ask, ' ', el('i', {}, signal)),
      el('small', {}, name),
    );
    head.style.left = `${x}px`;
    return head;
  }

  /** The other columns; the candidate's opens what it is made of. */
  plainHeads(columns, on) {
    const plain = this.look.HEADS.filter(({ column }) => column);
    return plain.map(({ column, last, opens }) => {
      const { title, symbol } = this.words.head[column];
      const click = {
        type: 'button',
        'data-signal': opens,
        title: this.words.why_candidate,
        on: { click: () => on.tap(opens, -1) },
      };
      const head = el(
        opens ? 'button.bt-head.is-candidate' : `span.bt-head.is-${column}`,
        opens ? click : {},
        el('b', {}, el('i', {}, symbol), last ? el('sub', {}, 't−1') : ''),
        el('small', {}, title),
      );
      head.style.left = `${columns[column]}px`;
      return head;
    });
  }

  drawWires() {
    const { columns, header, wires: s } = this.machine;
    const { CANDIDATE, GATES, look } = this.cell;
    const ends = look.DROPS.map((name) => [GATES.includes(name) ? name : CANDIDATE, columns[name]]);
    const line = (cls, d, of = {}) => svg('path', { class: cls, d, ...of });
    const [top, back] = [X_WIRE * s, H_WIRE * s];
    const x = `M${40 * s} ${top} H${Math.max(...ends.map(([, end]) => end))}`;
    const last = `M${columns.hidden + 8 * s} ${header + 10 * s} l${28 * s} ${-18 * s}`;
    const h = `${last} V${back} H${Math.min(...ends.map(([, end]) => end))}`;
    const arrow = `m${-3 * s} ${-3 * s} l${3 * s} ${4 * s} l${3 * s} ${-4 * s}`;
    const drop = (end) => `M${end} ${top} V${ARROW * s} ${arrow}`;
    this.hWire = line('bt-wire is-h', h);
    this.wires.append(
      line('bt-wire is-x', x),
      this.hWire,
      ...ends.map(([signal, end]) => line('bt-wire is-drop', drop(end), { 'data-signal': signal })),
      line('bt-wire-hit is-x', x), // a wire is too thin to be pointed at
      line('bt-wire-hit is-h', h),
      svg(
        'text',
        { class: 'bt-wire-name', x: columns.hidden + 36 * s, y: back - 6 * s, 'text-anchor': 'end' },
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
    this.hWire.style.strokeWidth = (this.machine.wires * (1 + 3 * strongest)).toFixed(2);
    this.showBand(PHASES[k]);
    this.showHeld(run, t);
  }

  /** The band glides over the columns of the phase. */
  showBand(phase) {
    const { x0, x1 } = this.machine;
    const spans = this.look.spans(this.machine);
    this.band.dataset.phase = phase;
    const [from, to] = spans[phase] ?? [x0, x1];
    Object.assign(this.band.style, { left: `${from}px`, width: `${to - from}px`, opacity: spans[phase] ? 1 : 0 });
  }

  /** A head is pressed while its gate is held in every lane. */
  showHeld(run, t) {
    const units = [...Array(run.H).keys()];
    for (const [signal, head] of Object.entries(this.gates))
      press(
        head,
        units.every((unit) => run.held(signal, unit, t) !== null),
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
