// Two more pictures of a frame: how long each unit remembers, and the weights themselves.

import { num } from './format.js';

const MOST = 1000; // steps at the end of the scale

/** Half-life of each unit as a bar on a scale of powers of ten; a dashed line: as long as the probe. */
export function halfLives(board, width, height, { reads, frame, unit, probe, words }) {
  const { context, colors } = board;
  const { half, H } = reads.at(frame);
  if (!half) return board.text(words.half.none, 8, height / 2, { size: 13 });
  const [left, top, bottom] = [46, 22, height - 30];
  const y = (steps) => bottom - (Math.log10(Math.min(MOST, Math.max(1, steps))) / 3) * (bottom - top);
  for (const tick of [1, 10, 100, 1000]) {
    context.fillStyle = colors.empty;
    context.fillRect(left, y(tick) - 0.5, width - left - 6, 1);
    board.text(tick === MOST ? '1000+' : String(tick), left - 6, y(tick), { align: 'right' });
  }
  const column = (width - left - 6) / H;
  for (let u = 0; u < H; u++) {
    context.fillStyle = u === unit ? colors.f : colors.faint;
    const top = Math.min(y(half[u]), bottom - 2);
    context.fillRect(left + u * column + column * 0.15, top, column * 0.7, bottom - top);
    if (column > 15 || u === unit || u % 8 === 0)
      board.text(String(u + 1), left + (u + 0.5) * column, bottom + 10, { align: 'center', color: u === unit ? 'ink' : 'mut', bold: u === unit }); // prettier-ignore
  }
  context.strokeStyle = colors.ink;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(left, y(probe.T));
  context.lineTo(width - 6, y(probe.T));
  context.stroke();
  context.setLineDash([]);
  const long = board.widthOf(words.half.probe) + 8;
  context.fillStyle = colors.bg; // a bar may stand behind the words
  context.fillRect(width - 4 - long, y(probe.T) - 17, long, 16);
  board.text(words.half.probe, width - 8, y(probe.T) - 8, { align: 'right' });
  board.text(words.half.axis, left, 9);
}

/** All weights of the first layer: a row for each gate of each unit; columns: inputs, units, bias. */
export function weightMap(board, width, height, { film, frame, cell, unit, words, reach, layer = null }) {
  const { context, colors } = board;
  const weights = layer ?? film.frames[frame].layers[0];
  const rows = weights.bias.length;
  const H = weights.weight_hh.length / rows;
  const D = weights.weight_ih.length / rows;
  const blocks = cell.BLOCKS;
  const [left, top] = [46, 22];
  const box = { x: left, y: top, width: width - left - 6, height: height - top - 24 };
  const value = (r, c) => (c < D ? weights.weight_ih[r * D + c] : c < D + H ? weights.weight_hh[r * H + c - D] : weights.bias[r]); // prettier-ignore
  board.numbers(rows, D + H + 1, value, reach, box);
  const column = box.width / (D + H + 1);
  const band = box.height / blocks.length;
  context.fillStyle = colors.bg;
  for (const [n, block] of blocks.entries()) {
    if (n) context.fillRect(box.x, top + n * band - 1, box.width, 2);
    board.text(block, left - 8, top + (n + 0.5) * band, { align: 'right', size: 15, color: block === 'h' ? 'ink' : `${block}_text`, bold: true }); // prettier-ignore
    context.strokeStyle = colors.ink;
    context.lineWidth = 1.5;
    if (unit >= 0) context.strokeRect(box.x, top + n * band + (unit * band) / H, box.width, Math.max(2, band / H));
    context.fillStyle = colors.bg;
  }
  for (const at of [D, D + H]) context.fillRect(left + at * column - 1, top, 2, box.height);
  board.text(words.weights.x, left + (D / 2) * column, 10, { align: 'center' });
  board.text(words.weights.h, left + (D + H / 2) * column, 10, { align: 'center' });
  board.text(words.weights.bias, left + box.width, 10, { align: 'right' });
  board.text(
    `−${num(reach, reach < 0.1 ? 4 : 1)} … 0 … ${num(reach, reach < 0.1 ? 4 : 1)}`,
    left + box.width,
    height - 10,
    { align: 'right' },
  );
}

/** The largest weight of a film, so that one ink means the same in all its frames. */
export function reachOf(film) {
  let most = 0.5;
  for (const frame of [film.frames[0], film.frames.at(-1)])
    for (const values of Object.values(frame.layers[0])) for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value)); // prettier-ignore
  return most;
}
