// The parts of the component from top to bottom, empty: question, tape, machine, words, equation, controls.

import { el, setText } from './dom.js';

export function buildSkeleton(host) {
  const parts = {
    question: el('h2.bt-question'),
    about: el('button.bt-about', { type: 'button', 'aria-expanded': 'false' }, '?'),
    draw: el('button.bt-button.bt-draw', { type: 'button', hidden: true }),
    aboutText: el('p.bt-about-text', { hidden: true }),
    tape: el('div.bt-tape'),
    beside: el('section.bt-beside', { hidden: true }),
    chips: el('div.bt-chips', { role: 'group' }),
    machine: el('div.bt-machine'),
    caption: el('p.bt-caption'),
    extra: el('div.bt-extra'),
    equation: el('div.bt-equation'),
    details: el('div.bt-details'),
    bar: el('div.bt-bar', { role: 'toolbar' }),
    more: el('div.bt-more'),
    toast: el('p.bt-toast', { role: 'status' }),
    spoken: el('p.bt-spoken', { role: 'status', 'aria-live': 'polite' }),
  };
  parts.about.addEventListener('click', () => {
    parts.aboutText.hidden = !parts.aboutText.hidden;
    parts.about.setAttribute('aria-expanded', String(!parts.aboutText.hidden));
  });
  host.replaceChildren(
    el('header.bt-top', {}, parts.question, parts.about, parts.draw),
    parts.aboutText,
    parts.tape,
    parts.beside,
    parts.chips,
    parts.machine,
    el('div.bt-says', {}, parts.caption, parts.extra),
    parts.equation,
    el('div.bt-controls', {}, parts.bar, parts.more),
    parts.details,
    parts.toast,
    parts.spoken,
  );
  return parts;
}

/** Beside a film, which has asked already, there is none; and a half-trained network has no more to be told of. */
export function showQuestion({ question, about, aboutText }, net, words, film) {
  question.hidden = about.hidden = Boolean(film);
  setText(question, net.question);
  setText(aboutText, `${net.purpose} ${net.watch}`);
  about.setAttribute('aria-label', words.about);
}

/** Phone: one lane at a time, so a row of chips chooses the unit; "all" lets a hold act on every unit. */
export function showChips(box, net, words, focus, choose) {
  const chip = (unit, name) =>
    el(
      'button.bt-button',
      { type: 'button', 'aria-pressed': String(unit === focus), on: { click: () => choose(unit) } },
      name,
    );
  box.setAttribute('aria-label', words.card.unit_choice);
  box.replaceChildren(
    ...(net.units.length > 1 ? [chip(-1, words.card.all), ...net.units.map((name, u) => chip(u, name))] : []),
  );
}
