// The gallery: one card a network, on it the tape of its opening sequence, which fills step by step and begins again.
// Cells are plain elements: twenty-five plotly.js figures would take seconds to draw, and nothing here is a chart to read.

import { decode } from './decode.js';
import { el } from './dom.js';
import { tapeLabels } from './figures.js';
import { loadPlotly } from './plotly.js';
import { loadStyle } from './style.js';
import { applyTheme, readTheme } from './theme.js';
import { pictured, wish } from './tokens.js';

const STEP = 420; // ms
const REST = 9; // steps for which a full tape stays
const TAPE = 46; // px, all rows together
const ROW = 30; // px, at most
const ROOT = new URL('../../', import.meta.url);

const mounted = new WeakMap();

export function render({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector('.gl');
  if (!mounted.has(host)) mounted.set(host, new Gallery(host));
  const gallery = mounted.get(host);
  gallery.open = (net) => setTriggerValue('open', net);
  decode(data instanceof Uint8Array ? data : new Uint8Array(data)).then((message) => gallery.show(message));
  return () => {
    gallery.clear();
    mounted.delete(host);
  };
}

class Gallery {
  constructor(host) {
    this.host = host;
    this.tapes = [];
    this.seen = new Set();
    this.eyes = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.seen[isIntersecting ? 'add' : 'delete'](target);
    });
    const still = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.timer = setInterval(() => this.tapes.forEach((tape) => this.seen.has(tape.box) && tape.tick(still)), STEP);
  }

  /** A message, or the same one again for a rerun or another theme. */
  show({ header, arrays }) {
    if (!this.host.isConnected) return;
    applyTheme(this.host, readTheme(this.host, header.palette));
    if (this.lang === header.lang) return;
    this.lang = header.lang;
    this.eyes.disconnect();
    this.seen.clear();
    this.tapes = [];
    this.host.replaceChildren(...header.groups.map((group) => this.group(group, arrays)));
    for (const { box } of this.tapes) this.eyes.observe(box);
    this.fetchAhead(header.plotly);
  }

  group({ title, cards }, arrays) {
    const all = cards.map((card) => this.card(card, arrays[card.net]));
    return el('section.gl-group', {}, el('h2.gl-does', {}, title), el('div.gl-cards', {}, ...all));
  }

  card(card, values) {
    const tape = new CardTape(card, values, this.tapes.length);
    this.tapes.push(tape);
    const href = new URL(`inside?${card.query}`, ROOT).href;
    const open = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own: the link's work
      event.preventDefault();
      this.open(card.net);
    };
    const marks = el('span.gl-marks', {}, ...(card.mark ? [el('b', {}, card.mark)] : []), card.units);
    return el(
      'a.gl-card',
      { href, 'data-net': card.net, on: { click: open } },
      el('span.gl-head', {}, el('strong.gl-title', {}, card.title), marks),
      el('span.gl-question', {}, card.question),
      tape.box,
    );
  }

  /** What the next page needs comes while this one is read, so that opening a network does not wait. */
  fetchAhead(plotly) {
    clearTimeout(this.ahead);
    this.ahead = setTimeout(() => {
      import('./main.js');
      for (const style of ['belt', 'phone']) loadStyle(style);
      loadPlotly(plotly).catch(() => {}); // the belt asks again, and says what is wrong
    }, 400);
  }

  clear() {
    clearInterval(this.timer);
    clearTimeout(this.ahead);
    this.eyes.disconnect();
  }
}

/** The tape of one card. */
class CardTape {
  constructor({ tokens, H }, values, place) {
    const height = Math.min(ROW, TAPE / H);
    const spelled = tokens.some(([text]) => [...text].length > 1);
    const wishes = tokens.map(([text]) => Math.max(spelled ? 18 : 0, wish(text)));
    const width = wishes.reduce((sum, px) => sum + px, 0) * (spelled ? 1 : 2);
    let step = 0;
    this.columns = tokens.map(([text, wasRead]) => {
      const column = wasRead ? values.subarray(step * H, ++step * H) : null;
      return el(
        `span.gl-column${wasRead ? '' : '.is-unread'}`,
        {},
        el('bdi.gl-token', {}, pictured(text)),
        ...cells(column, H, height),
      );
    });
    this.box = el(
      'span.gl-tape',
      {
        'aria-hidden': 'true',
        style: { gridTemplateColumns: wishes.map((px) => `minmax(0, ${px}fr)`).join(' '), maxWidth: `${width}px` },
      },
      ...this.columns,
    );
    this.t = (place * 3) % (tokens.length + 1); // they do not march in step
    this.draw();
  }

  /** One step further; at the end a rest, then from the beginning. Whoever asked for less motion sees all of it. */
  tick(still) {
    const { length } = this.columns;
    if (still.matches) this.t = length;
    else this.t = this.t >= length + REST ? 0 : this.t + 1;
    this.draw();
  }

  draw() {
    this.columns.forEach((column, n) => column.classList.toggle('is-on', n < this.t));
  }
}

/** The units of one step, in the ink of the tape: the more the fuller, a minus where it is negative. */
function cells(column, H, height) {
  const z = [...Array(H).keys()].map((u) => [column ? column[u] : null]);
  const labels = tapeLabels(z, { width: 18, height });
  return z.map(([value], u) => {
    const ink = value === null ? 0 : Math.min(1, Math.abs(value)) ** 0.7;
    const color = `color-mix(in srgb, var(--bt-${value < 0 ? 'neg' : 'pos'}) ${(100 * ink).toFixed(1)}%, var(--bt-empty))`;
    const style = { height: `${height - (height > 7 ? 2 : 0.5)}px`, '--ink': color };
    const cell = el('i.gl-cell', { 'data-sign': value < 0 ? 'neg' : 'pos' }, labels?.[u][0] ?? '');
    for (const [name, text] of Object.entries(style)) cell.style.setProperty(name, text);
    return cell;
  });
}
