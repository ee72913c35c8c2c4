// What is fetched on demand: the card of a gate when the machine is first touched (before the click), the pad for
// drawing numbers when its button is pressed.

import { press, setText } from './dom.js';
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

/** The button "Draw" of a network that reads numbers, and its pad. */
export class Drawing {
  constructor(scene, button) {
    Object.assign(this, { scene, button, pad: null, open: false, texts: new Set() });
    button.addEventListener('click', () => this.toggle());
  }

  build() {
    const { words, net, header } = this.scene;
    setText(this.button, words.draw.open);
    this.button.hidden = !net.numbers || header.mode === 'showcase';
    if (this.button.hidden) this.open = false;
    else this.pad?.build(() => this.toggle());
  }

  async toggle() {
    const { scene } = this;
    this.open = !this.open;
    if (this.open && !this.pad) {
      const [{ Pad, showDrawn }] = await Promise.all([import('./draw.js'), loadStyle('draw')]);
      scene.drawn = (sequence, done) => showDrawn(scene, sequence, done);
      this.pad ??= new Pad(scene, (text) => this.send(text));
      this.build();
    }
    await scene.layOut();
    if (this.open && !scene.run.T) this.pad.resize(1);
    if (!this.open) this.button.focus({ preventScroll: true });
  }

  lay() {
    press(this.button, this.open);
    if (!this.pad) return;
    this.pad.root.hidden = !this.open;
    if (this.open) this.pad.lay();
  }

  show() {
    if (this.open) this.pad?.show();
  }

  /** What was drawn becomes what is typed. */
  send(text) {
    this.texts.add(text);
    this.latest = text;
    this.scene.link = { ...this.scene.link, seq: text };
    this.scene.trigger('draw', text);
  }

  /** Whether Python sends back what was drawn here before something newer was, or while a hand still draws. */
  isOvertaken({ seq }) {
    return this.texts.has(seq) && (seq !== this.latest || Boolean(this.pad?.dragging)) && this.texts.delete(seq);
  }

  /** Whether Python sends back what was drawn here: then nothing begins anew. */
  isMine({ seq }) {
    return this.texts.delete(seq);
  }
}
