// What the network says after a step: the rules of lstm_core.Readout, repeated (a test holds the two together).

const sum = (weights, v) => v.reduce((total, value, k) => total + weights[k] * value, 0);

const total = ({ weights }, v) => sum(weights[0] ?? v.map(() => 1), v);

const RULES = {
  count: (rule, v) => String(Math.floor(total(rule, v) + 0.5)),
  number: total,
  switch: ({ labels, threshold }, [v]) => labels[v > threshold ? 0 : 1],
  sign: ({ labels, threshold }, [v]) => labels[v > threshold ? 0 : v < -threshold ? 1 : 2],
  accept: ({ labels, threshold }, v) => labels[v.every((one) => Math.abs(one) <= threshold) ? 0 : 1],
  speak: ({ labels, threshold }, v) => labels.filter((_, k) => v[k] > threshold).join('+') || null,
  pair: ({ labels, threshold }, [a, b]) =>
    Math.min(Math.abs(a), Math.abs(b)) <= threshold ? null : labels[2 * (a < 0) + (b < 0)],
  vote: ({ labels, weights, bias }, v) => {
    const votes = weights.map((row, k) => sum(row, v) + bias[k]);
    return labels[votes.indexOf(Math.max(...votes))] || null;
  },
};

/** Kinds that may say nothing: their answer is null then. */
const SILENT = ['speak', 'pair', 'vote'];
/** Kinds whose answer is one of a few words at every step. */
const WORDS = ['switch', 'sign', 'accept'];

/** Kinds whose answers are told as they are; the others have stories of their own. */
const PLAIN = ['sign', 'accept', 'pair', 'vote'];

export const toldPlainly = (kind) => PLAIN.includes(kind);
export const mayBeSilent = (kind) => SILENT.includes(kind);
export const alwaysSays = (kind) => WORDS.includes(kind);

/** The answer: digits, a number, keys of words joined by "+", or null. */
export function readOut(readout, h, c) {
  if (!readout) return null;
  const source = readout.source === 'h' ? h : c;
  return RULES[readout.kind](
    readout,
    readout.units.map((unit) => source[unit]),
  );
}
