// Plotly traces and layouts of the picture: the still machine, the moving marks above it, the tape's heatmap.
// All coordinates are px of the box the figure fills (y downwards), so geometry.js is the only place that measures.

import { num } from './format.js';
import { bend } from './geometry.js';

const still = (trace) => ({
  type: 'scatter',
  mode: 'lines',
  hoverinfo: 'skip',
  showlegend: false,
  cliponaxis: false,
  ...trace,
});

export const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, staticPlot: true };

export function frame(width, height) {
  const axis = { visible: false, fixedrange: true };
  return {
    width,
    height,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    xaxis: { ...axis, range: [0, width] },
    yaxis: { ...axis, range: [height, 0] },
    dragmode: false,
    hovermode: false,
    showlegend: false,
  };
}

/** One trace for many separate paths. */
function lines(paths) {
  return {
    x: paths.flatMap((p) => [...p.map((q) => q.x), null]),
    y: paths.flatMap((p) => [...p.map((q) => q.y), null]),
  };
}

/** Where the wire to the answer begins: at h, or where the belt, which carries c, goes on. */
function readFrom(lane, machine, source) {
  if (source !== 'c') return lane.slots.hidden;
  return machine.narrow ? lane.slots.cell : { x: machine.x1, y: lane.beltY };
}

/** Marks along a belt that say which way it runs. */
function alongBelt([start, end], scale) {
  const marks = [];
  for (let x = start?.x + 16; x < end?.x - 6; x += 30 * scale) marks.push({ x, y: start.y });
  return marks;
}

/** The still part of the machine: belts with their direction, pipes, ⊕, and the wires to the answer. */
export function baseTraces(look, machine, colors, answer, readout) {
  const big = machine.lanes.filter((lane) => lane.large);
  const small = machine.lanes.filter((lane) => !lane.large);
  const belts = (lanes) => lines(lanes.map((lane) => look.belt(machine, lane)));
  const hair = machine.lanes.flatMap((lane) => look.flows(lane, {}, machine.narrow).map(({ path }) => path));
  const turns = machine.narrow ? look.turns(machine.lanes[0]) : [];
  const chevrons = machine.narrow ? [] : big.flatMap((lane) => alongBelt(look.belt(machine, lane), machine.scale));
  const read = answer ? machine.lanes.filter((lane) => readout.units.includes(lane.unit)) : [];
  const feeds = read.map((lane) => bend(readFrom(lane, machine, readout.source), answer));
  return [
    still({ ...belts(big), line: { width: big[0].beltHalf * 2, color: colors.belt } }),
    still({
      ...(small.length ? belts(small) : { x: [], y: [] }),
      line: { width: small[0] ? small[0].beltHalf * 2 : 1, color: colors.belt },
    }),
    still({
      mode: 'markers',
      x: chevrons.map((p) => p.x),
      y: chevrons.map((p) => p.y),
      marker: { symbol: 'triangle-right', size: 5 * machine.scale, color: colors.edge, opacity: 1 },
    }),
    still({ ...lines([...hair, ...turns]), line: { width: 1.5 * machine.scale, color: colors.hair } }),
    still({ ...lines(feeds), line: { width: 1.2 * machine.scale, color: colors.hair, dash: 'dot' } }),
    still({
      mode: 'markers',
      x: big.map((l) => l.slots.join.x),
      y: big.map((l) => l.slots.join.y),
      marker: {
        symbol: 'circle',
        size: 24 * machine.scale,
        color: colors.bg,
        opacity: 1,
        line: { width: 1.4 * machine.scale, color: colors.mut },
      },
    }),
    still({
      mode: 'markers',
      x: big.map((l) => l.slots.join.x),
      y: big.map((l) => l.slots.join.y),
      marker: {
        symbol: 'cross-thin',
        size: 11 * machine.scale,
        opacity: 1,
        line: { width: 1.6 * machine.scale, color: colors.mut },
      },
    }),
  ];
}

/** The moving part: four traces, filled by pose.js. Few traces, because every animation recalculates all of them. */
export function movingTraces(colors, scale) {
  const fill = (color) => still({ mode: 'none', fill: 'toself', fillcolor: color, line: { width: 0 }, x: [], y: [] });
  return [
    fill(`${colors.pos}80`),
    fill(`${colors.neg}80`),
    still({ mode: 'markers', x: [], y: [], marker: { size: [], color: [], line: { width: 1.5 * scale, color: [] } } }),
    still({ mode: 'markers', x: [], y: [], marker: { size: [], color: [], line: { width: 1.5 * scale, color: [] } } }),
  ];
}

export function mix(a, b, share) {
  const part = (hex, k) => parseInt(hex.slice(k, k + 2), 16);
  return `rgb(${[1, 3, 5].map((k) => Math.round(part(a, k) + (part(b, k) - part(a, k)) * share)).join(',')})`;
}

/** Negative ← empty → positive; |c| = 1 is full ink in every network. */
export function tapeScale(colors) {
  const stops = 12;
  return [...Array(2 * stops + 1).keys()].map((n) => {
    const value = (n - stops) / stops;
    return [n / (2 * stops), mix(colors.empty, value < 0 ? colors.neg : colors.pos, Math.abs(value) ** 0.7)];
  });
}

/** Beyond 1 the ink cannot grow: the number stands in the cell; a minus marks what is negative. */
export function tapeLabels(z, cell, letter = 1) {
  if (cell.height < 11 || cell.width < 18) return null;
  const label = (v) => {
    if (v === null || (v <= 1.05 && v >= -0.05)) return '';
    const text = num(Number(v.toFixed(1)), 1);
    return Math.abs(v) > 1.05 && cell.width > 9 * letter * text.length ? text : v < 0 ? '−' : '';
  };
  return z.map((row) => row.map(label));
}

/** The tape: c of every unit (rows) at the shown columns; a column that was not read is null. */
export function tapeTrace(z, labels, cell, colors, label = { most: 14, share: 0.62 }) {
  return {
    type: 'heatmap',
    z,
    x0: cell.width / 2,
    dx: cell.width,
    y0: cell.height / 2,
    dy: cell.height,
    zmin: -1,
    zmax: 1,
    colorscale: tapeScale(colors),
    showscale: false,
    hoverinfo: 'skip',
    xgap: cell.width > 7 ? 2 : 0,
    ygap: cell.height > 7 ? 2 : 0.5,
    ...(labels
      ? { text: labels, texttemplate: '%{text}', textfont: { size: Math.min(label.most, cell.height * label.share) } }
      : {}),
  };
}
