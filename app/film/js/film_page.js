// One object that holds the state of the film page and lets its parts draw it.
//
// state: step (where the hand stands on training time), side (what the small chart shows), picture (beside the strip),
//        follow (a live film: stay with its newest frame).

import { el, Listeners, setText } from './dom.js';
import { Chart, viewTabs } from './film_curves.js';
import { Play } from './film_play.js';
import { Roll } from './film_roll.js';
import { Screen } from './film_screen.js';
import { Transport } from './film_transport.js';
import { Projector } from './film_projector.js';
import { loadPlotly } from './plotly.js';
import { applyTheme, readTheme } from './theme.js';

const NARROW = 700;

export class FilmPage {
  constructor(host) {
    this.host = host;
    this.listeners = new Listeners();
    this.rolls = new Map();
    this.state = { step: 0, side: null, picture: 'dots', follow: true };
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.projector = new Projector();
    this.play = new Play(
      (step) => this.go(step),
      (playing) => this.played(playing),
    );
    this.screen = new Screen(this);
    this.build();
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(host);
    this.listeners.on(host, 'keydown', (event) => this.key(event));
  }

  build() {
    const seek = (step) => this.seek(step);
    const move = (by) => this.move(by);
    this.question = el('h2.fm-question');
    this.what = el('p.fm-what');
    this.caption = el('p.fm-caption');
    this.spoken = el('p.fm-spoken', { 'aria-live': 'polite' });
    this.transport = new Transport({ play: () => this.toggle(), ask: (what) => this.ask(what) });
    this.main = new Chart({ seek, move, main: true });
    this.small = new Chart({ seek, move, main: false });
    this.readout = el('p.fm-readout');
    this.mainTitle = el('b');
    this.rewind = el('span.fm-rewind');
    const title = el('p.fm-chart-title', {}, this.mainTitle, this.rewind);
    this.sideTabs = el('div');
    this.panels = el('div.fm-panels');
    this.left = el('div.fm-main', {}, title, this.main.root, this.readout);
    this.right = el('div.fm-side', {}, this.sideTabs, this.small.root);
    this.host.tabIndex = -1;
    const charts = el('div.fm-charts', {}, this.left, this.right);
    this.slow = el('div.fm-slow', { hidden: true });
    this.below = el('h3.fm-name');
    this.belowHow = el('p.fm-what');
    const says = el('div.fm-says', {}, this.caption);
    this.host.replaceChildren(
      el('div.fm-head', {}, this.question, this.what),
      says,
      this.transport.root,
      charts,
      this.panels,
      this.slow,
      el('div.fm-below', {}, this.below, this.belowHow),
      this.spoken,
    );
  }

  /** A message from Python. */
  async update({ header, arrays }) {
    if (!this.host.isConnected) return;
    this.theme = readTheme(this.host, header.palette);
    applyTheme(this.host, this.theme);
    const before = this.header;
    this.header = header;
    if (before?.probe.id !== header.probe.id || before?.lang !== header.lang) this.probe = probeOf(header, arrays);
    if (before?.lang !== header.lang || before?.task.name !== header.task.name) this.tell();
    this.thread(before);
    if (header.update && before?.update?.id !== header.update.id) await this.openSlow(arrays);
    this.draw();
  }

  /** Words and tabs, of a language and a task. */
  tell() {
    const { words, task, lang } = this.header;
    this.host.lang = lang;
    this.host.setAttribute('role', 'region');
    this.host.setAttribute('aria-label', words.region);
    setText(this.question, task.question);
    setText(this.what, task.what);
    this.what.title = task.how;
    setText(this.rewind, words.rewind);
    setText(this.belowHow, words.below_how);
    const same = task.metric === 'error' && task.loss === 'squared';
    setText(this.mainTitle, words.views[same ? 'error' : 'loss']);
    const views = [...(same ? [] : ['metric']), 'gradient', 'weights', 'rate'];
    if (!this.chosen || !views.includes(this.state.side)) this.state.side = views[0];
    const tabs = viewTabs(views, words, (side) => this.set({ side }, (this.chosen = true)));
    this.markSide = tabs.mark;
    this.sideTabs.replaceChildren(tabs.root);
  }

  /** Put the films in: those that stay keep what is there of them. */
  thread(before) {
    const { film, pinned } = this.header;
    const wanted = [film, pinned].filter(Boolean);
    for (const [id, roll] of this.rolls)
      if (!wanted.some((about) => about.id === id)) this.rolls.delete(id, roll.stop());
    for (const about of wanted) {
      if (!this.rolls.has(about.id)) this.rolls.set(about.id, new Roll((roll) => this.arrived(roll)));
      this.rolls.get(about.id).open(about, this.probe);
    }
    this.roll = this.rolls.get(film.id);
    this.other = pinned ? this.rolls.get(pinned.id) : null;
    if (before?.film.id === film.id) return;
    this.play.stop();
    const at = film.at >= 0 ? film.at : 0;
    Object.assign(this.state, { step: at, follow: film.live && film.at < 0 });
    this.fresh = !film.live && film.at < 0; // plays by itself once
    this.panels.replaceChildren();
  }

  /** Something of a film has come. */
  arrived(roll) {
    if (roll === this.roll && this.state.follow && roll.about.live) this.keepUp();
    if (roll === this.roll && this.fresh && roll.film.length) {
      this.fresh = false;
      this.premiere(roll);
    }
    this.screen.stale = true;
    this.draw();
  }

  /** A film that ships plays by itself once, as soon as there is something to see. */
  async premiere(roll) {
    if (this.reduced.matches) return this.go(this.last);
    await loadPlotly(this.header.plotly);
    if (roll === this.roll && this.state.step === 0 && this.host.isConnected) this.play.start(0, this.last);
  }

  /** Stay with the newest frame of a live film. */
  keepUp() {
    if (this.reduced.matches) this.state.step = this.roll.film.last;
    else if (!this.play.chasing) this.play.chase(this.state.step, () => this.roll.film.last);
  }

  get last() {
    return Math.max(this.roll?.film.last ?? 0, this.other?.film.last ?? 0);
  }

  set(patch) {
    Object.assign(this.state, patch);
    this.screen.stale = true;
    this.draw();
  }

  /** Training time moves: by playing, or by a hand. */
  go(step) {
    this.state.step = step;
    this.draw();
  }

  seek(step) {
    this.play.stop();
    this.state.follow = this.roll.about.live && step >= this.last;
    this.go(Math.max(0, Math.min(this.last, step)));
    this.speakSoon();
  }

  move(by) {
    const { film } = this.roll;
    const next = Math.max(0, Math.min(film.length - 1, film.frameAt(this.state.step) + by));
    this.seek(film.steps[next] ?? 0);
  }

  toggle() {
    if (this.play.playing) this.play.stop();
    else this.play.start(this.state.step, this.last);
  }

  played(playing) {
    this.host.dataset.playing = playing;
    if (!playing) this.speakSoon();
    this.draw();
  }

  /** Keys of whoever is in here; the belt below hears what is not used. */
  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) this.move(by);
    else if (event.key === ' ' && !event.target.matches('button, select, summary')) this.toggle();
    else return;
    event.preventDefault();
  }

  /** What only Python can do; where the hand stands goes along. */
  ask(what) {
    this.play.stop();
    const frame = this.roll.film.frameAt(this.state.step);
    this.trigger('do', `${what}@${this.roll.film.steps[frame] ?? 0}`);
  }

  draw() {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.paint());
  }

  paint() {
    if (!this.header || !this.host.isConnected || !this.roll) return;
    const shown = [this.other, this.roll].filter((roll) => roll?.reads && roll.film.length);
    this.host.dataset.many = shown.length > 1;
    this.host.dataset.layout = this.host.clientWidth < NARROW ? 'narrow' : 'wide';
    if (this.roll.film.length) this.screen.frame(shown);
    this.screen.transport();
  }

  /** Screen readers hear where the hand comes to rest, not every frame. */
  speakSoon() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => setText(this.spoken, this.caption.textContent), 400);
  }

  /** One update in slow motion, fetched when it is asked for. */
  async openSlow(arrays) {
    const { Slow } = await import('./film_slow.js');
    this.motion ??= new Slow(this.slow);
    this.motion.show(this.header, arrays, this.roll.cell, this.screen.look);
  }

  clear() {
    this.play.stop();
    this.sizes.disconnect();
    this.listeners.clear();
    clearTimeout(this.speaking);
    cancelAnimationFrame(this.drawing);
    this.motion?.end();
    for (const roll of this.rolls.values()) roll.stop();
    this.projector.clear();
    this.main.clear();
    this.small.clear();
  }
}

function probeOf({ probe }, arrays) {
  return { ...probe, x: arrays['probe.x'], right: arrays['probe.right'], asked: arrays['probe.asked'] };
}
