// The untouched run in the machine: a dashed outline where its parcel would stand, a line on the gate where it stood
// open, and "was 0.98" at a number. Only where the two differ by more than can be overlooked.

import { el } from './dom.js';
import { fill, num, pct } from './format.js';
import { diameter } from './geometry.js';
import { strength, values } from './pose.js';

/** Differences below this share of the scale are not drawn. */
const SEEN = 0.02;
/** Numbers that are gates. */
const GATES = ['f', 'i', 'o', 'z', 'r', '1-z'];

const differs = (a, b) => Math.abs(a - b) > SEEN;

export class GhostMarks {
  constructor(machine) {
    Object.assign(this, { machine, lanes: [] });
    this.box = el('div.bt-ghosts', { 'aria-hidden': 'true' });
    machine.stage.append(this.box);
  }

  /** The machine has other lanes: its marks are made anew. */
  build() {
    this.of = this.machine.lanes;
    this.lanes = this.of.map((lane) => {
      const slots = Object.fromEntries(lane.look.SLOTS.map((slot) => [slot, el('i.bt-ghost')]));
      const gates = Object.fromEntries(Object.keys(lane.gates).map((signal) => [signal, el('i.bt-ghost-gate')]));
      for (const [signal, mark] of Object.entries(gates)) lane.gates[signal].root.append(mark);
      return { lane, slots, gates };
    });
    this.box.replaceChildren(...this.lanes.flatMap(({ slots }) => Object.values(slots)));
  }

  /** base: the untouched run; null hides everything. told: its words. */
  show(run, base, { t, k }, told) {
    if (this.of !== this.machine.lanes) this.build();
    for (const one of this.lanes) {
      const { unit } = one.lane.geometry;
      const now = values(run, t, unit);
      const was = base && t >= 0 ? values(base, t, unit) : now;
      this.showSlots(one, now, was, k);
      this.showGates(one, now, was);
      this.showNumbers(one.lane, now, was, told.was);
    }
  }

  showSlots({ lane, slots }, now, was, k) {
    const { geometry, look } = lane;
    for (const [slot, mark] of Object.entries(slots)) {
      const seen = differs(now[slot], was[slot]) && k >= look.FIRST_SEEN[slot];
      const negative = was[slot] < 0;
      // An outline lies around what it tells the size of; nothing at all is a dot.
      const size = (diameter(was[slot], geometry.radius) * (negative ? 0.886 : 1) || 4) + 2;
      mark.classList.toggle('is-negative', negative);
      Object.assign(mark.style, {
        left: `${geometry.slots[slot].x}px`,
        top: `${geometry.slots[slot].y}px`,
        width: `${size}px`,
        height: `${size}px`,
        opacity: seen ? strength(look.PHASE_OF[slot], k) : 0,
      });
    }
  }

  showGates({ gates }, now, was) {
    for (const [signal, mark] of Object.entries(gates)) {
      mark.style.setProperty('--was', was[signal].toFixed(4));
      mark.hidden = !differs(now[signal], was[signal]);
    }
  }

  /** template: "was {value}". */
  showNumbers({ numbers }, now, was, template) {
    for (const [name, node] of Object.entries(numbers)) {
      const told = name !== 'tanh' && differs(now[name], was[name]);
      if (told) node.dataset.was = fill(template, { value: (GATES.includes(name) ? pct : num)(was[name]) });
      else delete node.dataset.was;
    }
  }
}
