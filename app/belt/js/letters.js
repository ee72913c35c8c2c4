// Edits on their way to Python (app/letters.py). Each has a number and the network that it is meant for, and goes along
// with every later one until Python says that it has heard it: of two that meet on the way only the newer one arrives.

export class Letters {
  /** scene: {header, trigger} */
  constructor(scene) {
    Object.assign(this, { scene, open: [], last: 0, heard: 0 });
  }

  /** Send the text of an edit, and get its number. */
  send(text) {
    const { header, trigger } = this.scene;
    const { net, seed, size, cell, train } = header.link;
    this.last = Math.max(this.last + 1, header.heard + 1, Date.now());
    this.open.push([this.last, [net, seed, size, cell, train], text]);
    trigger('edit', [...this.open]);
    return this.last;
  }

  /** What has come knows every edit up to this number: it was done, or refused. False: none of them was waited for. */
  read(heard) {
    this.heard = heard;
    const before = this.open.length;
    this.open = this.open.filter(([number]) => number > heard);
    return this.open.length < before;
  }

  /** Whether an edit is still on its way. */
  waits(number) {
    return this.open.some(([one]) => one === number);
  }

  /** What nobody answered is given up, and not sent again. */
  forget(number) {
    this.open = this.open.filter(([one]) => one !== number);
  }
}
