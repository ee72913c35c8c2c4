// Hands the frame on show to the belt below, a few times a second at most: the belt is a heavy picture.

const PAUSE = 140; // ms

export class Projector {
  constructor() {
    this.belt = import('./frames.js').catch(() => null);
  }

  show(frame, about) {
    this.next = { frame, about };
    if (this.waiting || this.shown === frame) return;
    this.pass();
  }

  pass() {
    const { frame, about } = this.next;
    if (this.shown === frame) return;
    this.shown = frame;
    const H = frame.weight.length / frame.bias.length;
    const rows = [...frame.bias.keys()].map((k) => [...frame.weight.subarray(k * H, (k + 1) * H)]);
    const readout = frame.layers.length === 1 ? { weights: rows, bias: [...frame.bias] } : undefined;
    this.belt.then((belt) => belt?.show({ weights: frame.layers[0], readout, net: about.net, at: about.at }));
    this.waiting = setTimeout(() => {
      this.waiting = 0;
      this.pass();
    }, PAUSE);
  }

  clear() {
    clearTimeout(this.waiting);
    this.belt.then((belt) => belt?.show(null));
  }
}
