// Lecture mode: the component fills the window, large enough for the last bench; beside it a QR code of this state.

import { isTooLong, shortLinkOf } from './address.js';
import { el } from './dom.js';
import { hallSizes, unitOf } from './hall.js';
import { asks, invites, told } from './minute.js';

const RESTS = 500; // ms: only a state that rests is worth a code

export class Lecture {
  /** scene: the belt. */
  constructor(scene) {
    this.scene = scene;
    this.invited = false; // gates were just freed: whoever listens may try it now
    this.code = el('img.bt-qr', { alt: '', hidden: true });
    this.code.addEventListener('error', () => this.hide());
    this.code.addEventListener('load', () => {
      this.code.hidden = false;
    });
    scene.machine.stage.append(this.code);
    this.enter();
  }

  /** Into the browser's top layer, above Streamlit's header; a browser without one stacks it by CSS. */
  enter() {
    const { host } = this.scene;
    if (document.activeElement !== host) document.activeElement?.blur(); // keys go to the picture, not to a hidden field
    if (!document.fullscreenElement) {
      host.setAttribute('popover', 'manual');
      host.showPopover?.();
    }
    // A browser keeps the Escape that ends full screen to itself.
    this.onFull = () => {
      if (!document.fullscreenElement && this.scene.state.view === 'lecture') this.scene.set({ view: 'machine' });
    };
    host.addEventListener('fullscreenchange', this.onFull);
  }

  leave() {
    const { host } = this.scene;
    host.removeEventListener('fullscreenchange', this.onFull);
    clearTimeout(this.resting);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    host.removeAttribute('popover'); // also takes it out of the top layer
    host.style.removeProperty('--bt-u');
    host.classList.remove('is-squarish');
    this.code.remove();
  }

  sizes() {
    const { innerWidth, innerHeight } = window;
    this.scene.host.style.setProperty('--bt-u', `${unitOf(innerWidth, innerHeight)}px`);
    const sizes = hallSizes(innerWidth, innerHeight);
    this.scene.host.classList.toggle('is-squarish', sizes.narrow);
    return sizes;
  }

  /** The sentence of this step in the lecturer's minute; null: the usual one. */
  told() {
    const { words, run, net, state } = this.scene;
    return (this.invited && invites(words, run, net, state.t)) || told(words, run, net, state.t);
  }

  asks(t) {
    const { words, run, net } = this.scene;
    return asks(words, run, net, t);
  }

  freed() {
    this.invited = true;
  }

  /** Playing began or ended, a step or a gate changed. */
  changed() {
    const { state } = this.scene;
    if (state.playing || state.holds.length) this.invited = false;
    if (state.playing) this.hide();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), RESTS);
  }

  /** The code stands where the sentence ends, and wherever the room was invited to try. */
  rest() {
    const { state, run } = this.scene;
    if (!state.playing && (this.invited || state.t === run.T - 1)) this.showCode();
    else this.hide();
  }

  hide() {
    this.code.hidden = true;
    this.code.removeAttribute('src');
  }

  /** The server draws the code; a page without one (a file, or no network) shows none. */
  showCode() {
    const { link, state, words, sequence, header } = this.scene;
    if (isTooLong(link) || sequence !== header.sequence || header.standalone) return;
    const url = new URL('../../qr.svg', import.meta.url);
    url.searchParams.set('text', shortLinkOf(link, state));
    this.code.alt = words.lecture.qr;
    if (this.code.src !== url.href) this.code.src = url.href;
    else this.code.hidden = false;
  }
}
