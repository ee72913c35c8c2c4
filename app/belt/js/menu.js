// The small menu beside "Copy link": what else can be taken away. One item at a time has the focus; arrows move it.

import { canRecord, recordClip } from './clip.js';
import { el } from './dom.js';
import { fill, pct } from './format.js';
import { savePicture } from './picture.js';

export class Menu {
  /** button: what opens it; take: where a sentence is shown for a moment. */
  constructor(button, take) {
    Object.assign(this, { button, take, scene: take.scene });
    this.root = el('div.bt-menu', { role: 'menu', hidden: true, on: { keydown: (event) => this.key(event) } });
    button.after(this.root);
    this.outside = (event) => this.root.contains(event.target) || button.contains(event.target) || this.close();
  }

  items() {
    const { take: w } = this.scene.words;
    const item = (name, label, go) =>
      el(
        'button.bt-button.is-item',
        { type: 'button', role: 'menuitem', tabindex: '-1', 'data-take': name, on: { click: () => this.choose(go) } },
        label,
      );
    return [
      item('picture', w.picture, () => this.picture()),
      ...(canRecord() ? [item('clip', w.clip, () => this.clip())] : []),
    ];
  }

  toggle() {
    if (!this.root.hidden) return this.close();
    this.root.replaceChildren(...this.items());
    this.root.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', this.outside);
    this.root.firstChild.focus();
    return undefined;
  }

  close() {
    this.root.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', this.outside);
  }

  choose(go) {
    this.close();
    this.button.focus();
    go();
  }

  key(event) {
    const all = [...this.root.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') return this.close();
    if (event.key !== 'Escape' && to === undefined) return undefined;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) return all[(to + all.length) % all.length].focus();
    this.close();
    return this.button.focus();
  }

  async picture() {
    await this.take.settle();
    const { take: w } = this.scene.words;
    this.take.flash((await savePicture(this.scene)) ? w.saved : w.cannot);
  }

  /** Escape stops it; the sentence says how far it is. */
  async clip() {
    if (this.recording) return;
    await this.take.settle();
    const { take: w } = this.scene.words;
    this.recording = true;
    let stopped = false;
    const escape = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      stopped = true;
    };
    document.addEventListener('keydown', escape, true);
    try {
      const tell = (share) => this.take.flash(fill(w.recording, { done: pct(share) }));
      const saved = await recordClip(this.scene, tell, () => stopped);
      this.take.flash(saved ? w.recorded : w.stopped);
    } catch (error) {
      console.warn(error);
      this.take.flash(w.cannot);
    } finally {
      document.removeEventListener('keydown', escape, true);
      this.recording = false;
    }
  }
}
