// Two ways of lighting: a row of the arithmetic lights what it comes from (the token's chip, the wires, the unit's
// name), and each of these lights the rows that it feeds. A gate lights the two terms that push it most.
// Pointing, keyboard focus and a tap do the same. What is lit carries data-lit; css/card.css shows it.

import { el } from './dom.js';
import { num } from './format.js';
import { keyOf } from './terms.js';
import { arithmetic } from './sums.js';

const STRONGEST = 2;

/** @typedef {{row: string}|{kind: "input"|"unit", unit?: number}|{signal: string, unit: number}} Pointed */

const NAMES = '.bt-name, .bt-tape-name, .bt-chips button';

/** What stands under the pointer or has the focus, in words of the arithmetic; null for anything else. */
function pointedAt(node, scene) {
  if (!(node instanceof Element)) return null;
  const at = (css) => node.closest(css);
  if (at('[data-key]')) return { row: at('[data-key]').dataset.key };
  if (at('.bt-chip, .bt-wire-hit.is-x, .bt-token.is-now')) return { kind: 'input' };
  if (at('.bt-wire-hit.is-h')) return { kind: 'unit' };
  if (at(NAMES)) return namedUnit(at(NAMES), scene);
  const gate = at('.bt-gate');
  return gate ? { signal: gate.dataset.signal, unit: Number(gate.dataset.unit) } : null;
}

function namedUnit(node, { net }) {
  const lane = node.closest('.bt-lane');
  if (lane) return { kind: 'unit', unit: Number(lane.dataset.unit) };
  const unit = [...node.parentNode.children].indexOf(node) - (node.matches('.bt-chips *') ? 1 : 0);
  return unit >= 0 && unit < net.units.length ? { kind: 'unit', unit } : null;
}

export class Light {
  /** scene: {host, run, net, state, machine, card} */
  constructor(scene) {
    const under = [...scene.host.querySelectorAll(':hover')].at(-1); // it was fetched because of a touch: that counts
    Object.assign(this, { scene, pointed: pointedAt(under, scene), focused: null, latest: 'pointed', lit: [] });
    const listen = (type, go) => scene.host.addEventListener(type, go);
    const look = (event) => pointedAt(event.target, scene);
    listen('pointerover', (event) => this.point(look(event), `${event.clientX} ${event.clientY}`));
    // A finger that is lifted leaves; what it tapped stays lit until the next tap.
    listen('pointerleave', (event) => event.pointerType !== 'touch' && this.point(null));
    listen('focusin', (event) => this.attend(event.target.matches(':focus-visible, .bt-term') ? look(event) : null));
    listen('focusout', () => this.attend(null));
  }

  /** Rows that are drawn anew under a pointer at rest were not pointed at. */
  point(what, at) {
    this.pointed = what;
    if (what && at !== this.at) this.latest = 'pointed';
    this.at = at;
    this.show(true);
  }

  attend(what) {
    this.focused = what;
    if (what) this.latest = 'focused';
    this.show(true);
  }

  /** Light what was pointed at or got the focus last. `moved`: a row out of sight may come into sight. */
  show(moved = false) {
    for (const node of this.lit.splice(0)) node.removeAttribute('data-lit');
    this.tag?.remove();
    const what = this[this.latest] ?? this.pointed ?? this.focused;
    const { run, state } = this.scene;
    if (!what || state.t < 0 || !run.T) return;
    const keys = this.keysOf(what);
    if (!keys.size) return;
    const gate = 'signal' in what ? what : this.place();
    for (const key of keys) this.lightSource(key, gate);
    if (!('signal' in what) || this.isOpen(what)) this.lightRows(keys, moved && !what.row);
  }

  /** The gate whose arithmetic is open, or null. */
  place() {
    const { card } = this.scene;
    return card.showsTerms() ? { signal: card.open.signal, unit: card.unit() } : null;
  }

  isOpen({ signal, unit }) {
    const open = this.place();
    return open?.signal === signal && open.unit === unit;
  }

  rows() {
    return this.place() ? [...this.scene.card.root.querySelectorAll('[data-key]')] : [];
  }

  /** Keys of all terms that are meant. */
  keysOf(what) {
    if ('signal' in what) {
      const { terms } = arithmetic(this.scene.run, { ...what, t: this.scene.state.t });
      const pushing = terms.filter((term) => term.value !== 0);
      return new Set(pushing.slice(0, STRONGEST).map(keyOf));
    }
    const members = (row) => row.dataset.members?.split(' ') ?? [row.dataset.key];
    const rows = this.rows();
    if (what.row) return new Set(rows.filter((row) => row.dataset.key === what.row).flatMap(members));
    const wanted = (key) => (what.unit === undefined ? key.startsWith(`${what.kind}:`) : key === `unit:${what.unit}`);
    return new Set(rows.flatMap(members).filter(wanted));
  }

  light(...nodes) {
    for (const node of nodes.filter(Boolean)) {
      node.setAttribute('data-lit', '');
      this.lit.push(node);
    }
  }

  /** The things on the screen that a term comes from. */
  lightSource(key, gate) {
    const [kind, index] = key.split(':');
    const all = (css) => this.scene.host.querySelectorAll(css);
    const wires = { input: '.bt-wire.is-x', unit: '.bt-wire.is-h' }[kind];
    if (wires) this.light(...all(wires), ...all(`.bt-wire.is-drop[data-signal="${gate.signal}"]`));
    if (kind === 'input') this.light(...all('.bt-chip, .bt-token.is-now'));
    if (kind === 'bias') this.light(...all(`.bt-gate[data-signal="${gate.signal}"][data-unit="${gate.unit}"]`));
    if (kind !== 'unit') return;
    this.light(
      ...all(`.bt-lane[data-unit="${index}"] .bt-name`),
      this.scene.host.querySelector('.bt-tape-names').children[index],
      this.scene.host.querySelector('.bt-chips').children[Number(index) + 1],
    );
    this.tagParcel(Number(index));
  }

  /** Where a unit's h leaves its lane: what it was after the step before, for that is what the gate heard. */
  tagParcel(unit) {
    const { run, state, machine } = this.scene;
    const lane = machine.lanes.find((one) => one.geometry.unit === unit && one.geometry.large);
    if (!lane) return;
    const { x, y } = lane.geometry.slots.hidden;
    const h = state.t > 0 ? run.signals.h[(state.t - 1) * run.H + unit] : run.start.h[unit];
    this.tag?.remove();
    this.tag = el('span.bt-lit-h', { 'data-unit': unit }, el('i', {}, 'h'), el('sub', {}, 't−1'), ` ${num(h)}`);
    Object.assign(this.tag.style, { left: `${x}px`, top: `${y - lane.geometry.radius - 4}px` });
    machine.front.append(this.tag);
  }

  /** The rows of these terms; a term in a closed group lights the group. */
  lightRows(keys, bringIntoSight) {
    const opened = (row) => row.querySelector('[aria-expanded=true]');
    const feeds = (row) => !opened(row) && row.dataset.members.split(' ').some((key) => keys.has(key));
    const rows = this.rows().filter((row) => (row.dataset.members ? feeds(row) : keys.has(row.dataset.key)));
    this.light(...rows);
    if (bringIntoSight) rows[0]?.scrollIntoView({ block: 'nearest' });
  }
}
