// What can be chosen: a row of chips that arrows move in, or a list where there are many.

import { el } from './dom.js';

const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few, as a group of radios: one stop for the tab key, arrows within. */
function chips({ key, label, options, value }, choose, named) {
  const mark = (chosen) =>
    buttons.forEach((button, n) => {
      const on = options[n][0] === chosen;
      button.setAttribute('aria-checked', String(on));
      button.tabIndex = on ? 0 : -1;
    });
  const pick = (n) => {
    mark(options[n][0]);
    buttons[n].focus();
    buttons[n].scrollIntoView({ block: 'nearest', inline: 'center' });
    choose(options[n][0]);
  };
  const move = (event, n) => {
    if (!NEXT[event.key]) return;
    event.preventDefault();
    pick((n + NEXT[event.key] + options.length) % options.length);
  };
  const buttons = options.map(([option, name], n) =>
    el(
      'button.rd-chip',
      {
        type: 'button',
        role: 'radio',
        'data-key': `${key}-${option}`,
        on: { click: () => pick(n), keydown: (event) => move(event, n) },
      },
      name,
    ),
  );
  mark(value);
  const group = el('div.rd-chips', { role: 'radiogroup', 'aria-label': label }, ...buttons);
  return named ? el('div.rd-choice', {}, el('span.rd-label', { 'aria-hidden': 'true' }, label), group) : group;
}

function list({ key, label, options, value }, choose) {
  const select = el(
    'select.rd-list',
    { 'data-key': key, on: { change: () => choose(options[select.selectedIndex][0]) } },
    ...options.map(([option, name]) => el('option', { value: option, selected: option === value }, name)),
  );
  return el('label.rd-choice', {}, el('span.rd-label', {}, label), select);
}

/** The readings themselves. */
export function tabs({ tabs, open, words }, choose) {
  return chips({ key: 'reading', label: words.title, options: tabs, value: open }, choose, false);
}

export function choosers(all, choose) {
  return all.map((one) => {
    const chosen = (value) => choose({ [one.key]: value });
    return one.list ? list(one, chosen) : chips(one, chosen, true);
  });
}
