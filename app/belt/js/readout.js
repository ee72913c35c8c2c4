// What the network says after a step: the rules of lstm_core.Readout, repeated (a test holds the two together).

const sum = (weights, v) => v.reduce((total, value, k) => total + weights[k] * value, 0);

const total = ({ weights, bias }, v) => sum(weights[0] ?? v.map(() => 1), v) + (bias?.[0] ?? 0);

const votes = ({ weights, bias }, v) => weights.map((row, k) => sum(row, v) + bias[k]);

const above = ({ labels, threshold }, v) => labels.filter((_, k) => v[k] > threshold).join('+') || null;

const RULES = {
  count: (rule, v) => String(Math.floor(total(rule, v) + 0.5)),
  number: total,
  switch: ({ labels, threshold }, [v]) => labels[v > threshold ? 0 : 1],
  sign: ({ labels, threshold }, [v]) => labels[v > threshold ? 0 : v < -threshold ? 1 : 2],
  accept: ({ labels, threshold }, v) => labels[v.every((one) => Math.abs(one) <= threshold) ? 0 : 1],
  speak: above,
  pair: ({ labels, threshold }, [a, b]) =>
    Math.min(Math.abs(a), Math.abs(b)) <= threshold ? null : labels[2 * (a < 0) + (b < 0)],
  vote: (rule, v) => {
    const cast = votes(rule, v);
    return rule.labels[cast.indexOf(Math.max(...cast))] || null;
  },
  several: (rule, v) => above(rule, votes(rule, v)),
};

/** Kinds that may say nothing: their answer is null then. */
const SILENT = ['speak', 'pair', 'vote', 'several'];
/** Kinds whose answer is one of a few words at every step. */
const WORDS = ['switch', 'sign', 'accept'];

/** Kinds whose answers are told as they are; the others have stories of their own. */
const PLAIN = ['sign', 'accept', 'pair', 'vote', 'several'];

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
