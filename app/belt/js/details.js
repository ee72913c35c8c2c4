// Details on demand, under the equation: one view at a time, its script, style and words fetched when it is first opened.

import { el, press } from './dom.js';
import { loadStyle } from './style.js';

/** Each module exports `View`: constructor(box, scene), lay(), show(), refresh(), clear(). */
const VIEWS = {
  weights: () => import('./weights.js'),
  strips: () => import('./strips.js'),
  text: () => import('./text.js'),
  table: () => import('./table.js'),
  code: () => import('./code.js'),
  beside: () => import('./beside.js'),
};

/** What the message must bring for a view to be offered. */
const NEEDS = { weights: 'baseline', beside: 'beside' };

export const DETAILS = Object.keys(VIEWS);

export class Details {
  /** scene: {state, words, run, net, …}; the view on show is scene.state.view. */
  constructor(box, scene) {
    Object.assign(this, { box, scene, open: null, view: null });
  }

  /**
   * Buttons carry words, so they are made anew when the language changes; of a network that is being edited they stay,
   * with the hand that may be in them.
   */
  build() {
    const { words, header } = this.scene;
    const { net, size, seed, cell, train } = header.link;
    const about = [header.lang, net, size, seed, cell, train].join();
    if (header.baseline && this.about === about) return this.addWords();
    this.about = header.baseline ? about : null;
    this.clear();
    const offered = DETAILS.filter((name) => !NEEDS[name] || header[NEEDS[name]]);
    this.buttons = offered.map((name) =>
      el(
        'button.bt-button.bt-tab',
        { type: 'button', 'data-view': name, 'aria-expanded': 'false', on: { click: () => this.toggle(name) } },
        words.details[name],
      ),
    );
    this.body = el('section.bt-details-body', { hidden: true });
    this.box.replaceChildren(el('div.bt-tabs', { role: 'group', 'aria-label': words.details.title }, ...this.buttons));
    this.box.append(this.body);
  }

  toggle(name) {
    this.scene.set({ view: this.scene.state.view === name ? 'machine' : name });
  }

  /** The window was measured, the network or the run is another one, or a view was chosen. */
  async lay() {
    const { view } = this.scene.state;
    const name = this.buttons.some(({ dataset }) => dataset.view === view) ? view : null;
    for (const button of this.buttons) {
      const on = button.dataset.view === name;
      press(button, on);
      button.setAttribute('aria-expanded', String(on));
    }
    const { beside } = this.scene.parts; // another network stands under the tape, all else at the bottom
    this.body.hidden = name === null || name === 'beside';
    beside.hidden = name !== 'beside';
    if (this.open !== name) {
      this.clear();
      this.open = name;
      if (name === null) return;
      const needed = [VIEWS[name](), import('./details_words.js'), loadStyle('details')];
      const [module, { default: more }] = await Promise.all(needed);
      if (this.open !== name) return; // another one was chosen meanwhile
      this.more = more;
      this.addWords();
      const body = name === 'beside' ? beside : this.body;
      body.dataset.view = name;
      body.setAttribute('aria-label', this.scene.words.details[name]);
      this.view = new module.View(body, this.scene);
    }
    await this.view?.lay();
    this.view?.show();
  }

  /** The details' words stand beside those of the message. */
  addWords() {
    const { words, header } = this.scene;
    this.scene.words = { ...words, ...this.more?.[header.lang] };
  }

  /** Another step or another unit. */
  show() {
    this.view?.show();
  }

  /** Gates were held: the same steps, other numbers. */
  refresh() {
    this.view?.refresh();
  }

  clear() {
    this.view?.clear();
    this.view = null;
    this.open = null;
    this.body?.replaceChildren();
  }
}
