// Play, step, speed, show all, the tour; beside them what can be taken away (take.js).

import { linkOf } from './address.js';
import { el, press, setText } from './dom.js';
import { storyOf } from './tour.js';

const LONG_PRESS = 550; // ms
export const SPEEDS = [0.5, 1, 3, 10];

export class Transport {
  /** scene: {player, tour, state, run, net, words, set(patch), move, toggle, freeAll, take} */
  constructor(box, more, scene) {
    Object.assign(this, { box, more, scene });
  }

  build() {
    const { words } = this.scene;
    const w = words.transport;
    const button = (cls, label, glyph, go) =>
      el(`button.bt-button.${cls}`, { type: 'button', 'aria-label': label, title: label, on: { click: go } }, glyph);
    this.back = button('bt-back', w.back, '◀', () => this.scene.move(-1));
    this.play = this.playButton(w.play);
    this.next = button('bt-next', w.next, '▶', () => this.scene.move(1));
    this.next.prepend(el('i'));
    this.back.append(el('i'));
    this.count = el('span.bt-count');
    this.speeds = SPEEDS.map((speed) =>
      el(
        'button.bt-button',
        {
          type: 'button',
          'data-speed': speed,
          title: w.speed,
          'aria-label': `${w.speed} ${speed}×`,
          on: { click: () => this.scene.set({ speed }) },
        },
        speed === 0.5 ? '½×' : `${speed}×`,
      ),
    );
    this.all = el(
      'button.bt-button.bt-all',
      { type: 'button', title: w.all_help, on: { click: () => this.scene.set({ all: !this.scene.state.all }) } },
      w.all,
    );
    this.free = el('button.bt-button.bt-free', { type: 'button', on: { click: () => this.scene.freeAll() } }, w.free);
    this.further = el('a.bt-button.bt-further', { title: w.further_help }, w.further);
    const startTour = { type: 'button', on: { click: () => this.scene.tour.start() } };
    this.tour = el('button.bt-button.bt-again', startTour, w.tour);
    this.box.replaceChildren(
      el('div.bt-trio', {}, this.back, this.play, this.next),
      this.count,
      el('div.bt-speeds', { role: 'group', 'aria-label': w.speed }, ...this.speeds),
    );
    const lecture = { type: 'button', title: w.lecture_help, on: { click: () => this.scene.toggleLecture() } };
    this.lecture = el('button.bt-button.bt-lecture', lecture);
    this.more.replaceChildren(this.further, this.free, this.all, this.tour, this.lecture, ...this.scene.take.buttons());
  }

  /** A short press goes to the next event; a long one, or one with Shift, plays every step. */
  playButton(label) {
    let timer = 0;
    let long = false;
    const node = el('button.bt-button.bt-play', { type: 'button', 'aria-label': label, title: label });
    node.addEventListener('pointerdown', () => {
      long = false;
      timer = setTimeout(() => {
        long = true;
        if (!this.scene.player.playing) this.scene.player.play({ every: true });
      }, LONG_PRESS);
    });
    for (const end of ['pointerup', 'pointerleave', 'pointercancel'])
      node.addEventListener(end, () => clearTimeout(timer));
    node.addEventListener('click', (event) => {
      clearTimeout(timer);
      if (!long) this.scene.toggle(event.shiftKey);
      long = false;
    });
    return node;
  }

  refresh() {
    const { state, run, words, player, header } = this.scene;
    const { GATES } = run.cell;
    const w = words.transport;
    setText(this.play, player.playing ? '❚❚' : '▶');
    const label = player.playing ? w.pause : w.play;
    this.play.setAttribute('aria-label', label);
    this.play.title = label;
    setText(this.count, `${state.t + 1} / ${run.T}`);
    for (const button of this.speeds) press(button, Number(button.dataset.speed) === state.speed);
    press(this.all, state.all);
    setText(this.lecture, state.view === 'lecture' ? w.lecture_leave : w.lecture);
    this.free.hidden = !state.holds.length && !header.clamps?.some(([signal]) => GATES.includes(signal));
    this.further.hidden = !state.holds.length || state.commits || header.standalone;
    if (!this.further.hidden) this.further.href = linkOf(this.scene.link, state).replace(/[^/?]*\?/, 'effect?');
    const tellable = !header.standalone && !header.baseline && storyOf(run, this.scene.net) !== null;
    this.tour.hidden = !this.scene.tour.speaking && !tellable;
    this.back.disabled = state.t < 0;
    this.next.disabled = state.t >= run.T - 1;
    this.play.disabled = run.T === 0;
  }
}
