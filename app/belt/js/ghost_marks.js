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

/** Outlines closer than this, in px, cannot be told apart. */
const APART = 1.5;

/** On a phone, from this share of the width on there is no room beside a number. */
const EDGE = 0.65;

const differs = (a, b) => Math.abs(a - b) > SEEN;

/** How wide a parcel of a value is: a square has a circle's area. */
const across = (value, radius) => diameter(value, radius) * (value < 0 ? 0.886 : 1);

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
      const frames = Object.fromEntries(Object.keys(this.holdable(lane)).map((slot) => [slot, el('i.bt-set')]));
      return { lane, slots, gates, frames };
    });
    const nodes = ({ slots, frames }) => [...Object.values(frames), ...Object.values(slots)];
    this.box.replaceChildren(...this.lanes.flatMap(nodes));
  }

  /** The signals that stand in a slot: whatever is held there is framed, as a held gate is. */
  holdable({ look }) {
    const { CANDIDATE, MEMORY } = this.machine.run.cell;
    const all = { candidate: CANDIDATE, cell: MEMORY, hidden: 'h' };
    return Object.fromEntries(Object.entries(all).filter(([slot]) => look.SLOTS.includes(slot)));
  }

  /** base: the untouched run; null hides everything. told: its words. */
  show(run, base, { t, k }, told) {
    if (this.of !== this.machine.lanes) this.build();
    for (const one of this.lanes) {
      const { unit } = one.lane.geometry;
      const now = values(run, t, unit);
      const was = base && t >= 0 ? values(base, t, unit) : now;
      this.showSlots(one, now, was, k);
      this.showFrames(one, run, now, t, k);
      this.showGates(one, now, was);
      this.showNumbers(one.lane, now, was, told.was);
    }
  }

  showSlots({ lane, slots }, now, was, k) {
    const { geometry, look } = lane;
    for (const [slot, mark] of Object.entries(slots)) {
      const [there, here] = [was, now].map((v) => across(v[slot], geometry.radius));
      const inside = lane.numbers[slot]?.classList.contains('is-inside') && there < here; // would cross out the number
      const told = !inside && here !== there && (now[slot] < 0 !== was[slot] < 0 || Math.abs(here - there) > APART);
      const seen = told && differs(now[slot], was[slot]) && k >= look.FIRST_SEEN[slot];
      const size = (there || 4) + 2; // it lies around what it tells the size of; nothing at all is a dot
      mark.classList.toggle('is-negative', was[slot] < 0);
      mark.dataset.on = there >= here ? '' : now[slot] < 0 ? 'neg' : 'pos'; // upon the parcel of today
      Object.assign(mark.style, {
        left: `${geometry.slots[slot].x}px`,
        top: `${geometry.slots[slot].y}px`,
        width: `${size}px`,
        height: `${size}px`,
        opacity: seen ? strength(look.PHASE_OF[slot], k) : 0,
      });
    }
  }

  showFrames({ lane, frames }, run, now, t, k) {
    const { geometry, look } = lane;
    for (const [slot, signal] of Object.entries(this.holdable(lane))) {
      const held = t >= 0 && run.held(signal, geometry.unit, t) !== null && k >= look.FIRST_SEEN[slot];
      const size = Math.max(across(now[slot], geometry.radius), geometry.radius) + (geometry.large ? 12 : 6);
      Object.assign(frames[slot].style, {
        left: `${geometry.slots[slot].x}px`,
        top: `${geometry.slots[slot].y}px`,
        width: `${size}px`,
        height: `${size}px`,
        opacity: held ? 1 : 0,
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
  showNumbers({ numbers, geometry }, now, was, template) {
    const small = this.of.some((lane) => !lane.geometry.large); // stand close below
    for (const [name, node] of Object.entries(numbers)) {
      const told = name !== 'tanh' && differs(now[name], was[name]);
      node.style.setProperty('--bt-reach', `${diameter(now[name], geometry.radius) / 2}px`);
      node.toggleAttribute('data-edge', parseFloat(node.style.left) > EDGE * this.machine.geometry.width);
      node.toggleAttribute('data-beside', small);
      if (told) node.dataset.was = fill(template, { value: (GATES.includes(name) ? pct : num)(was[name]) });
      else delete node.dataset.was;
    }
  }
}
