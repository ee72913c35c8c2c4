// Gates on their way to the corners: for every gate of every unit the share of steps at which it is shut (to the right)
// and open (upwards), as in Karpathy, Johnson & Fei-Fei (2015), with the way that it has come.

const SIZE = { f: 6.5, i: 5.5, o: 6, z: 6.5, r: 6 };
const EDGE = { left: 58, right: 16, top: 22, bottom: 44 };

/** A shape for each gate, so that colour is not alone. */
function mark(context, gate, x, y, size) {
  context.beginPath();
  if (gate === 'i') context.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
  else if (gate === 'o' || gate === 'r') {
    context.moveTo(x, y - size * 1.2);
    context.lineTo(x + size * 1.2, y);
    context.lineTo(x, y + size * 1.2);
    context.lineTo(x - size * 1.2, y);
    context.closePath();
  } else context.arc(x, y, size, 0, 7);
}

/** Draw frame n. what: {reads, frame, cell, unit, words} */
export function dots(board, width, height, { reads, frame, cell, unit, words }) {
  const { context, colors } = board;
  const { left, top } = EDGE;
  const [w, h] = [width - left - EDGE.right, height - top - EDGE.bottom];
  const at = ([shut, open]) => [left + shut * w, top + (1 - open) * h];
  if (!cell.GATES.length) return board.text(words.dots.none, left, height / 2, { size: 13 });
  triangle(board, at, { words, gates: cell.GATES }, { width, height, w });
  const now = reads.at(frame).saturated;
  const order = [...Array(reads.at(frame).H).keys()].filter((u) => u !== unit).concat(unit);
  for (const gate of cell.GATES) {
    context.strokeStyle = colors[gate];
    for (const u of order) {
      context.globalAlpha = u === unit ? 0.95 : 0.16;
      context.lineWidth = u === unit ? 2 : 1;
      context.beginPath();
      let first = true;
      for (let n = 0; n <= frame; n++) {
        if (n !== frame && !reads.known[n]) continue;
        const point = at(reads.at(n).saturated[gate][u]);
        if (first) context.moveTo(...point);
        else context.lineTo(...point);
        first = false;
      }
      context.stroke();
    }
  }
  for (const u of order) {
    for (const gate of cell.GATES) {
      mark(context, gate, ...at(now[gate][u]), u === unit ? SIZE[gate] + 2 : SIZE[gate] - 1);
      context.globalAlpha = u === unit ? 1 : 0.4;
      context.fillStyle = colors[gate];
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = u === unit ? 2 : 0.5;
      context.strokeStyle = u === unit ? colors.ink : colors.bg;
      context.stroke();
    }
  }
}

function triangle(board, at, { words, gates }, { width, height, w }) {
  const { context, colors } = board;
  context.beginPath();
  context.moveTo(...at([0, 0]));
  context.lineTo(...at([1, 0]));
  context.lineTo(...at([0, 1]));
  context.closePath();
  context.fillStyle = colors.empty;
  context.fill();
  const [x0, y0] = at([0, 0]);
  board.text(words.dots.open, x0 - 14, EDGE.top - 6, { align: 'right' });
  board.text('100 %', x0 - 14, EDGE.top + 9, { align: 'right' });
  board.text('0', x0 - 14, y0, { align: 'right' });
  board.text(words.dots.shut, Math.min(width - 4, x0 + w), y0 + 18, { align: 'right' });
  board.text(words.dots.across, x0, y0 + 18);
  let x = x0;
  for (const gate of gates) {
    const name = words.gates[gate];
    mark(context, gate, x + 6, height - 9, 5);
    context.fillStyle = colors[gate];
    context.fill();
    board.text(name, x + 15, height - 9, { color: `${gate}_text`, size: 13 });
    x += board.widthOf(name, 13) + 30;
  }
}
