// The training film: everything that a frame of it shows follows one hand on training time. What travels is weights;
// all the rest is computed here.

import { decode } from './decode.js';
import { FilmPage } from './film_page.js';

const mounted = new WeakMap();

export function render({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector('.fm');
  if (!mounted.has(host)) mounted.set(host, new FilmPage(host));
  const page = mounted.get(host);
  page.trigger = setTriggerValue;
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  // One after the other: a later message must not be overtaken by an earlier one.
  page.messages = Promise.resolve(page.messages)
    .then(() => decode(bytes))
    .then((message) => page.update(message))
    .catch((error) => {
      console.error(error);
      host.dataset.failed = error.message;
    });
  return () => {
    page.clear();
    mounted.delete(host);
  };
}
