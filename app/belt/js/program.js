// One step as a program that runs as printed, for NumPy or torch. Pure: the numbers of onestep.js and words in, text
// out. Names and equations are those of lstm_core/cells.

import { fill } from './format.js';

const WIDTH = 92;
const IN = '    '; // apart from the templates: what makes scripts short for the way takes spaces out of those
const APART = '  ';

const LIBRARIES = {
  numpy: {
    imports: ['import numpy as np'],
    array: (text) => `np.array(${text}, float)`,
    split: (sum, count) => `np.split(${sum}, ${count})`,
    sigmoid: (a) => `sigmoid(${a})`,
    tanh: (a) => `np.tanh(${a})`,
    before: ['', 'def sigmoid(a):', '    return 1 / (1 + np.exp(-a))', ''],
  },
  torch: {
    imports: ['import torch'],
    array: (text) => `torch.tensor(${text}, dtype=torch.float64)`,
    split: (sum, count) => `(${sum}).chunk(${count})`,
    sigmoid: (a) => `torch.sigmoid(${a})`,
    tanh: (a) => `torch.tanh(${a})`,
    before: [],
  },
};

/** torch's own modules, and how the biases lie in their two; the LSTM's kin have none. */
const MODULES = { lstm: 'LSTMCell', gru: 'GRUCell', rnn: 'RNNCell' };

/** The steps of a cell as lines; value(signal, expression) also says what is held. */
const BODIES = {
  lstm: (lib, value) => [
    `a_i, a_f, a_g, a_o = ${lib.split('W @ x + U @ h_before + b', 4)}`,
    ...value('i', lib.sigmoid('a_i')),
    ...value('f', lib.sigmoid('a_f')),
    ...value('g', lib.tanh('a_g')),
    ...value('o', lib.sigmoid('a_o')),
    ...value('c', 'f * c_before + i * g'),
    ...value('h', `o * ${lib.tanh('c')}`),
  ],
  lstm_1997: (lib, value) => [
    `a_i, a_g, a_o = ${lib.split('W @ x + U @ h_before + b', 3)}`,
    ...value('i', lib.sigmoid('a_i')),
    ...value('g', lib.tanh('a_g')),
    ...value('o', lib.sigmoid('a_o')),
    ...value('c', 'c_before + i * g'),
    ...value('h', `o * ${lib.tanh('c')}`),
  ],
  peephole: (lib, value) => [
    `a_i, a_f, a_g, a_o = ${lib.split('W @ x + U @ h_before + b', 4)}`,
    ...value('i', lib.sigmoid('a_i + w_ci * c_before')),
    ...value('f', lib.sigmoid('a_f + w_cf * c_before')),
    ...value('g', lib.tanh('a_g')),
    ...value('c', 'f * c_before + i * g'),
    ...value('o', lib.sigmoid('a_o + w_co * c')),
    ...value('h', `o * ${lib.tanh('c')}`),
  ],
  coupled: (lib, value) => [
    `a_f, a_g, a_o = ${lib.split('W @ x + U @ h_before + b', 3)}`,
    ...value('f', lib.sigmoid('a_f')),
    ...value('i', '1 - f'),
    ...value('g', lib.tanh('a_g')),
    ...value('o', lib.sigmoid('a_o')),
    ...value('c', 'f * c_before + i * g'),
    ...value('h', `o * ${lib.tanh('c')}`),
  ],
  gru: (lib, value, own) => [
    `x_r, x_z, x_n = ${lib.split('W @ x + b', 3)}`,
    `h_r, h_z, h_n = ${lib.split('U @ h_before', 3)}`,
    ...value('r', lib.sigmoid('x_r + h_r')),
    ...value('z', lib.sigmoid('x_z + h_z')),
    ...value('n', lib.tanh('x_n + r * (h_n + b_hn)')),
    ...value('h', `(1 - z) * n + z * ${own}`),
  ],
  rnn: (lib, value) => value('h', lib.tanh('W @ x + U @ h_before + b')),
};

/** What stands behind a #: on one line, and nothing that turns the direction of writing. */
const remark = (text) => `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')}`;

/** Numbers in brackets, with every digit, broken into lines. */
function vector(numbers, indent = '') {
  const lines = [];
  let line = '';
  for (const text of numbers.map((n) => `${n}, `)) {
    if (line && indent.length + line.length + text.length > WIDTH) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += text;
  }
  lines.push(line.replace(/, $/, ''));
  if (lines.length === 1) return `[${lines[0]}]`;
  return `[\n${lines.map((one) => indent + IN + one).join('\n')}\n${indent}]`;
}

const matrix = (rows) => `[\n${rows.map((row) => `${IN}${vector(row, IN)},`).join('\n')}\n]`;

/** The numbers: weights, what was read, what stood there before. */
function given(step, lib, say) {
  const { W, U, b, b_hn, w_c, x, h_before, c_before, cell, units } = step;
  const rows = say('rows', { blocks: cell.BLOCKS.join(' '), count: units.length });
  const set = (name, text) => `${name} = ${lib.array(text)}`;
  return [
    rows,
    set('W', matrix(W)),
    set('U', matrix(U)),
    set('b', vector(b)),
    ...(b_hn ? [set('b_hn', vector(b_hn))] : []),
    ...w_c.map(([name, numbers]) => set(name, vector(numbers))),
    set('x', vector(x)),
    set('h_before', vector(h_before)),
    ...(c_before ? [set('c_before', vector(c_before))] : []),
  ];
}

/** Lines that put in the held values: one for all units, or one for each. */
function holds(step, signal, say) {
  const held = step.held(signal);
  const note = APART + say('held');
  if (held.every((value) => value !== null && value === held[0])) return [`${signal}[:] = ${held[0]}${note}`];
  return held.flatMap((value, n) => (value === null ? [] : [`${signal}[${n}] = ${value}${note}`]));
}

function tell(signals) {
  const many = signals.length > 1 ? signals.join(', ') : `${signals[0]},`;
  return [`for name, value in zip("${signals.join('')}", (${many})):`, '    print(name, value.tolist())'];
}

/** torch's own module does the step. */
function byModule({ cell, H, D }, say) {
  const [module, gru, lstm] = [MODULES[cell.name], cell.name === 'gru', cell.name === 'lstm'];
  return [
    `cell = torch.nn.${module}(${D}, ${H}, dtype=torch.float64)`,
    'with torch.no_grad():',
    '    cell.weight_ih.copy_(W)',
    '    cell.weight_hh.copy_(U)',
    `${IN}cell.bias_ih.copy_(b)${APART}${say('two_biases')}`,
    '    cell.bias_hh.zero_()',
    ...(gru ? [`${IN}cell.bias_hh[-${H}:] = b_hn${APART}${say('inner_bias')}`] : []),
    lstm ? '    h, c = cell(x, (h_before, c_before))' : '    h = cell(x, h_before)',
    ...(cell.name === 'rnn' ? [] : [say('inside', { module })]),
    ...tell(lstm ? ['c', 'h'] : ['h']),
  ];
}

/**
 * The program of a step (onestep.js).
 * @param {"numpy"|"torch"} library
 * @param {object} words   the [belt] table of a language
 * @param {{net: string, token: string, unit: string}} names
 */
export function program(step, library, words, names) {
  const lib = LIBRARIES[library];
  const { cell } = step;
  const say = (key, values) => remark(fill(words.code[key], values));
  const anyHeld = cell.SIGNALS.some((signal) => step.held(signal).some((value) => value !== null));
  const head = say(step.whole ? 'head' : 'head_unit', { ...names, step: step.t + 1 });
  const numbers = [head, ...lib.imports, '', ...given(step, lib, say), ''];
  const hasModule = library === 'torch' && step.whole && cell.name in MODULES;
  if (hasModule && !anyHeld) return [...numbers, ...byModule(step, say), ''].join('\n');
  const value = (signal, expression) => [`${signal} = ${expression}`, ...holds(step, signal, say)];
  const own = step.whole ? 'h_before' : `h_before[${step.unit}:${step.unit + 1}]`;
  const why = hasModule ? [say('no_hold', { module: MODULES[cell.name] })] : [];
  const body = BODIES[cell.name](lib, value, own);
  return [...numbers, ...lib.before, ...why, ...body, ...tell(cell.SIGNALS), ''].join('\n');
}
