// What a hand holds on a page of edits. It works here at once, as everywhere; a moment after the last change Python is
// told, and what was held comes back as an edit of the run. Until then the hold stands in its place, so nothing jumps.
// However often a hand stops on its way, a drag is one edit.

import { heldBy } from './cell.js';

const QUIET = 300; // ms after the last change
const PATIENCE = 8000; // ms; what has not come back by then was refused

const all = (run) => [...Array(run.H).keys()];

/** A hold as the text of an edit: over all steps. */
function textOf({ signal, unit, value }) {
  const units = unit < 0 ? 'all' : unit;
  return value === null ? `free_${signal}_${units}` : `clamp_${signal}_${units}_0_end_${Number(value.toFixed(4))}`;
}

export class Commits {
  /** scene: {state, net, run, header, trigger, applyHolds}; a hold here carries when it was sent (0: not yet). */
  constructor(scene) {
    Object.assign(this, { scene, freed: false });
    scene.state.commits = true;
    const press = (down) => () => Object.assign(this, { down });
    scene.listeners.on(scene.host, 'pointerdown', press(true));
    for (const end of ['pointerup', 'pointercancel']) scene.listeners.on(window, end, press(false));
  }

  /** The holds with this one; null lets go of what an edit holds. */
  hold(signal, unit, value) {
    const { holds } = this.scene.state;
    const others = holds.filter((one) => one.signal !== signal || (unit >= 0 && one.unit !== unit));
    this.soon();
    return [...others, { signal, unit, value, sent: 0 }];
  }

  freeAll() {
    this.freed = true;
    this.soon();
    return this.scene.net.cell.GATES.map((signal) => ({ signal, unit: -1, value: null, sent: 0, byAll: true }));
  }

  /** At what a gate of a unit (−1: of all units) is held at this step; null where it is free, or not everywhere. */
  held(signal, unit) {
    const { state, net, run } = this.scene;
    const held = heldBy(state.holds, net.clamps);
    const values = (unit < 0 ? all(run) : [unit]).map((u) => held(signal, u, Math.max(0, state.t)));
    return values.every((value) => value === values[0]) ? values[0] : null;
  }

  soon() {
    if (this.scene.header.standalone) return; // a file has nobody to tell
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), QUIET);
  }

  /** One edit at a time: Python does them one after the other. */
  send() {
    const { scene } = this;
    if (this.down) return this.soon();
    const text = this.next();
    if (!text) return;
    scene.trigger('edit', text);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.giveUp(), PATIENCE);
    if (scene.state.holds.some((one) => !one.sent)) this.soon();
  }

  /** The oldest change that was not sent, as text; null when all are. */
  next() {
    const { state } = this.scene;
    const free = this.freed;
    const one = state.holds.find(({ sent, byAll }) => !sent && !byAll);
    if (!free && !one) return null;
    const sent = Date.now();
    state.holds = state.holds.map((other) => ((free ? other.byAll : other === one) ? { ...other, sent } : other));
    this.freed = false;
    return free ? 'free_all' : textOf(one);
  }

  /** Whether what came from Python says the same as a hold. */
  isIn({ signal, unit, value }, rows) {
    const { run } = this.scene;
    const last = run.T - 1;
    return (unit < 0 ? all(run) : [unit]).every((u) => {
      const own = rows.filter((row) => row[0] === signal && row[1] === u);
      if (value === null) return own.length === 0;
      return own.some(([, , from, to, at]) => from === 0 && to >= last && Math.abs(at - value) < 1e-9);
    });
  }

  /** A message has come: holds that it knows have become edits. What is newer stays held. */
  settle(clamps) {
    const { state } = this.scene;
    state.holds = state.holds.filter((one) => !one.sent || !this.isIn(one, clamps));
  }

  /** What was sent and never came back is let go. */
  giveUp() {
    const { scene } = this;
    const kept = scene.state.holds.filter((one) => !one.sent || Date.now() - one.sent < PATIENCE - 100);
    if (kept.length === scene.state.holds.length) return;
    scene.state.holds = kept;
    scene.applyHolds();
  }

  /** Another picture: what was held belonged to the one before. */
  forget() {
    this.scene.state.holds = [];
    this.freed = false;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    clearTimeout(this.waiting);
  }
}
