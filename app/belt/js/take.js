// What a learner takes away from this page: a link or a small file of exactly this state.

import { copyText, isTooLong, linkOf, saveFile } from './address.js';
import { el, setText } from './dom.js';

export class Take {
  /** scene: {link, state, words, sequence, header, tour, host} */
  constructor(toast, scene) {
    Object.assign(this, { toast, scene });
  }

  /** The buttons, for the language of now. */
  buttons() {
    if (this.scene.header.standalone) return []; // a file has no address to hand on
    const { transport } = this.scene.words;
    const copy = { type: 'button', on: { click: () => this.copyLink() } };
    return [el('button.bt-button.bt-copy', copy, transport.copy)];
  }

  /** What is told to others is the learner's own sentence, never the tour's second one. */
  async settle() {
    if (this.scene.sequence !== this.scene.header.sequence) await this.scene.tour.leave();
  }

  async copyLink() {
    await this.settle();
    const { link, state, words, host } = this.scene;
    if (isTooLong(link)) {
      saveFile(link, state);
      return this.flash(words.transport.saved);
    }
    const text = linkOf(link, state);
    host.dataset.copied = text;
    return this.flash((await copyText(text)) ? words.transport.copied : text);
  }

  /** A sentence that shows for a moment. */
  flash(text) {
    setText(this.toast, text);
    this.toast.classList.add('is-on');
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.toast.classList.remove('is-on'), 3500);
  }
}
