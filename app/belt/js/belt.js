// The signature component: one object that holds the state and lets its parts draw it.
//
// state: t (step on show, −1 before the first), k (keyframe), u (unit in focus, −1 = none: holds act on all),
//        speed, holds, view (which detail is open), all (future shown), playing.

import { forgetAddress, writeAddress } from './address.js';
import { arrive } from './arrive.js';
import { Details } from './details.js';
import { Listeners } from './dom.js';
import { Equation } from './equation.js';
import { classify } from './events.js';
import { heldAt, nextKeyHold, withHold } from './holds.js';
import { bindKeys } from './keys.js';
import { Layout } from './layout.js';
import { Machine } from './machine.js';
import { makeRun } from './model.js';
import { Drawing, cardOpener } from './opener.js';
import { Player } from './player.js';
import { REST } from './pose.js';
import { buildSkeleton } from './skeleton.js';
import { Speech } from './speech.js';
import { Take } from './take.js';
import { Tape } from './tape.js';
import { Tour } from './tour.js';
import { Transport } from './transport.js';

export class Belt {
  constructor(host) {
    this.host = host;
    this.listeners = new Listeners();
    this.state = { t: -1, k: REST, u: -1, speed: 1, holds: [], view: 'machine', all: false, playing: false };
    this.player = new Player(this);
    // An address that names a step is a link to exactly that: nothing plays by itself.
    this.stands = new URLSearchParams(window.location.search).has('t');
    this.build();
    bindKeys(host, this, this.listeners);
    this.layout = new Layout(this);
  }

  build() {
    const on = {
      tap: (signal, unit) => this.opener().then((card) => card.show(signal, unit)),
      hold: (signal, unit, value) => this.hold(signal, unit, value),
      value: (signal, unit) => this.run.signals[signal][Math.max(0, this.state.t) * this.run.H + Math.max(0, unit)],
      focus: (unit) => this.focus(unit),
    };
    this.parts = buildSkeleton(this.host);
    this.extra = this.parts.extra;
    this.tape = new Tape(this.parts.tape, { seek: (t) => this.seek(t), focus: (unit) => this.focus(unit) });
    this.machine = new Machine(this.parts.machine, this.tape, on);
    this.opener = cardOpener(this);
    this.drawing = new Drawing(this, this.parts.draw);
    this.equation = new Equation(this.parts.equation, this);
    this.transport = new Transport(this.parts.bar, this.parts.more, this);
    this.take = new Take(this.parts.toast, this);
    this.details = new Details(this.parts.details, this);
    this.tour = new Tour(this);
    this.speech = new Speech(this, this.parts);
  }

  /** A message from Python (arrive.js). */
  update(message) {
    return arrive(this, message);
  }

  makeRun() {
    const net = this.tried ? { ...this.net, weights: this.tried, tried: true } : this.net;
    this.run = makeRun(net, this.sequence, this.arrays, this.state.holds, this.state.u);
    this.classes = classify(this.run, this.net);
  }

  /** Another sequence of the same network (the tour's second sentence), or back to the learner's own (null). */
  async useSequence(sequence) {
    this.sequence = sequence ?? this.header.sequence;
    Object.assign(this.state, { t: -1, k: REST });
    this.speech.asked.clear();
    this.makeRun();
    await this.layOut();
  }

  layOut() {
    return this.layout.lay();
  }

  /** Show keyframe k of step t within ms: the one way to move in time. */
  async show(t, k, ms) {
    if (!this.run) return;
    Object.assign(this.state, { t, k });
    const stored = k === REST;
    await this.layout.followStory(t);
    await this.tape.show(t, stored, this.state.all, this.state.u);
    this.drawing.show();
    this.speech.show();
    if (stored || k <= 1) {
      this.equation.refresh();
      this.card?.refresh();
      this.tour.watch?.();
    }
    this.ghost?.show();
    this.equation.reveal(k);
    this.details.show();
    this.transport.refresh();
    await this.machine.show(t, k, ms);
  }

  /** Playing began or ended, or a setting changed. */
  changed() {
    if (!this.run) return;
    this.transport.refresh();
    this.host.dataset.playing = this.state.playing;
    this.layout.hall?.changed();
    if (this.state.playing) return;
    this.speech.speak();
    const { sequence, standalone, mode } = this.header;
    if (this.sequence !== sequence) return; // the tour's own has no link
    if (!standalone && mode !== 'showcase' && this.host.isConnected) writeAddress(this.link, this.state);
  }

  async toggle(every) {
    await this.tour.leave();
    this.player.toggle(every);
  }

  /** The learner goes to a step: a tour that is not waiting for them to try something ends. */
  async seek(t) {
    if (!this.tour.watch) await this.tour.leave();
    return this.player.seek(t);
  }

  async move(by) {
    await this.tour.leave();
    return this.player.move(by);
  }

  /** Ask Python for another network. */
  wish(network) {
    this.trigger('wish', network);
  }

  set(patch) {
    Object.assign(this.state, patch);
    const { t, k, all, u } = this.state;
    if ('all' in patch) this.tape.show(t, k === REST, all, u).then(() => this.details.show());
    if ('view' in patch && (this.layout.hall || patch.view === 'lecture')) this.layOut();
    else if ('view' in patch) this.details.lay();
    this.changed();
  }

  async focus(unit) {
    const u = Math.max(-1, Math.min(this.run.H - 1, unit));
    if (u === this.state.u) return;
    this.state.u = u;
    if (this.run.lead !== null && u >= 0) this.run.lead = u;
    const playing = this.state.playing;
    await this.layout.follow();
    if (playing) this.details.show();
    else await this.show(this.state.t, this.state.k, 0);
    this.changed();
  }

  /** The hall: one picture for everyone in the room, and nothing beside it. */
  async toggleLecture() {
    if (this.header.mode === 'showcase') return;
    await this.tour.leave();
    this.card?.close();
    const lectures = this.state.view !== 'lecture';
    if (lectures) await this.layout.fill();
    this.set({ view: lectures ? 'lecture' : 'machine' });
  }

  /** Escape closes what lies on top: a card, or the hall, which the end of full screen may be closing already. */
  escape() {
    if (this.card?.open) this.card.close();
    else if (this.layout.hall) this.set({ view: 'machine' });
  }

  held(signal, unit) {
    return this.ghost ? this.ghost.commits.held(signal, unit) : heldAt(this.state.holds, signal, unit);
  }

  /** Hold a gate of a unit (−1: of all) at a value; null frees it. Takes effect under the finger. */
  hold(signal, unit, value) {
    const { holds } = this.state;
    this.state.holds =
      this.ghost?.commits.hold(signal, unit, value) ?? withHold(holds, signal, unit, value, this.run.H);
    this.applyHolds();
  }

  /** The n-th gate of the cell takes the next value in its key's round. */
  holdNext(n) {
    const { u } = this.state;
    const signal = this.net.cell.GATES[n];
    if (signal) this.hold(signal, u, nextKeyHold(signal, this.held(signal, u)));
  }

  freeAll() {
    this.layout.hall?.freed();
    this.state.holds = this.ghost?.commits.freeAll() ?? [];
    this.applyHolds();
  }

  /**
   * Run at once with other weights, {weight_ih, weight_hh, bias, bias_hn} as in net.weights; null: with its own again.
   * The next other picture from Python ends it.
   */
  tryWeights(weights) {
    this.tried = weights;
    this.applyHolds();
  }

  /** Many drags may come in one frame; the network runs once. */
  applyHolds() {
    cancelAnimationFrame(this.holding);
    this.holding = requestAnimationFrame(() => this.rerun());
  }

  /** The same steps with other numbers: nothing moves in time. */
  async rerun() {
    const { lead } = this.run;
    this.makeRun();
    this.run.lead = lead; // what a hand changes stays where it is
    this.machine.refresh(this.run);
    await this.tape.refresh(this.run);
    this.details.refresh();
    if (!this.state.playing) await this.show(this.state.t, this.state.k, 0);
    this.changed();
  }

  unmount() {
    this.player.pause();
    forgetAddress();
    this.ghost?.clear();
    this.film?.clear();
    this.listeners.clear();
    this.layout.clear();
    this.tape.clear();
    this.details.clear();
    this.machine.clear();
  }
}
