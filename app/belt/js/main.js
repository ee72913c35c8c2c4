// What Streamlit calls on every message and theme change. One Belt a mounted element; removed when the page changes.

import { Belt } from './belt.js';
import { decode } from './decode.js';

const mounted = new WeakMap();

export function render({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector('.belt');
  if (!mounted.has(host)) mounted.set(host, new Belt(host));
  const belt = mounted.get(host);
  belt.trigger = setTriggerValue;
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  // One after the other: a later message must not be overtaken by an earlier one.
  belt.messages = Promise.resolve(belt.messages)
    .then(() => decode(bytes))
    .then((message) => belt.update(message))
    .catch((error) => {
      console.error(error);
      host.dataset.failed = error.message;
    });
  return () => {
    belt.unmount();
    mounted.delete(host);
  };
}
