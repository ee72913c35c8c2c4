// How a token is shown, and how much room it wants.

const PICTURES = { ' ': '␣', '\n': '↵', '\t': '⇥' };

/** What a token looks like on the tape: a control character, or a token of white space alone, is a picture. */
export function pictured(text) {
  if (text.trim() && !/\p{Cc}/u.test(text)) return text;
  return [...text]
    .map(
      (ch) => PICTURES[ch] ?? (ch < ' ' ? String.fromCodePoint(0x2400 + ch.codePointAt(0)) : ch === '\x7f' ? '␡' : ch),
    )
    .join('');
}

/** Px that a token wants: wide scripts count double; a single character may stand close to the next. */
export function wish(text) {
  const letters = [...text];
  return letters.reduce((sum, ch) => sum + (ch.codePointAt(0) > 0x2e7f ? 15 : 8), letters.length > 1 ? 12 : 1);
}

/** The size of a word that would not fit its column: smaller, down to `least`; '' where it fits or may be cut. */
export function fitted(text, width, { least, letter }) {
  const share = width / (wish(text) * letter);
  return least && share < 1 ? `${Math.max(least, 17 * letter * share)}px` : '';
}
