// One unit's lane: its name, three gates, the numbers in their columns, and the dashed rings of what came.
// Numbers never move: each stands in its column and only its opacity changes, when its keyframe is reached.

import { el, setText } from './dom.js';
import { approx, num, pct } from './format.js';
import { Gate } from './gate.js';
import { diameter } from './geometry.js';
import { PHASE_OF, SLOTS, seen, strength, values } from './pose.js';

/** What stood before the gate, drawn as a dashed outline around what went through. */
const CAME = { kept: 'before', written: 'candidate', hidden: 'tanh' };

/** Where each number stands: [x, y, alignment]. */
function places(lane, narrow) {
  const { slots, gates, numberY, radius } = lane;
  if (narrow) {
    const below = (p) => [p.x, p.y + 32, 'middle'];
    const beside = (p) => [p.x + 22, p.y - 20, 'left'];
    return {
      before: below(slots.before),
      f: beside(gates.f),
      kept: below(slots.kept),
      candidate: below(slots.candidate),
      i: beside(gates.i),
      written: below(slots.written),
      cell: below(slots.cell),
      tanh: [gates.o.x - 20, slots.tanh.y + 20, 'right'],
      o: beside(gates.o),
      hidden: below(slots.hidden),
    };
  }
  const row = (p) => [p.x, numberY, 'middle'];
  const pipe = radius * 0.62; // half the thickest ribbon: words stand clear of it
  const upper = (p) => [p.x + 17, p.y - pipe - 9, 'left'];
  return {
    before: row(slots.before),
    f: [gates.f.x, gates.f.y - gates.f.height / 2 - 11, 'middle'],
    kept: row(slots.kept),
    written: row(slots.join),
    cell: row(slots.cell),
    candidate: [slots.candidate.x - radius - 8, slots.candidate.y, 'right'],
    i: upper(gates.i),
    o: upper(gates.o),
    tanh: [gates.o.x - 14, gates.o.y + pipe + 11, 'right'],
    hidden: [slots.hidden.x + radius + 7, slots.hidden.y, 'left'],
  };
}

/** What each number says. */
function texts(v, words) {
  const sign = v.written < 0 ? '−' : '+';
  return {
    before: num(v.before),
    kept: approx(v.kept),
    candidate: num(v.candidate),
    written: `${sign} ${num(Math.abs(v.written))}`,
    cell: approx(v.cell),
    tanh: `${words.tanh} ${approx(v.tanh)}`,
    hidden: approx(v.hidden),
  };
}

export class Lane {
  /** layers: marks (behind the parcels: gates, rings, name) and front (above them: numbers). */
  constructor({ marks, front }, geometry, name, words, on, narrow) {
    Object.assign(this, { geometry, words, narrow });
    this.root = el(geometry.large ? 'div.bt-lane' : 'div.bt-lane.is-small', { 'data-unit': geometry.unit });
    this.name = el(
      'button.bt-name',
      { type: 'button', title: name, on: { click: () => on.focus(geometry.unit) } },
      name,
    );
    Object.assign(this.name.style, narrow ? { display: 'none' } : { top: `${geometry.beltY}px`, left: '0px' });
    this.rings = Object.fromEntries(SLOTS.map((slot) => [slot, el('i.bt-ring')]));
    this.gates = Object.fromEntries(['f', 'i', 'o'].map((signal) => [signal, this.makeGate(signal, name, on)]));
    this.numbers = geometry.large ? this.makeNumbers() : {};
    this.root.append(this.name, ...Object.values(this.rings), ...Object.values(this.gates).map((g) => g.root));
    marks.append(this.root);
    front.append(...Object.values(this.numbers));
  }

  makeGate(signal, name, on) {
    const gate = new Gate(signal, this.geometry.unit, `${this.words.gate[signal].ask} · ${name}`, this.words.held, on);
    gate.place(this.geometry.gates[signal], this.geometry.large ? 22 : 18);
    return gate;
  }

  makeNumbers() {
    return Object.fromEntries(
      Object.entries(places(this.geometry, this.narrow)).map(([name, [x, y, align]]) => {
        const node = el(`span.bt-number.is-${align}`, { 'data-slot': name });
        Object.assign(node.style, { left: `${x}px`, top: `${y}px` });
        return [name, node];
      }),
    );
  }

  /** Show step t at keyframe k. */
  show(run, t, k) {
    const { unit, large } = this.geometry;
    const v = values(run, t, unit);
    const held = (signal) => t >= 0 && run.held(signal, unit) !== null;
    for (const [signal, gate] of Object.entries(this.gates)) {
      gate.show(t < 0 ? null : v[signal], held(signal));
      gate.root.style.opacity = strength(PHASE_OF[signal], k);
    }
    for (const slot of SLOTS) this.showRing(slot, v, k);
    if (!large) return;
    const said = texts(v, this.words);
    for (const [name, node] of Object.entries(this.numbers)) {
      setText(node, name in this.gates ? pct(v[name]) : said[name]);
      node.style.opacity = seen(name, k) && t >= 0 ? strength(PHASE_OF[name], k) : 0;
    }
    this.showLarge(v);
  }

  /** A value too large to be seen as an area, or whose parcel would cover its number, stands inside its parcel. */
  showLarge(v) {
    const usual = places(this.geometry, this.narrow);
    for (const slot of ['before', 'kept', 'cell']) {
      const node = this.numbers[slot];
      const reach = diameter(v[slot], this.geometry.radius) / 2;
      const inside = Math.abs(v[slot]) > 3 || reach > usual[slot][1] - this.geometry.slots[slot].y - 8;
      node.classList.toggle('is-inside', inside);
      node.dataset.sign = v[slot] < 0 ? 'neg' : 'pos';
      if (inside) setText(node, num(v[slot], Math.abs(v[slot]) < 100 ? 3 : 0));
      node.style.top = `${inside ? this.geometry.slots[slot].y : usual[slot][1]}px`;
    }
  }

  showRing(slot, v, k) {
    const { slots, radius, large } = this.geometry;
    const ring = this.rings[slot];
    const came = CAME[slot] ? v[CAME[slot]] : 0;
    const zero = diameter(v[slot], radius) === 0;
    const outline = large && Math.abs(came) >= 0.012 && Math.abs(v[slot]) < 0.97 * Math.abs(came);
    const size = outline ? diameter(came, radius) + 3 : radius * (large ? 1.3 : 1.1);
    Object.assign(ring.style, {
      left: `${slots[slot].x}px`,
      top: `${slots[slot].y}px`,
      width: `${size}px`,
      height: `${size}px`,
      borderRadius: outline && came < 0 ? '3px' : '50%',
      opacity: (zero || outline) && (seen(slot, k) || slot === 'before') ? strength(PHASE_OF[slot], k) : 0,
    });
  }
}
