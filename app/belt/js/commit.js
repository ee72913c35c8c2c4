// What a hand holds on a page of edits. It works here at once, as everywhere; a moment after the last change Python is
// told, and what was held comes back as an edit of the run. Until then the hold stands in its place, so nothing jumps.
// However often a hand stops on its way, a drag is one edit.

import { heldBy } from './cell.js';

const QUIET = 300; // ms after the last change
const PATIENCE = 8000; // ms; what was not answered by then was lost
const SENDING = -1; // instead of the number that a letter gets when it is sent

const all = (run) => [...Array(run.H).keys()];

/** A hold as the text of an edit: over all steps. */
function textOf({ signal, unit, value }) {
  const units = unit < 0 ? 'all' : unit;
  return value === null ? `free_${signal}_${units}` : `clamp_${signal}_${units}_0_end_${Number(value.toFixed(4))}`;
}

export class Commits {
  /** scene: {state, net, run, header, host, applyHolds}; a hold here carries the number of its letter (0: not sent). */
  constructor(scene, letters) {
    Object.assign(this, { scene, letters, freed: false });
    scene.state.commits = true;
    const press = (down) => () => Object.assign(this, { down });
    scene.listeners.on(scene.host, 'pointerdown', press(true));
    for (const end of ['pointerup', 'pointercancel']) scene.listeners.on(window, end, press(false));
    // A hand that goes elsewhere may undo, leave or choose another network: what it did before comes first.
    const elsewhere = ({ target }) => !scene.host.contains(target) && this.sendAll();
    for (const sign of ['pointerdown', 'focusin']) scene.listeners.on(document, sign, elsewhere, true);
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

  /** One edit at a time: each is a step that can be undone. */
  send() {
    if (this.down) return this.soon();
    const text = this.next();
    if (!text) return;
    const number = this.letters.send(text);
    const { state } = this.scene;
    state.holds = state.holds.map((one) => (one.sent === SENDING ? { ...one, sent: number } : one));
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.giveUp(), PATIENCE);
    if (this.waits()) this.soon();
  }

  /** Whether anything was done that Python was not told. */
  waits() {
    return this.freed || this.scene.state.holds.some(({ sent, byAll }) => !sent && !byAll);
  }

  /** Send at once whatever was not sent. */
  sendAll() {
    clearTimeout(this.timer);
    this.down = false;
    while (this.waits() && !this.scene.header.standalone) this.send();
  }

  /** The oldest change that was not sent, as text; null when all are. */
  next() {
    const { state } = this.scene;
    const free = this.freed;
    const one = state.holds.find(({ sent, byAll }) => !sent && !byAll);
    if (!free && !one) return null;
    const mine = (other) => (free ? other.byAll : other === one);
    state.holds = state.holds.map((other) => (mine(other) ? { ...other, sent: SENDING } : other));
    this.freed = false;
    return free ? 'free_all' : textOf(one);
  }

  /** A message has come: what it answers has become an edit, or was refused. What is newer stays held. */
  settle() {
    const { state } = this.scene;
    state.holds = state.holds.filter(({ sent }) => !sent || this.letters.waits(sent));
  }

  /** What was sent and never answered is let go. */
  giveUp() {
    const { state } = this.scene;
    for (const { sent } of state.holds) if (sent && Date.now() - sent > PATIENCE - 100) this.letters.forget(sent);
    const before = state.holds.length;
    this.settle();
    if (state.holds.length < before) this.scene.applyHolds();
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
