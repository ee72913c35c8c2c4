// The last rows of the film strip: what the network answers, step by step, against what is right.

import { num } from './format.js';

/** The number of the class with the largest output. */
export function choice(output, t, K) {
  let best = 0;
  for (let k = 1; k < K; k++) if (output[t * K + k] > output[t * K + best]) best = k;
  return best;
}

/** Which of K questions are answered by yes, as text; labels one each. */
const yeses = (output, t, labels) => labels.filter((_, k) => output[t * labels.length + k] > 0).join(' ');

/** What is said at step t in one word, of a loss over classes or over sets. */
export function said(output, t, task) {
  if (task.loss === 'sigmoid') return yeses(output, t, task.labels);
  return task.labels[choice(output, t, task.labels.length)];
}

/** what: {read, probe, task, words, narrow}; field: {left, width, column} */
export function reply(board, field, place, what) {
  if (what.task.loss === 'squared') numbers(board, field, place, what);
  else labels(board, field, place, what);
}

function numbers(board, { left, width, column }, { top, height }, { read, probe, words, narrow }) {
  const { context, colors } = board;
  const asked = [...Array(probe.T).keys()].filter((t) => probe.asked[t]);
  if (!asked.length) return;
  const K = read.output.length / probe.T;
  const truth = asked.map((t) => probe.right[t * K]);
  const low = Math.min(0, ...truth) - 0.1;
  const high = Math.max(1, ...truth) + 0.25;
  const y = (value) => top + height - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * height;
  const x = (t) => left + (t + 0.5) * column;
  context.fillStyle = colors.panel;
  context.fillRect(left, top, width, height);
  const path = (all, value) => {
    context.beginPath();
    all.forEach((t, n) => (n ? context.lineTo(x(t), y(value(t))) : context.moveTo(x(t), y(value(t)))));
    context.stroke();
  };
  context.lineWidth = 2;
  context.strokeStyle = colors.ink;
  const every = [...Array(probe.T).keys()];
  path(asked.length > 1 ? asked : every, (t) => read.output[t * K]);
  context.setLineDash([4, 3]);
  context.strokeStyle = colors.mut;
  if (asked.length > 1) path(asked, (t) => probe.right[t * K]);
  context.setLineDash([]);
  const last = asked.at(-1);
  context.strokeStyle = colors.ink;
  context.beginPath();
  context.arc(x(last), y(probe.right[last * K]), 5.5, 0, 7);
  context.stroke();
  context.fillStyle = colors.ink;
  context.beginPath();
  context.arc(x(last), y(read.output[last * K]), 3.5, 0, 7);
  context.fill();
  const [answer, right] = [read.output[last * K], probe.right[last * K]].map((value) => num(value));
  const [at, align] = narrow ? [left + 4, 'left'] : [left - 10, 'right'];
  const one = { align, size: narrow ? 12 : 14, color: 'ink', bold: true };
  board.text(`${words.strips.says} ${answer}`, at, top + height * (narrow ? 0.14 : 0.3), one);
  board.text(`${words.strips.right} ${right}`, at, top + height * (narrow ? 0.4 : 0.72), { align, size: one.size });
}

function labels(board, { left, width, column }, { top, height }, { read, probe, task, words }) {
  const rows = [
    [top + height * 0.25, (t) => said(read.output, t, task), words.strips.says],
    [top + height * 0.75, (t) => said(probe.right, t, task), words.strips.right],
  ];
  const asked = [...Array(probe.T).keys()].filter((t) => probe.asked[t]);
  for (const [y, say, name] of rows) {
    board.text(name, left - 10, y, { align: 'right', size: 13, color: y === rows[0][0] ? 'ink' : 'mut' });
    let free = -1;
    for (const t of asked) {
      const text = say(t);
      const at = left + (t + 0.5) * column;
      const size = asked.length > 1 && column < 16 ? 11 : 13;
      const half = board.widthOf(text, size) / 2;
      if (at - half < free && column < 12) continue;
      free = at + half + 3;
      const over = at + half > left + width; // the last one, of narrow columns
      board.text(text, over ? left + width : at, y, { align: over ? 'right' : 'center', size, color: 'ink' });
    }
  }
  // Wrong answers are struck through with a dashed box: a shape, not only a colour.
  board.context.setLineDash([3, 2]);
  board.context.strokeStyle = board.colors.ink;
  board.context.lineWidth = 1.5;
  for (const t of asked) {
    if (said(read.output, t, task) === said(probe.right, t, task)) continue;
    board.context.strokeRect(left + t * column + 1, top + 1, Math.max(2, column - 2), height / 2 - 2);
  }
  board.context.setLineDash([]);
}
