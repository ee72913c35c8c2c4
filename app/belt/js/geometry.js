// Where everything stands, in px of the machine's own box. Pure: sizes in, positions out, no DOM.
//
// A lane is one unit. Its slots are the places where a value can stand (before, kept, candidate, written, join, cell,
// hidden); its gates are f, i, o of an LSTM. Which there are, and where, the cell's look says. The wide layout reads
// from left to right as the equation; the narrow one (phone) stacks three rows: Keep, Write, Show. Everything else
// (parcels, pipes, numbers) only asks for slots and gates.

function wideLane(look, unit, top, height, x, sizes, large) {
  const { lane, scale } = sizes;
  const columns = sizes.columns(look);
  const belt = top + height * (large ? lane.belt : 0.66);
  const upper = top + height * (large ? lane.upper : 0.27);
  const on = (name, y) => ({ x: x(columns[name]), y });
  return {
    unit,
    top,
    height,
    large,
    scale,
    radius: large ? Math.min(lane.radius, height * lane.ball) : height * 0.17,
    beltY: belt,
    beltHalf: height * lane.half,
    numberY: top + height * lane.number,
    ...look.wide({ on, belt, upper, height, large }),
  };
}

function narrowLane(look, unit, top, height, width) {
  const row = height / 3;
  const y = [0, 1, 2].map((k) => top + row * (k + 0.5));
  const gateHeight = row * 0.56;
  const on = (share, k) => ({ x: share * width, y: y[k] });
  return {
    unit,
    top,
    height,
    large: true,
    scale: 1,
    radius: 16,
    beltY: y[0],
    beltHalf: 17,
    rows: y,
    rowHeight: row,
    numberY: null,
    ...look.narrow({ on, gateHeight }),
  };
}

/**
 * The machine: {width, height, narrow, scale, wires, x0, x1, lanes, columns}.
 * large/small: the units in lanes; room: the height that the lanes may take; sizes: of the layout (sizes.js).
 */
export function layMachine({ look, width, room, large, small, sizes, answer }) {
  const { scale, wires, header } = sizes;
  if (sizes.layout === 'narrow') {
    const height = 276 + (answer ? 62 : 0);
    const lanes = [narrowLane(look, large[0], 0, 276, width)];
    return { width, height, narrow: true, scale, x0: 0, x1: width, header: 0, lanes };
  }
  const x0 = sizes.left;
  const x1 = width - (answer ? sizes.answer : sizes.noAnswer);
  const x = (share) => x0 + (x1 - x0) * share;
  const smallHeight = small.length ? Math.max(22, Math.min(30, (room - 120) / small.length)) : 0;
  const left = room - small.length * smallHeight;
  const most = large.length === 1 && !small.length ? sizes.alone : sizes.lane.most;
  const largeHeight = Math.max(sizes.lane.least, Math.min(most, left / large.length));
  const lanes = [];
  let top = header;
  for (const unit of large) {
    lanes.push(wideLane(look, unit, top, largeHeight, x, sizes, true));
    top += largeHeight;
  }
  for (const unit of small) {
    lanes.push(wideLane(look, unit, top, smallHeight, x, sizes, false));
    top += smallHeight;
  }
  const columns = Object.fromEntries(Object.entries(sizes.columns(look)).map(([name, share]) => [name, x(share)]));
  return { width, height: top + 6, narrow: false, scale, wires, x0, x1, header, lanes, columns };
}

/** Diameter of a parcel: area follows |value|, the same scale everywhere; above 3 it grows no more. */
export function diameter(value, radius) {
  const size = Math.min(3, Math.abs(value));
  return size < 0.012 ? 0 : Math.max(3, 2 * radius * Math.sqrt(size));
}

/** Points of a smooth step from a to b (horizontal at both ends). */
export function bend(a, b, points = 12) {
  const path = [];
  for (let k = 0; k <= points; k++) {
    const s = k / points;
    path.push({ x: a.x + (b.x - a.x) * s, y: a.y + (b.y - a.y) * s * s * (3 - 2 * s) });
  }
  return path;
}

/**
 * A ribbon of half-width w around a path, as a closed polygon (xs, ys). Without width it is gathered in one point, the
 * gate: browsers paint a hair line for a polygon without area, and a shut gate must cut the pipe.
 */
export function ribbon(path, w, gate) {
  if (w === 0) {
    const points = 2 * path.length + 1;
    return { x: Array(points).fill(gate.x), y: Array(points).fill(gate.y) };
  }
  const back = [...path].reverse();
  return {
    x: [...path.map((p) => p.x), ...back.map((p) => p.x), path[0].x],
    y: [...path.map((p) => p.y - w), ...back.map((p) => p.y + w), path[0].y - w],
  };
}
