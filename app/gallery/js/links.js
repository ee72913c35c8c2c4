// Links that are ready to copy. Their words and states come from Python; the browser alone knows the address before them.

import { copyText } from './address.js';
import { el, setText } from './dom.js';
import { applyTheme, readTheme } from './theme.js';

const ROOT = new URL('../../', import.meta.url);
const THANKS = 2500; // ms for which a button says that it has done its work

export function render({ data: bytes, parentElement }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const host = parentElement.querySelector('.gl');
  applyTheme(host, readTheme(host, data.palette));
  if (host.dataset.lang !== data.lang) host.replaceChildren(...data.groups.map((group) => section(group, data.words)));
  host.dataset.lang = data.lang;
  return () => {};
}

function section({ title, page, rows }, words) {
  return el('section.gl-group', {}, el('h2.gl-does', {}, title), ...rows.map((row) => line(page, row, words)));
}

function line(page, { key, title, text, query }, words) {
  const href = new URL(`${page}?${query}`, ROOT).href;
  const name = `gl-${key}`;
  const says = { type: 'button', 'aria-describedby': name };
  const copy = el('button.gl-button', { ...says, on: { click: () => take(copy, href, words) } }, words.copy);
  return el(
    'div.gl-line',
    { 'data-key': key },
    el('p.gl-about', {}, el('strong', { id: name }, title), el('span', {}, text)),
    el('div.gl-do', {}, copy, el('a.gl-button', { href, 'aria-describedby': name }, words.open)),
  );
}

/** Where a browser lets nothing be copied, the address stands there to be copied by hand. */
async function take(button, href, words) {
  const done = await copyText(href);
  const row = button.closest('.gl-line');
  if (!done && !row.querySelector('input'))
    row.append(el('input.gl-by-hand', { readonly: true, value: href, 'aria-label': words.copy }));
  row.querySelector('input')?.select();
  if (!done) return;
  setText(button, words.copied);
  setTimeout(() => setText(button, words.copy), THANKS);
}
