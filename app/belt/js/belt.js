// The signature component: one object that holds the state and lets its parts draw it.
//
// state: t (step on show, −1 before the first), k (keyframe), u (unit in focus, −1 = none: holds act on all),
//        speed, holds, view (which detail is open), all (future shown), playing.

import { forgetAddress, readHolds, writeAddress } from './address.js';
import { loadCell } from './cells.js';
import { Details } from './details.js';
import { Listeners } from './dom.js';
import { Equation } from './equation.js';
import { classify } from './events.js';
import { heldAt, nextKeyHold, withHold } from './holds.js';
import { bindKeys, leaveList } from './keys.js';
import { Layout } from './layout.js';
import { Machine } from './machine.js';
import { makeRun, readNetwork } from './model.js';
import { Drawing, cardOpener } from './opener.js';
import { Player } from './player.js';
import { loadPlotly } from './plotly.js';
import { REST } from './pose.js';
import { buildSkeleton } from './skeleton.js';
import { Speech } from './speech.js';
import { Take } from './take.js';
import { Tape } from './tape.js';
import { readTheme } from './theme.js';
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

  /** A message from Python. The same message again (a rerun for another widget) changes nothing and stops nothing. */
  async update({ header, arrays }) {
    this.Plotly ??= await loadPlotly(header.plotly);
    const cell = await loadCell(header.network.cell);
    if (!this.host.isConnected || this.drawing.isOvertaken(header.link)) return; // the page was left, or drawn on
    const theme = readTheme(this.host, header.palette);
    const same = this.header?.id === header.id;
    const sameWords = same && this.header.lang === header.lang;
    if (sameWords && this.theme?.name === theme.name) return;
    const translated = this.header !== undefined && this.header.lang !== header.lang;
    if (same && !sameWords) await this.tour.leave();
    if (!same) this.tried = null;
    this.header = header;
    this.theme = theme;
    this.words = header.words;
    this.net = readNetwork(header, arrays, cell);
    this.arrays = arrays;
    if (!same) this.startAt(header, translated);
    else {
      this.link = header.link;
      this.sequence = { main: header.sequence, encore: header.encore }[this.sequence.name] ?? this.sequence;
    }
    for (const part of [this.card, this.transport, this.equation, this.details, this.drawing]) part?.build();
    await this.layOut();
    if (!same) this.firstPlay(header);
  }

  startAt(header, translated) {
    const { link } = header;
    // A link at the start, or a file opened later, names the step and what is held.
    const fromLink = this.link === undefined || link.t > 0 || link.hold !== '';
    const sameNet = ['net', 'size', 'seed', 'cell'].every((part) => this.link?.[part] === link[part]);
    this.again = this.tour.interrupt(sameNet && translated);
    this.player.pause();
    const drawn = this.drawing.isMine(link);
    if (!drawn) this.card?.close();
    if (fromLink) Object.assign(this.state, { speed: link.speed, holds: readHolds(link.hold), view: link.view });
    if (this.link !== undefined) this.stands = link.t > 0;
    this.link = link;
    if (!sameNet && !fromLink) this.state.holds = [];
    if (!sameNet) leaveList();
    this.state.u = Math.min(header.network.H - 1, fromLink ? link.u : sameNet ? this.state.u : -1);
    this.sequence = header.sequence;
    this.speech.asked.clear();
    const { T } = header.sequence;
    const start = fromLink ? Math.min(T, link.t) - 1 : -1;
    Object.assign(this.state, { t: drawn ? Math.min(T - 1, this.state.t) : start, k: REST });
    this.makeRun();
  }

  /** Something alive at once: the tour on a first visit, else the first event. A link to a step stands still there. */
  firstPlay(header) {
    if (!this.run.T) return;
    if (header.mode === 'showcase') import('./showcase.js').then(({ loop }) => loop(this));
    else if (this.again || header.mode === 'tour' || (header.tour && !this.tour.seen())) this.tour.start();
    else if (this.state.t < 0 && !this.stands) this.player.play();
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

  /** Escape closes what lies on top: a card, or the hall. */
  escape() {
    if (this.card?.open) this.card.close();
    else if (this.layout.hall) this.toggleLecture();
  }

  held(signal, unit) {
    return heldAt(this.state.holds, signal, unit);
  }

  /** Hold a gate of a unit (−1: of all) at a value; null frees it. Takes effect under the finger. */
  hold(signal, unit, value) {
    this.state.holds = withHold(this.state.holds, signal, unit, value, this.run.H);
    this.applyHolds();
  }

  /** The n-th gate of the cell takes the next value in its key's round. */
  holdNext(n) {
    const { holds, u } = this.state;
    const signal = this.net.cell.GATES[n];
    if (signal) this.hold(signal, u, nextKeyHold(holds, signal, u));
  }

  freeAll() {
    this.layout.hall?.freed();
    this.state.holds = [];
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
    this.listeners.clear();
    this.layout.clear();
    this.tape.clear();
    this.details.clear();
    this.machine.clear();
  }
}
