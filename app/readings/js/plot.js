// One figure of plotly.js: colours by name become those of the theme, lengths those of the room, and tokens stand on
// the axes where they fit. Always Plotly.react: a new picture takes the place of the old one without a jump.

import { wish } from './tokens.js';
import { loadPlotly } from './plotly.js';

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, scrollZoom: false };
/** Attributes that are lengths in px, all of them numbers or lists of numbers. */
const LENGTHS = new Set([
  'size',
  'ticklen',
  'standoff',
  'xgap',
  'ygap',
  'xshift',
  'yshift',
  'ax',
  'ay',
  'l',
  'r',
  't',
  'b',
]);
const LINES = new Set(['line', 'marker']); // whose width is a length; a bar's width is a share of its axis
const NUMBERS = [1, 2, 5, 10, 20, 25, 50, 100];
const LETTER = 0.8; // of the tape's letters
const SLANTED = 22; // px that a slanted token needs
const ROW = 17;
const FRAME = 80; // px of axes and margins
const BESIDE = 26; // px between a step and a label that has to stand
const CELL = { width: 40, height: 17 }; // px from which a cell has room for its percentage

/** "@f" and "@f/40" as colours of the theme. */
export function coloured(text, colors) {
  const [name, share] = text.slice(1).split('/');
  const alpha = share
    ? Math.round(2.55 * Number(share))
        .toString(16)
        .padStart(2, '0')
    : '';
  return `${colors[name]}${alpha}`;
}

/** A figure with its colours and lengths put in; lists of numbers are passed on as they are. */
export function dressed(part, colors, scale, name = '', parent = '') {
  if (typeof part === 'string')
    return part.startsWith('@') && !['text', 'hovertext'].includes(name) ? coloured(part, colors) : part;
  const long = LENGTHS.has(name) || (name === 'width' && LINES.has(parent));
  if (typeof part === 'number') return long ? part * scale : part;
  if (Array.isArray(part)) {
    if (['x', 'y', 'z', 'text', 'hovertext'].includes(name)) return part;
    return part.map((one) => dressed(one, colors, scale, name, parent));
  }
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, dressed(value, colors, scale, key, name)]),
  );
}

/**
 * Ticks of an axis of steps that is `px` long: its tokens where they fit, slanted if need be, else every n-th number.
 */
export function ticks({ labels, first, more }, px, across, scale) {
  const room = px / (labels.length + more.length) / scale;
  const widest = LETTER * Math.max(...labels.map((label) => wish(label)));
  const fits = room >= (across ? Math.min(widest, SLANTED) : ROW);
  const every = fits ? 1 : (NUMBERS.find((n) => n * room >= 30) ?? NUMBERS.at(-1));
  const steps = labels.map((label, n) => [first + n, fits ? label : String(first + n)]);
  const free = (at) => more.every(([other]) => Math.abs(at - other) * room > BESIDE);
  const shown = [...steps.filter(([n]) => (every === 1 || n % every === 0) && free(n)), ...more];
  return {
    tickmode: 'array',
    tickvals: shown.map(([at]) => at),
    ticktext: shown.map(([, text]) => text),
    tickangle: across && fits && room < widest ? -40 : 0,
  };
}

/** Names beside marks that would lie on one another are left out, the latest ones stay: the table has them all. */
export function declutter(data, { xaxis, yaxis }, { width, height, scale }) {
  const place = (value, [from, to], px) => ((value - from) / (to - from)) * (px - FRAME * scale);
  const taken = [];
  for (const trace of data.filter(({ mode }) => mode === 'markers+text')) {
    trace.text = [...trace.text];
    for (let n = trace.text.length - 1; n >= 0; n--) {
      const [up, side] = trace.textposition[n].split(' ');
      const wide = LETTER * wish(trace.text[n].replace(/<[^>]*>/g, '')) * scale;
      const x = place(trace.x[n], xaxis.range, width) - (side === 'left' ? wide : 0);
      const y = { top: -1, middle: 0, bottom: 1 }[up] * ROW * scale - place(trace.y[n], yaxis.range, height);
      const meets = taken.some((box) => x < box.x + box.wide && box.x < x + wide && Math.abs(y - box.y) < 14 * scale);
      if (meets) trace.text[n] = '';
      else taken.push({ x, y, wide });
    }
  }
}

export class Plot {
  constructor(box) {
    this.box = box;
  }

  async load(path) {
    this.plotly = await loadPlotly(path);
  }

  /** frame: what is different at the chosen step; scale: 1 at the desk; family: the page's type. */
  draw(view, frame, { colors, scale, family }) {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!this.plotly || !width || !height) return;
    const { data, layout } = dressed(framed(view.figure, frame), colors, scale);
    for (const name of view.axes) {
      const across = name === 'xaxis';
      Object.assign(layout[name], ticks(view.steps, (across ? width : height) - 90 * scale, across, scale));
    }
    layout.font.family = family;
    const columns = view.steps.labels.length * scale;
    const small = (width - 90 * scale) / columns < CELL.width || height / columns < CELL.height;
    for (const trace of data) {
      if (trace.mode === 'text') trace.visible = !small; // the numbers in cells
      if (trace.type === 'bar' && small) delete trace.text;
    }
    declutter(data, layout, { width, height, scale });
    this.plotly.react(this.box, data, { ...layout, width, height }, CONFIG);
  }

  clear() {
    this.plotly?.purge(this.box);
  }
}

function framed(figure, frame) {
  if (!frame) return figure;
  return {
    data: figure.data.map((trace, n) => ({ ...trace, ...frame.data[n] })),
    layout: { ...figure.layout, ...frame.layout },
  };
}
