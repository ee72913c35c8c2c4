// The readings of memory: one picture at a time of what Python measured, drawn by the page's own plotly.js.
// Choosing asks Python for another picture; theme, size, lecture hall and the step slider are the browser's work.

import { choosers, tabs } from './choosers.js';
import { decode } from './decode.js';
import { el, Listeners, setText } from './dom.js';
import { Hall } from './big.js';
import { Plot } from './plot.js';
import { ranks, table } from './ranks.js';
import { applyTheme, readTheme } from './theme.js';

const mounted = new WeakMap();

export function render({ data, parentElement, setStateValue, setTriggerValue }) {
  const host = parentElement.querySelector('.rd');
  if (!mounted.has(host)) mounted.set(host, new Readings(host));
  const readings = mounted.get(host);
  readings.ask = (look) => setStateValue('look', look);
  readings.edit = (text) => setTriggerValue('edit', text);
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  // One after the other: a later message must not be overtaken by an earlier one.
  readings.messages = Promise.resolve(readings.messages)
    .then(() => decode(bytes))
    .then(({ header }) => readings.show(header))
    .catch((error) => {
      console.error(error);
      host.dataset.failed = error.message;
    });
  return () => {
    readings.clear();
    mounted.delete(host);
  };
}

class Readings {
  constructor(host) {
    this.host = host;
    this.listeners = new Listeners();
    this.title = el('h2.rd-title');
    this.leave = el('button.rd-button.rd-lecture', { type: 'button', on: { click: () => this.hall.toggle() } });
    this.tabs = el('div.rd-tabs');
    this.choosers = el('div.rd-choosers');
    this.sentence = el('p.rd-sentence', { 'aria-live': 'polite' });
    this.sum = el('p.rd-sum');
    this.figure = el('div.rd-figure', { role: 'img' });
    this.slide = el('div.rd-slide');
    this.beside = el('div.rd-beside');
    this.note = el('p.rd-note');
    this.drawn = el('div.rd-drawn', {}, this.figure, this.slide);
    host.replaceChildren(
      el('div.rd-top', {}, this.title, this.leave),
      this.tabs,
      this.choosers,
      el('div.rd-says', {}, this.sentence, this.sum),
      el('div.rd-body', {}, this.drawn, this.beside),
      this.note,
    );
    this.plot = new Plot(this.figure);
    this.hall = new Hall(host, this.listeners, () => this.draw());
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.drawn);
  }

  /** A message, or the same one again for a rerun or another theme. */
  async show(header) {
    if (!this.host.isConnected) return;
    this.theme = readTheme(this.host, header.palette);
    applyTheme(this.host, this.theme);
    if (this.header?.id !== header.id) this.tell(header);
    await this.plot.load(header.plotly);
    this.draw();
  }

  /** Words and controls; whatever had the focus keeps it. */
  tell(header) {
    const { words, view, open } = header;
    const same = this.header?.open === open && this.header.look.unit === header.look.unit;
    this.header = header;
    const focused = this.host.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.host.lang = header.lang;
    this.host.dataset.open = open;
    this.host.setAttribute('aria-label', words.title);
    setText(this.title, words.title);
    this.hall.named(this.leave, words);
    this.tabs.replaceChildren(tabs(header, (reading) => this.choose({ reading })));
    this.choosers.replaceChildren(...choosers(view.choosers, (chosen) => this.choose(chosen)));
    setText(this.note, view.note);
    this.beside.replaceChildren(
      ...(view.table ? [table(view.table, open === 'path' ? words.numbers : '')] : []),
      ...(view.ranks.length ? [ranks(view.ranks, words.jobs, (text) => this.edit(text))] : []),
    );
    this.drawn.hidden = !view.figure;
    this.host.classList.toggle('is-square', view.square);
    this.step = same && this.step < view.frames.length ? this.step : view.frames.length - 1;
    this.slide.replaceChildren(...(view.frames.length > 1 ? [this.slider(words.step)] : []));
    this.say();
    if (focused) this.host.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  slider(label) {
    const { frames } = this.header.view;
    const input = el('input', { type: 'range', min: 0, max: frames.length - 1, 'data-key': 'step' });
    input.value = this.step;
    const said = el('output.rd-place');
    const tell = () => {
      const { place } = frames[this.step];
      setText(said, place);
      input.setAttribute('aria-valuetext', place);
    };
    input.addEventListener('input', () => {
      this.step = Number(input.value);
      tell();
      this.say();
      this.draw();
    });
    tell();
    return el('label.rd-slider', {}, el('span', {}, label), input, said);
  }

  /** The sentence, of the chosen step where there are several. */
  say() {
    const { view } = this.header;
    const told = view.frames[this.step] ?? view;
    setText(this.sentence, told.sentence);
    setText(this.sum, told.sum ?? '');
    this.sum.hidden = !told.sum;
    this.figure.setAttribute('aria-label', told.alt);
  }

  choose(chosen) {
    this.ask({ ...this.header.look, reading: this.header.open, ...chosen });
  }

  draw() {
    if (!this.header?.view.figure || !this.theme || !this.host.isConnected) return;
    const { view } = this.header;
    const look = {
      colors: this.theme.colors,
      scale: this.hall.scale(),
      family: getComputedStyle(this.host).fontFamily,
    };
    this.plot.draw(view, view.frames[this.step], look);
  }

  clear() {
    this.sizes.disconnect();
    this.hall.close();
    this.listeners.clear();
    this.plot.clear();
  }
}
