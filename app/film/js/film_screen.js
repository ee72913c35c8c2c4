// What is drawn when a frame comes: sentence, curves with the hand on them, panels, and how the training stands.

import { setText } from './dom.js';
import { Panel } from './film_panel.js';
import { markAt, sentence, told } from './film_story.js';
import { standing } from './film_transport.js';
import { fill, num } from './format.js';

const NARROW = 520; // px of one panel

/** A loss that exploded is told by its whole digits, in threes. */
const readable = (value) => (value >= 1000 ? Math.round(value).toLocaleString('en') : num(value));

export class Screen {
  /** page: FilmPage. */
  constructor(page) {
    this.page = page;
    this.stale = true;
  }

  get look() {
    const { theme, host } = this.page;
    return { colors: theme.colors, family: getComputedStyle(host).fontFamily };
  }

  /** shown: the films that are there, the pinned one first. */
  frame(shown) {
    const { page } = this;
    const { words, task } = page.header;
    const { film, unit, about, cell } = page.roll;
    const frame = film.frameAt(page.state.step);
    const step = film.steps[frame];
    setText(page.caption, this.told(page.roll, frame));
    const held = film.held.steps.findLast((at) => at <= step); // evaluations are rarer than frames
    const mark = held === undefined ? '–' : told(task, markAt(film, step, frame));
    const parts = { step, loss: readable(film.series.loss[frame]), mark, held: held ?? '–' };
    const now = about.changes.findLast(([at]) => at <= step); // told beside the numbers, since then
    const since = now ? fill(words.changed, { at: now[0], settings: now[1] }) : '';
    const readout = fill(words[`readout_${task.metric}`], parts) + since;
    setText(page.readout, readout);
    setText(page.below, fill(words.below, { step }));
    this.curves(shown, frame);
    page.main.tell(words.time, readout, page.last);
    this.panels(shown);
    page.host.dataset.step = step;
    page.host.dataset.unit = unit;
    page.host.dataset.gates = cell.GATES.length;
    page.projector.show(film.frames[frame], { net: about.net, at: step });
  }

  /** One sentence about a frame. */
  told({ film, reads, unit }, frame) {
    const { words, task } = this.page.header;
    const scene = { film, read: reads.at(frame), task, probe: this.page.probe, unit };
    return sentence(words.story, { ...scene, gateNames: words.gates, unitName: this.unitName(unit) }, frame);
  }

  /** Curves are drawn anew when there is more of them; otherwise only the hand moves. */
  curves(shown, frame) {
    const { main, small, state, host, theme, header, last, roll, markSide } = this.page;
    const { words, task, plotly } = header;
    const drawn = [
      host.clientWidth,
      roll.about.changes.length,
      theme.name,
      state.side,
      header.lang,
      shown.length,
      last,
    ].join();
    if (this.stale || this.drawn !== drawn) {
      this.stale = false;
      this.drawn = drawn;
      const films = shown.map((one) => ({
        film: one.film,
        name: one.about.name,
        quiet: one !== roll,
        changes: one.about.changes,
      }));
      const what = { shown: films, task, words, last };
      main.draw({ ...what, view: 'loss' }, this.look, plotly);
      const legend = !(state.side in task.baselines); // the large one tells
      small.draw({ ...what, view: state.side, legend }, this.look, plotly);
      markSide(state.side);
    }
    const { series } = roll.film;
    main.place(state.step, series.loss[frame]);
    small.place(state.step, series[state.side]?.[frame]);
  }

  panels(shown) {
    const { page } = this;
    const { words, task } = page.header;
    const box = page.panels;
    while (box.children.length > shown.length) box.lastChild.remove();
    for (const [n, roll] of shown.entries()) {
      const focus = (unit) => page.set({}, roll.focus(unit));
      roll.panel ??= new Panel({ focus, choose: (picture) => page.set({ picture }) });
      if (box.children[n] !== roll.panel.root) box.insertBefore(roll.panel.root, box.children[n] ?? null);
      roll.panel.words(words);
      const { film, reads, cell, unit, about } = roll;
      const units = [...Array(reads.at(0).H).keys()].map((u) => this.unitName(u));
      const what = { film, reads, cell, unit, units, words, task, probe: page.probe, most: roll.most() };
      const many = shown.length > 1;
      const place = { name: many ? about.name : '', narrow: box.clientWidth / shown.length < NARROW };
      const at = { frame: film.frameAt(page.state.step), picture: page.state.picture };
      const told = many ? this.told(roll, at.frame) : '';
      roll.panel.show({ ...what, ...place, ...at, told }, this.look);
    }
  }

  transport() {
    const { page } = this;
    const { words } = page.header;
    const { film, status, running, failed, over, about } = page.roll;
    const busy = running && about.live;
    const frame = film.length ? film.frameAt(page.state.step) : 0;
    const told = { status, film, frame, failed };
    const sentence = film.length || failed || status ? standing(words, told) : words.status.loading;
    const done = Math.min(1, film.last / (about.steps || film.last || 1));
    const state = {
      playing: page.play.playing,
      busy,
      live: about.live,
      begun: about.live && film.last > 0,
      over,
      pinned: Boolean(page.other),
    };
    page.transport.show({ ...state, sentence, done }, words);
    page.host.dataset.busy = busy;
    page.host.dataset.stopped = film.metadata.stopped ?? '';
  }

  unitName(unit) {
    return fill(this.page.header.words.unit, { number: unit + 1 });
  }
}
