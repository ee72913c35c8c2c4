// The belt follows a film: it runs at once with the weights and the read-out of the frame on show, and keeps its step,
// its unit and what is held. Fetched with the first message that names a film.

import { subscribe } from './frames.js';

/** What has to be the same so that a message is about the picture that stands here. */
const SAME = ['net', 'seq'];
const SIZES = ['name', 'cell', 'H', 'D'];

/** Whether a network can run with the weights of a frame: its own, in number and shape, and all of them finite. */
export function fits(net, { net: name, weights, readout }) {
  const own = Object.entries(net.weights).filter(([, array]) => array);
  const rows = net.readout ? (readout?.weights ?? []) : [];
  return (
    [undefined, net.name].includes(name) &&
    own.every(([field, { length }]) => weights[field]?.length === length && weights[field].every(Number.isFinite)) &&
    rows.every((row) => row.length === net.readout.units.length && row.every(Number.isFinite))
  );
}

/** The network as it is in a frame. */
export function framed(net, { weights, readout }) {
  return {
    ...net,
    weights: { ...net.weights, ...weights },
    readout: net.readout && { ...net.readout, ...readout },
    tried: true,
  };
}

export class Follower {
  /** scene: the belt. */
  constructor(scene) {
    Object.assign(this, { scene, frame: null });
    this.stop = subscribe((frame) => this.take(frame));
  }

  take(frame) {
    this.frame = frame;
    if (this.scene.run && this.adopt()) this.scene.applyHolds();
  }

  /** Whether a message goes on with what stands here: the same network, of another training or another moment of it. */
  follows({ link, network }) {
    const { header } = this.scene;
    const same = (parts, one, other) => parts.every((part) => one[part] === other[part]);
    return Boolean(header) && same(SAME, header.link, link) && same(SIZES, header.network, network);
  }

  /** The network takes the numbers of the frame, where it can. */
  adopt() {
    const { scene, frame } = this;
    if (!frame || !fits(scene.net, frame)) return false;
    scene.net = framed(scene.net, frame);
    if (frame.at !== undefined) scene.link = { ...scene.link, at: frame.at };
    return true;
  }

  /** The same picture again: what the film page would train next, or shows beside, may be another. */
  heed({ link: { settings, beside } }) {
    const { scene } = this;
    if (scene.link.settings === settings && scene.link.beside === beside) return;
    scene.link = { ...scene.link, settings, beside };
    scene.changed();
  }

  clear() {
    this.stop();
  }
}
