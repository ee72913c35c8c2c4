// Numbers and templates as text. Nothing here knows the DOM; every result is plain text, never markup.

const MINUS = '−';

/** A number with three decimals; "1", "0" and other short values stand bare only when they are exact; tiny is "~0". */
export function num(value, decimals = 3) {
  if (!Number.isFinite(value)) return '–';
  const rounded = value.toFixed(decimals);
  if (Number(rounded) === 0 && value !== 0) return '~0';
  const shown = Number(rounded) === value ? String(Math.abs(value)) : rounded.replace('-', '');
  return (value < 0 ? MINUS : '') + shown;
}

/** A share as a whole percent: 0.8702 → "87 %". */
export function pct(value) {
  return `${Math.round(value * 100)} %`;
}

/** Whether num(value) prints the value itself and not a rounding of it. */
export function exact(value, decimals = 3) {
  return Number(value.toFixed(decimals)) === value;
}

/** "= 1" for an exact print, "≈ 0.762" for a rounded one; "~0" says by itself that it is rounded. */
export function approx(value, decimals = 3) {
  if (num(value, decimals) === '~0') return '~0';
  return `${exact(value, decimals) ? '=' : '≈'} ${num(value, decimals)}`;
}

/** Every digit of a float64 (shortest round trip) with a true minus sign. */
export function full(value) {
  return String(value).replace(/^-/, MINUS).replace('e-', `e${MINUS}`);
}

/** Put values into a template: fill("{a} + {b}", {a: 1, b: 2}). A name without a value stays as it is. */
export function fill(template, values = {}) {
  return String(template).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
