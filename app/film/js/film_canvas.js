// What the pictures of a frame share: a canvas as sharp as the screen, letters, and numbers as a grid of ink.

import { el } from './dom.js';
import { mix } from './figures.js';

export class Board {
  /** paint(context, width, height) draws; height: px, or a function of the width. */
  constructor(paint, height) {
    Object.assign(this, { paint, height });
    this.canvas = el('canvas.fm-canvas', { role: 'img' });
    this.context = this.canvas.getContext('2d');
    this.grid = document.createElement('canvas');
  }

  draw(look) {
    const width = this.canvas.parentElement?.clientWidth ?? 0;
    if (!width) return;
    const height = typeof this.height === 'function' ? this.height(width) : this.height;
    const sharp = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * sharp) || this.canvas.height !== Math.round(height * sharp)) {
      this.canvas.width = Math.round(width * sharp);
      this.canvas.height = Math.round(height * sharp);
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    this.look = look;
    this.context.setTransform(sharp, 0, 0, sharp, 0, 0);
    this.context.clearRect(0, 0, width, height);
    this.paint(this, width, height);
  }

  get colors() {
    return this.look.colors;
  }

  text(text, x, y, { align = 'left', size = 12, color = 'mut', bold = false, base = 'middle' } = {}) {
    const { context } = this;
    context.font = `${bold ? 700 : 400} ${size}px ${this.look.family}`;
    context.textAlign = align;
    context.textBaseline = base;
    context.fillStyle = this.colors[color];
    context.fillText(text, x, y);
  }

  widthOf(text, size = 12) {
    this.context.font = `400 ${size}px ${this.look.family}`;
    return this.context.measureText(text).width;
  }

  /** rows × columns of colours in a box; colour(row, column) → [r, g, b]. */
  cells(rows, columns, colour, { x, y, width, height }) {
    const { grid, context } = this;
    if (grid.width !== columns || grid.height !== rows) Object.assign(grid, { width: columns, height: rows });
    const image = new ImageData(columns, rows);
    for (let r = 0, at = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, at += 4) {
        [image.data[at], image.data[at + 1], image.data[at + 2]] = colour(r, c);
        image.data[at + 3] = 255;
      }
    }
    grid.getContext('2d').putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(grid, x, y, width, height);
  }

  /** Numbers as ink, full at ±reach. A negative one is told by its sign, too, wherever there is room. */
  numbers(rows, columns, value, reach, box) {
    const ink = signedInk(this.colors);
    this.cells(rows, columns, (r, c) => ink(value(r, c) / reach), box);
    const [wide, high] = [box.width / columns, box.height / rows];
    if (wide < LEAST_MINUS || high < LEAST_MINUS) return;
    const length = Math.min(0.4 * wide, 14);
    this.context.fillStyle = this.colors.bg;
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        if (value(r, c) < -FAINT * reach)
          this.context.fillRect(box.x + (c + 0.5) * wide - length / 2, box.y + (r + 0.5) * high - 0.75, length, 1.5);
  }
}

const STEPS = 64;
const LEAST_MINUS = 7; // px of a cell that has room for a minus
const FAINT = 0.12; // of full ink: less has none to be told by
const channels = (color) => (color.startsWith('#') ? [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16)) : color.match(/\d+/g).map(Number)); // prettier-ignore

/** The ink of a signed value as [r, g, b]: a table, since a picture asks for thousands. */
export function signedInk(colors) {
  const table = (name) => [...Array(STEPS + 1).keys()].map((n) => channels(mix(colors.empty, colors[name], (n / STEPS) ** 0.7))); // prettier-ignore
  const [pos, neg] = [table('pos'), table('neg')];
  const none = channels(colors.mut);
  return (value) => {
    if (!Number.isFinite(value)) return none;
    return (value < 0 ? neg : pos)[Math.round(STEPS * Math.min(1, Math.abs(value)))];
  };
}
