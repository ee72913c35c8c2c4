// The machine: what happens at this word. Still figure, moving figure above it, lanes and heads as HTML on top.

import { el, setText, svg } from './dom.js';
import { CONFIG, baseTraces, frame, movingTraces } from './figures.js';
import { layMachine } from './geometry.js';
import { Heads } from './heads.js';
import { Lane } from './lane.js';
import { pose } from './pose.js';

const NOTE = 26; // the line under the machine of a cell without c

export class Machine {
  /** on: {tap, hold, value, focus}; tape: where parcels are fetched from and stored to. */
  constructor(box, tape, on) {
    Object.assign(this, { box, tape, on });
    this.lens = svg('svg', { class: 'bt-lens', 'aria-hidden': 'true' });
    this.base = el('div.bt-base');
    this.over = el('div.bt-over', { 'aria-hidden': 'true' });
    this.marks = el('div.bt-marks');
    this.front = el('div.bt-front');
    this.bubble = el('div.bt-bubble');
    this.stage = el('div.bt-stage', {}, this.base, this.over, this.marks, this.front, this.bubble);
    this.note = el('p.bt-note');
    box.append(this.lens, this.stage, this.note);
  }

  /** Build for a layout, a network and a focus; nothing here depends on the step. */
  async draw({ width, room, sizes, lanes, run, net, focus, words, colors, Plotly }) {
    Object.assign(this, { run, Plotly, colors, sizes });
    const { look } = net.cell;
    const narrow = sizes.layout === 'narrow';
    const answer = Boolean(net.readout);
    const left = room - sizes.header - (words.note ? NOTE : 0);
    this.geometry = layMachine({ look, width, room: left, ...lanes, sizes, answer });
    const { height, scale } = this.geometry;
    this.stage.style.height = `${height}px`;
    this.placeBubble(answer, net.readout?.source, words);
    this.marks.replaceChildren();
    this.front.replaceChildren();
    this.heads = narrow ? null : new Heads(this.marks, net.cell, this.geometry, words, this.on);
    this.lanes = this.geometry.lanes.map((lane) => new Lane(this, look, lane, net.units[lane.unit], words, this.on));
    this.unitNames = net.units;
    setText(this.note, words.note);
    if (narrow) this.nameRows(look, words);
    for (const lane of this.lanes) lane.root.classList.toggle('is-focus', lane.geometry.unit === focus && run.H > 1);
    const size = frame(width, height);
    await Plotly.react(this.base, baseTraces(look, this.geometry, colors, this.answerAt, net.readout), size, CONFIG);
    await Plotly.react(this.over, movingTraces(colors, scale), size, CONFIG);
  }

  /** Whether a unit has a large lane, with its numbers. */
  shows(unit) {
    return this.lanes.some(({ geometry }) => geometry.large && geometry.unit === unit);
  }

  /** The bubble hangs on what the answer is read from: the hidden state, or the cell state itself. */
  placeBubble(answer, source, words) {
    const { width, height, narrow, x1 } = this.geometry;
    this.bubble.style.display = answer ? '' : 'none';
    this.bubble.dataset.from = answer && !narrow ? words.answer_from[source] : '';
    this.answerAt = null;
    if (!answer) {
      setText(this.bubble, '');
      return;
    }
    if (narrow) {
      Object.assign(this.bubble.style, { left: '10px', top: `${height - 32}px`, width: `${width - 22}px` });
      const { slots } = this.geometry.lanes[0];
      this.answerAt = { x: (source === 'c' ? slots.cell : slots.hidden).x, y: height - 54 };
      this.bubble.style.setProperty('--bt-tail', `${this.answerAt.x - 20}px`);
      return;
    }
    const { header, scale } = this.geometry;
    const { gap, at } = this.sizes.bubble;
    const y = header + (height - header) * at;
    const wide = width - x1 - gap - 14 * scale;
    Object.assign(this.bubble.style, { left: `${x1 + gap}px`, top: `${y}px`, width: `${wide}px` });
    this.answerAt = { x: x1 + gap, y };
  }

  /** On a phone each of the three rows says its own question, or what stands there. */
  nameRows(look, words) {
    const [lane] = this.geometry.lanes;
    for (const [k, { gate, column, opens, row = k, at = 0 }] of look.ROWS.entries()) {
      const signal = look.OPPOSITE?.[gate] ?? gate ?? opens;
      const tap = { on: { click: () => this.on.tap(signal, -1) } };
      const [text, symbol] = gate
        ? [words.gate[gate].ask, gate]
        : [words.head[column].title, words.head[column].symbol];
      const label = el(
        signal ? 'button.bt-step-name' : 'span.bt-step-name',
        signal ? { type: 'button', 'data-signal': signal, ...tap } : {},
        el('b', {}, text, ' ', el('i', {}, symbol.replace('-', ' − '))),
      );
      label.style.top = `${lane.rows[row] - lane.rowHeight / 2 + 2}px`;
      if (at) label.style.left = `${at * this.geometry.width}px`;
      this.front.append(label);
    }
    this.front.append(el('b.bt-lane-name', {}, this.unitNames[lane.unit]));
  }

  /** The run changed under a held gate: same geometry, other numbers. */
  refresh(run) {
    this.run = run;
  }

  tapePoint(unit, t) {
    const cell = this.tape.cellAt(unit, t);
    if (!cell) return null;
    const rect = this.stage.getBoundingClientRect();
    return { x: cell.x - rect.left, y: cell.y - rect.top };
  }

  /** Go to keyframe k of step t within ms; resolves when it is there. */
  async show(t, k, ms = 0) {
    for (const lane of this.lanes) lane.show(this.run, t, k);
    this.heads?.show(this.run, t, k);
    if (k === 1 && ms) this.flyChip(t, ms);
    this.drawLens(t);
    this.stage.dataset.k = k;
    const data = pose(this.run, this.geometry, t, k, (unit, at) => this.tapePoint(unit, at), this.colors);
    this.overtake?.();
    const overtaken = new Promise((resolve) => {
      this.overtake = resolve;
    });
    const arrived = this.Plotly.animate(
      this.over,
      { data, traces: [0, 1, 2, 3] },
      {
        mode: 'immediate',
        frame: { duration: ms, redraw: false },
        transition: { duration: ms, easing: 'cubic-in-out' },
      },
    ).catch(() => {}); // plotly.js rejects some animations that a newer one overtakes, and never settles others
    await Promise.race([arrived, overtaken]);
  }

  flyChip(t, ms) {
    if (!this.heads || t < 0) return;
    const column = this.tape.columnBox(t);
    this.heads.flyChip((column.left + column.right) / 2 - this.stage.getBoundingClientRect().left, ms);
  }

  /** Two lines from the current column to the machine: it is what happens at this word. */
  drawLens(t) {
    const rect = this.lens.getBoundingClientRect();
    const { left, right } = this.tape.columnBox(t);
    const [a, b] = [left - rect.left, right - rect.left];
    this.lens.replaceChildren(
      ...(t < 0
        ? []
        : [
            svg('path', {
              class: 'bt-lens-area',
              d: `M${a} 0 L${b} 0 L${rect.width} ${rect.height} L0 ${rect.height} Z`,
            }),
            svg('path', {
              class: 'bt-lens-line',
              d: `M${a} 0 L0 ${rect.height} M${b} 0 L${rect.width} ${rect.height}`,
            }),
          ]),
    );
  }

  say(answer) {
    if (!answer) return;
    setText(this.bubble, answer.text);
    this.bubble.dataset.state = answer.state;
    this.bubble.classList.toggle('is-long', answer.text.length > 11);
  }

  clear() {
    this.Plotly?.purge(this.base);
    this.Plotly?.purge(this.over);
  }
}
