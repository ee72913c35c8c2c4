// One unit's lane: its name, its gates, the numbers in their columns, and the dashed rings of what came.
// Numbers never move: each stands in its column and only its opacity changes, when its keyframe is reached.

import { el, setText } from './dom.js';
import { num, pct } from './format.js';
import { Gate } from './gate.js';
import { diameter } from './geometry.js';
import { strength, values } from './pose.js';

/** The other half of a gate: it opens as the gate shuts, and holding it holds the gate. */
const opposite = (signal, on) => ({
  tap: (_, unit) => on.tap(signal, unit),
  hold: (_, unit, value) => on.hold(signal, unit, Math.round(100 * (1 - value)) / 100),
  value: (_, unit) => 1 - on.value(signal, unit),
});

export class Lane {
  /** layers: marks (behind the parcels: gates, rings, name) and front (above them: numbers). */
  constructor({ marks, front, sizes }, look, geometry, name, words, on) {
    const narrow = sizes.layout === 'narrow';
    const places = geometry.large ? sizes.places(look, geometry) : {};
    Object.assign(this, { look, geometry, words, places, jaw: geometry.large ? sizes.jaw : 18 });
    this.root = el(geometry.large ? 'div.bt-lane' : 'div.bt-lane.is-small', { 'data-unit': geometry.unit });
    this.name = el(
      'button.bt-name',
      { type: 'button', title: name, on: { click: () => on.focus(geometry.unit) } },
      name,
    );
    Object.assign(this.name.style, narrow ? { display: 'none' } : { top: `${geometry.beltY}px`, left: '0px' });
    this.rings = Object.fromEntries(look.SLOTS.map((slot) => [slot, el('i.bt-ring')]));
    this.gates = Object.fromEntries(
      Object.keys(geometry.gates).map((signal) => [signal, this.makeGate(signal, name, on)]),
    );
    this.numbers = geometry.large ? this.makeNumbers() : {};
    this.ornament = look.ornament?.(geometry);
    if (this.ornament) this.root.append(this.ornament.node);
    this.root.append(this.name, ...Object.values(this.rings), ...Object.values(this.gates).map((g) => g.root));
    marks.append(this.root);
    front.append(...Object.values(this.numbers));
  }

  makeGate(signal, name, on) {
    const half = this.look.OPPOSITE?.[signal];
    const label = `${this.words.gate[signal].ask} · ${name}`;
    const gate = new Gate(half ?? signal, this.geometry.unit, label, this.words.held, half ? opposite(half, on) : on);
    gate.root.classList.toggle('is-half', Boolean(half));
    gate.place(this.geometry.gates[signal], this.jaw);
    return gate;
  }

  makeNumbers() {
    return Object.fromEntries(
      Object.entries(this.places).map(([name, [x, y, align]]) => {
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
    const { FIRST_SEEN, OPPOSITE, PHASE_OF, SLOTS, texts } = this.look;
    const held = (signal) =>
      t >= 0 && [signal, OPPOSITE?.[signal]].some((one) => one && run.held(one, unit, t) !== null);
    for (const [signal, gate] of Object.entries(this.gates)) {
      gate.show(t < 0 ? null : v[signal], held(signal));
      gate.root.style.opacity = strength(PHASE_OF[signal], k);
    }
    for (const slot of SLOTS) this.showRing(slot, v, k);
    this.ornament?.show(v, t >= 0 && k >= FIRST_SEEN.cell);
    if (!large) return;
    const said = texts(v, this.words);
    for (const [name, node] of Object.entries(this.numbers)) {
      setText(node, said[name] ?? pct(v[name]));
      node.style.opacity = k >= FIRST_SEEN[name] && t >= 0 ? strength(PHASE_OF[name], k) : 0;
    }
    this.showLarge(v);
  }

  /** A value too large to be seen as an area, or whose parcel leaves no room below it, stands inside its parcel. */
  showLarge(v) {
    const { top, height, scale } = this.geometry;
    for (const slot of ['before', 'kept', 'cell'].filter((name) => name in this.numbers)) {
      const node = this.numbers[slot];
      const reach = diameter(v[slot], this.geometry.radius) / 2;
      const { y } = this.geometry.slots[slot];
      // Below the parcel, as far as the lane goes.
      const below = Math.max(this.places[slot][1], y + reach + 9 * scale);
      const inside = Math.abs(v[slot]) > 3 || below > top + height + 6 * scale;
      node.classList.toggle('is-inside', inside);
      node.dataset.sign = v[slot] < 0 ? 'neg' : 'pos';
      if (inside) {
        setText(node, num(v[slot], Math.abs(v[slot]) < 100 ? 3 : 0));
        const across = 2 * reach * (v[slot] < 0 ? 0.886 : 1) - 6;
        node.style.setProperty('--bt-fits', `${across / (0.58 * node.textContent.length)}px`);
      }
      node.style.top = `${inside ? y : below}px`;
    }
  }

  showRing(slot, v, k) {
    const { slots, radius, large, scale } = this.geometry;
    const ring = this.rings[slot];
    const { CAME, FIRST_SEEN, PHASE_OF } = this.look;
    const came = CAME[slot] ? v[CAME[slot]] : 0;
    const zero = diameter(v[slot], radius) === 0;
    const outline = large && Math.abs(came) >= 0.012 && Math.abs(v[slot]) < 0.97 * Math.abs(came);
    const size = outline ? diameter(came, radius) + 3 * scale : radius * (large ? 1.3 : 1.1);
    Object.assign(ring.style, {
      left: `${slots[slot].x}px`,
      top: `${slots[slot].y}px`,
      width: `${size}px`,
      height: `${size}px`,
      borderRadius: outline && came < 0 ? '3px' : '50%',
      opacity: (zero || outline) && (k >= FIRST_SEEN[slot] || slot === 'before') ? strength(PHASE_OF[slot], k) : 0,
    });
  }
}
