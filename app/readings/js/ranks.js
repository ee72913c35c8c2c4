// Numbers as a table, and the units as a list with a bar each and a button that cuts one out.

import { el } from './dom.js';

/** head, rows of texts (a second line is what it was), the chosen row; folded away under `folded` if that is given. */
export function table({ caption, head, rows, chosen }, folded) {
  const cells = (row) =>
    row.map((text, n) => {
      const [now, was] = text.split('\n');
      const spec = n ? 'td' : 'th';
      return el(spec, n ? {} : { scope: 'row' }, now, was ? el('small', {}, was) : null);
    });
  const body = el(
    'table.rd-table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map((text) => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, ...rows.map((row, n) => el(n === chosen ? 'tr.is-chosen' : 'tr', {}, ...cells(row)))),
  );
  const box = el('div.rd-scroll', { tabindex: 0, role: 'group', 'aria-label': caption }, body);
  return folded ? el('details.rd-fold', {}, el('summary', { 'data-key': 'fold' }, folded), box) : box;
}

/** Best first. The sign stands twice: the side of the bar with its colour, and the word. */
export function ranks(all, words, edit) {
  const row = ({ name, signal, track, r, text, cut, edit: what, unit }, n) => {
    const sign = r < 0 ? 'neg' : 'pos';
    const bar = el('i.rd-bar', { 'data-sign': sign, 'aria-hidden': 'true' });
    bar.style.width = `${100 * Math.abs(r)}%`;
    return el(
      'li.rd-rank',
      {},
      el('span.rd-who', {}, el('b', {}, name), ` ${signal}`),
      el('span.rd-what', {}, `${r < 0 ? words.upside_down : words.follows} `, el('b', {}, track)),
      el('span.rd-track', {}, bar),
      el('span.rd-r', {}, `r ${text}`),
      cut
        ? el('span.rd-cut', {}, words.is_cut)
        : el(
            'button.rd-button',
            {
              type: 'button',
              'data-key': `cut-${unit}-${n}`,
              'aria-label': words.cut_help.replace('{unit}', name),
              on: { click: () => edit(what) },
            },
            words.cut,
          ),
    );
  };
  return el('ol.rd-ranks', {}, ...all.map(row));
}
