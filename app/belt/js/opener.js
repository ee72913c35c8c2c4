// The card of a gate and what lights up around it are fetched when the machine is first touched: before the click.

import { loadStyle } from './style.js';

/** A function that gives the card, once it is there; scene.card is the same. */
export function cardOpener(scene) {
  const { stage } = scene.machine;
  let card = null;
  const open = () => {
    card ??= Promise.all([import('./card.js'), loadStyle('card')]).then(([{ Card }]) => {
      scene.card = new Card(stage, scene);
      scene.card.build();
      scene.card.light.show();
      return scene.card;
    });
    return card;
  };
  for (const touch of ['pointerover', 'focusin']) stage.addEventListener(touch, open, { once: true });
  return open;
}
