// A text as it was written, cut into tokens and what stands between them; and letters that stay legible on any ink.
// Pure: text in, pieces out.

/** Whether a space belongs between two tokens where the text itself is not at hand. */
const spaced = (before, after) => /[\p{Script=Latin}\p{N}]$/u.test(before) && /^[\p{Script=Latin}\p{N}]/u.test(after);

/** Where a token stands in the text from `place` on; white space within it may be longer there. */
function find(token, text, place) {
  const at = text.indexOf(token, place);
  if (at >= 0) return { at, length: token.length };
  const pattern = token
    .trim()
    .split(/\s+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  const match = pattern ? new RegExp(pattern, 'u').exec(text.slice(place)) : null;
  return match ? { at: place + match.index, length: match[0].length } : null;
}

/**
 * The pieces of a text: {text, column} for a token, column −1 for what lies between. Where the text does not hold the
 * tokens (another sequence is on show), they stand by themselves.
 * @param {string[]} tokens
 */
export function pieces(tokens, text) {
  const out = [];
  let place = 0;
  for (const [column, token] of tokens.entries()) {
    const found = find(token, text, place);
    if (!found) return alone(tokens);
    if (found.at > place) out.push({ text: text.slice(place, found.at), column: -1 });
    out.push({ text: text.slice(found.at, found.at + found.length), column });
    place = found.at + found.length;
  }
  if (place < text.length && tokens.length) out.push({ text: text.slice(place), column: -1 });
  return out;
}

function alone(tokens) {
  const words = tokens.some((token) => [...token].length > 1);
  return tokens.flatMap((text, column) => {
    const space = words && column > 0 && spaced(tokens[column - 1], text);
    return space
      ? [
          { text: ' ', column: -1 },
          { text, column },
        ]
      : [{ text, column }];
  });
}

const channels = (color) =>
  color.startsWith('#') ? [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16)) : color.match(/\d+/g).map(Number);

function luminance(color) {
  const [r, g, b] = channels(color).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21 (WCAG 2). */
export function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** The ink or the paper, whichever is read more easily on a background; pure black or white where neither reaches 4.5. */
export function legible(background, { ink, bg }) {
  const [best] = [ink, bg].sort((a, b) => contrast(b, background) - contrast(a, background));
  if (contrast(best, background) >= 4.5) return best;
  return luminance(background) > 0.179 ? 'black' : 'white';
}
