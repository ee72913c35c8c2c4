// The parts of the component from top to bottom, empty: question, tape, machine, words, equation, controls.

import { el, setText } from './dom.js';

export function buildSkeleton(host) {
  const parts = {
    question: el('h2.bt-question'),
    about: el('button.bt-about', { type: 'button', 'aria-expanded': 'false' }, '?'),
    aboutText: el('p.bt-about-text', { hidden: true }),
    tape: el('div.bt-tape'),
    machine: el('div.bt-machine'),
    caption: el('p.bt-caption'),
    extra: el('div.bt-extra'),
    equation: el('div.bt-equation'),
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
    el('header.bt-top', {}, parts.question, parts.about),
    parts.aboutText,
    parts.tape,
    parts.machine,
    el('div.bt-says', {}, parts.caption, parts.extra),
    parts.equation,
    el('div.bt-controls', {}, parts.bar, parts.more),
    parts.toast,
    parts.spoken,
  );
  return parts;
}

export function showQuestion({ question, about, aboutText }, net, words) {
  setText(question, net.question);
  setText(aboutText, `${net.purpose} ${net.watch}`);
  about.setAttribute('aria-label', words.about);
}

let fading = 0;

/** A sentence that shows for a moment. */
export function flash(toast, text) {
  setText(toast, text);
  toast.classList.add('is-on');
  clearTimeout(fading);
  fading = setTimeout(() => toast.classList.remove('is-on'), 3500);
}
