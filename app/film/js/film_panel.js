// One film on the page: its strip, and beside it one of three pictures. Two of them stand side by side.

import { el, press, setText } from './dom.js';
import { Board } from './film_canvas.js';
import { dots } from './film_dots.js';
import { fill } from './format.js';
import { halfLives, reachOf, weightMap } from './film_measures.js';
import { Strips } from './film_strips.js';

const PICTURES = { dots, half: halfLives, weights: weightMap };

export class Panel {
  /** on: {focus(unit), choose(picture)} */
  constructor(on) {
    this.strips = new Strips(on);
    this.name = el('h3.fm-name');
    this.says = el('p.fm-panel-says');
    this.tabs = Object.keys(PICTURES).map((picture) =>
      el('button.fm-tab', { type: 'button', 'data-picture': picture, on: { click: () => on.choose(picture) } }),
    );
    this.board = new Board(
      (board, width, height) => PICTURES[this.what.picture](board, width, height, this.what),
      () => Math.max(250, this.strips.places?.bottom ?? 0),
    );
    this.note = el('p.fm-note');
    const beside = el('div.fm-beside', {}, el('div.fm-tabs', {}, ...this.tabs), this.note, this.board.canvas);
    this.root = el('section.fm-panel', {}, this.name, this.says, el('div.fm-panel-body', {}, this.strips.root, beside));
  }

  words(words) {
    for (const tab of this.tabs) setText(tab, words.pictures[tab.dataset.picture]);
  }

  /** what: {name, film, reads, frame, cell, probe, task, unit, units, picture, words, narrow, most} */
  show(what, look) {
    const reach = this.film === what.film && this.frames === what.film.length ? this.reach : reachOf(what.film);
    Object.assign(this, { film: what.film, frames: what.film.length, reach });
    this.what = { ...what, reach };
    setText(this.name, what.name);
    this.name.hidden = !what.name;
    setText(this.says, what.told);
    this.says.hidden = !what.name;
    for (const tab of this.tabs) press(tab, tab.dataset.picture === what.picture);
    this.strips.show({ ...what, read: what.reads.at(what.frame) }, look);
    this.board.draw(look);
    const note = what.cell.GATES.length ? what.words[what.picture].note : '';
    setText(this.note, fill(note ?? '', { unit: what.units[what.unit] }));
    this.board.canvas.setAttribute('aria-label', what.words[what.picture].alt);
  }
}
