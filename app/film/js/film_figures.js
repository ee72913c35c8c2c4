// The curves of one or two films as figures of plotly.js. Pure: numbers and names in, a figure out. "@ink" is a colour
// of the theme, put in by plot.js.

const LOG_FROM = 8; // a range that spans more than this factor is drawn on a log scale
const MOST_BASELINES = 3;
const FEW = 6; // training steps: each has its tick, and none stands between two
const NAMED = 0.35; // of the width: what a name takes
const CLOSE = 0.12; // of the height: names would lie on each other
const BLOCK_COLOURS = ['i', 'f', 'g', 'o', 'r', 'z', 'n'];

/** What can be seen over training time. */
export const VIEWS = ['loss', 'metric', 'gradient', 'weights', 'rate'];

const line = (name, x, y, more) => ({
  type: 'scatter',
  mode: 'lines',
  name,
  x,
  y,
  hoverinfo: 'skip',
  connectgaps: false,
  showlegend: false,
  ...more,
});

/** Training and held-out values of one film; a second film is drawn more quietly, with its name. */
function learning({ film, name, quiet }, view, words, many) {
  const colour = quiet ? '@mut' : '@ink';
  const label = (what) => (many ? name : what);
  const train = line(label(words.training), film.steps, film.series[view], {
    line: { color: quiet ? '@faint' : '@o/55', width: 1.4, dash: quiet ? 'dot' : 'solid' },
  });
  const held = line(label(words.held_out), film.held.steps, film.held[view], {
    mode: 'lines+markers',
    line: { color: colour, width: quiet ? 1.6 : 2.4, dash: quiet ? 'dash' : 'solid' },
    marker: { color: colour, size: quiet ? 4 : 5.5, symbol: quiet ? 'circle-open' : 'circle' },
  });
  return [train, held].map((trace, n) => ({ ...trace, showlegend: !many || n === 1 }));
}

function blocks({ film, quiet }, view, words) {
  const found = Object.entries(film.norms[view]);
  const whole = view === 'gradient' ? [['all', film.series.gradient]] : [];
  return [...whole, ...found].map(([block, values]) => {
    const label = words.blocks[block] ?? block;
    const colour = BLOCK_COLOURS.includes(block) ? `@${block}` : block === 'all' ? '@ink' : '@mut';
    return line(label, film.steps, values, {
      line: { color: colour, width: quiet ? 1.2 : 2, dash: quiet ? 'dot' : block === 'out' ? 'dash' : 'solid' },
      showlegend: !quiet,
    });
  });
}

/** Dashed lines with their names: who cannot know better, and where the goal is. */
function levels(task, view, words) {
  const found = (task.baselines[view] ?? []).slice(0, MOST_BASELINES).map((one) => ({ ...one, dash: 'dash' }));
  if (view === 'metric') found.push({ label: words.goal, value: task.goal, dash: 'dot' });
  return found.filter(({ value }) => Number.isFinite(value));
}

const isPositive = (value) => value > 0 && Number.isFinite(value);

/** The range of an axis: in decades on a log scale. */
export function rangeOf(values, logarithmic) {
  const good = values.filter(logarithmic ? isPositive : Number.isFinite);
  if (!good.length) return [0, 1];
  const at = logarithmic ? good.map(Math.log10) : good;
  const [low, high] = [Math.min(...at), Math.max(...at)];
  const pad = (high - low || 1) * 0.07;
  return [logarithmic || low < 0 ? low - pad : 0, high + pad];
}

/**
 * A figure of a view. shown: [{film, name, quiet}], the learner's own last (on top); last: the end of the axis of steps.
 * → {data, layout, y: value → share of the height from the top}
 */
export function curves(view, shown, task, words, last, legend = true) {
  const many = shown.length > 1;
  const marks = view in task.baselines;
  const parts = { gradient: blocks, weights: blocks, loss: learning, metric: learning };
  const rate = ({ film, name, quiet }) => [
    line(many ? name : words.views.rate, film.steps, film.series.rate, {
      line: { color: quiet ? '@mut' : '@ink', width: 2, dash: quiet ? 'dash' : 'solid', shape: 'hv' },
      showlegend: many,
    }),
  ];
  const data = shown.flatMap((one) => (parts[view] ?? rate)(one, view, words, many));
  const lines = marks ? levels(task, view, words) : [];
  const values = [...data.flatMap(({ y }) => y), ...lines.map(({ value }) => value)];
  const good = values.filter(isPositive);
  const share = view === 'metric' && task.metric === 'right';
  const logarithmic = !share && view !== 'rate' && Math.max(...good) > LOG_FROM * Math.min(...good);
  const range = share ? [0, 1.04] : rangeOf(values, logarithmic);
  const scaled = (value) => (logarithmic ? Math.log10(value) : value);
  const levelled = lines.map(({ label, value, dash }) =>
    line(label, [0, Math.max(1, last)], [value, value], { line: { color: '@mut', width: 1.2, dash } }),
  );
  return {
    data: [...levelled, ...data],
    layout: {
      ...layout({ lines, last, range, logarithmic, share, scaled, words, data }),
      showlegend: legend,
      shapes: shown.flatMap(({ changes = [] }) => changes.map(([step]) => changed(step))),
    },
    y: (value) => (range[1] - scaled(value)) / (range[1] - range[0]),
  };
}

/** Where settings were changed on the way: a dotted line from top to bottom. */
const changed = (step) => ({
  type: 'line',
  x0: step,
  x1: step,
  yref: 'paper',
  y0: 0,
  y1: 1,
  line: { color: '@mut', width: 1.5, dash: 'dot' },
});

/** Whether the name of a line stands under it, because the name of a line just above has taken the place. */
function isBelow(lines, n, scaled, [low, high]) {
  const at = scaled(lines[n].value);
  return lines.some(({ value }) => scaled(value) > at && scaled(value) - at < CLOSE * (high - low));
}

/** Ticks at powers of ten, written out: 1, 0.1, 0.01; every second or third of many, 2 and 5 where there is one. */
function decades([low, high]) {
  const first = Math.floor(low);
  const powers = [...Array(Math.floor(high) - first + 1).keys()].map((n) => first + n);
  const whole = powers.filter((power) => power >= low);
  const values = (
    whole.length > 1 ? whole.filter((power) => power % Math.ceil(whole.length / 4) === 0) : powers
  ).flatMap((power) => (whole.length > 1 ? [1] : [1, 2, 5]).map((digit) => digit * 10 ** power));
  const text = (value) =>
    value > 1e-5 && value < 1e5
      ? String(Number(value.toPrecision(1)))
      : `10<sup>${Math.round(Math.log10(value))}</sup>`;
  return { tickmode: 'array', tickvals: values, ticktext: values.map(text) };
}

function layout(marks) {
  const { lines, last, range, logarithmic, share, words } = marks;
  const axis = {
    color: '@mut',
    gridcolor: '@empty',
    zeroline: false,
    linecolor: '@hair',
    ticks: '',
    fixedrange: true,
    automargin: false,
  };
  return {
    margin: { l: 54, r: 16, t: 26, b: 26, pad: 0, autoexpand: false },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { size: 12, color: '@mut' },
    xaxis: { ...axis, range: [0, Math.max(1, last)], showgrid: false, nticks: 7, ...(last < FEW ? { dtick: 1 } : {}) },
    yaxis: {
      ...axis,
      type: logarithmic ? 'log' : 'linear',
      range,
      nticks: 5,
      ...(share ? { tickformat: '.0%' } : {}),
      ...(logarithmic ? decades(range) : {}),
    },
    legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom', bgcolor: 'rgba(0,0,0,0)', itemclick: false },
    annotations: [acrossName(words.steps), ...lines.map((one, n) => named(one, n, marks))],
  };
}

const NOTE = { xref: 'paper', showarrow: false, font: { size: 12, color: '@mut' } };

/** What lies across: left of the first tick, where nothing else stands. */
const acrossName = (text) => ({
  ...NOTE,
  text,
  x: 0,
  y: 0,
  yref: 'paper',
  xanchor: 'right',
  yanchor: 'top',
  xshift: -12,
  yshift: -2,
});

/** The name of a dashed line, at the end where fewer points of the curves lie, and never under the ring. */
function named({ label, value }, n, { lines, scaled, range, data, last }) {
  const near = (y) => Math.abs(scaled(y) - scaled(value)) < CLOSE * (range[1] - range[0]);
  const crowd = (within) =>
    data.reduce((sum, { x, y }) => sum + y.filter((one, t) => within(x[t]) && near(one)).length, 0);
  const left = crowd((x) => x < NAMED * last) < crowd((x) => x > (1 - NAMED) * last);
  return {
    ...NOTE,
    text: label,
    x: left ? 0 : 1,
    y: scaled(value),
    xanchor: left ? 'left' : 'right',
    xshift: left ? 12 : -12,
    yanchor: isBelow(lines, n, scaled, range) ? 'top' : 'bottom',
  };
}
