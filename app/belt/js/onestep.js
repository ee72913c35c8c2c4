// The numbers that one step computes with: of the whole layer where they fit on a screen, else of one unit. Pure.

/** A layer with more weights than this is too long to read; one unit of it is not. */
const MOST = 400;

/** The weights by which gates look at c: {w_ci: […], …}; none in most cells. */
function peepholes(weights, units) {
  const names = Object.keys(weights).filter((name) => name.startsWith('weight_c'));
  return { w_c: names.map((name) => [name.replace('weight', 'w'), units.map((u) => weights[name][u])]) };
}

/**
 * Everything that goes into step t. Rows of W, U, b stand block by block, as in the weights; `held(signal)` has one
 * entry a row of a block, null where it is free.
 */
export function oneStep(run, t, unit) {
  const { H, D, cell, weights, signals } = run;
  const whole = cell.BLOCKS.length * H * (D + H + 1) <= MOST;
  const units = whole ? [...Array(H).keys()] : [unit];
  const rows = cell.BLOCKS.flatMap((_, block) => units.map((u) => block * H + u));
  const cut = (matrix, width) => rows.map((row) => [...matrix.subarray(row * width, (row + 1) * width)]);
  const before = (name) => [...(t > 0 ? signals[name].subarray((t - 1) * H, t * H) : run.start[name])];
  return {
    cell,
    whole,
    unit,
    units,
    H,
    D,
    t,
    W: cut(weights.weight_ih, D),
    U: cut(weights.weight_hh, H),
    b: rows.map((row) => weights.bias[row]),
    ...peepholes(weights, units),
    b_hn: weights.bias_hn ? units.map((u) => weights.bias_hn[u]) : null,
    x: [...run.x.subarray(t * D, (t + 1) * D)],
    h_before: before('h'),
    c_before: cell.STATE.includes('c') ? units.map((u) => before('c')[u]) : null,
    held: (signal) => units.map((u) => run.held(signal, u, t)),
  };
}
