// What a learner takes away from this page: a link or a small file of exactly this state; and, on demand, more.

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
    const { transport, take } = this.scene.words;
    const copy = { type: 'button', on: { click: () => this.copyLink() } };
    const share = {
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      on: { click: () => this.more() },
    };
    this.share = el('button.bt-button.bt-share', share, `${take.share} ▾`);
    this.menu = null;
    return [el('button.bt-button.bt-copy', copy, transport.copy), el('span.bt-menu-spot', {}, this.share)];
  }

  /** The menu with the rest: a picture, a clip. */
  async more() {
    const { Menu } = await import('./menu.js');
    this.menu ??= new Menu(this.share, this);
    this.menu.toggle();
  }

  async savePicture() {
    const { Menu } = await import('./menu.js');
    this.menu ??= new Menu(this.share, this);
    return this.menu.picture();
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
