// Another network under the tape: same job, same recipe, another cell, reading the same words. Its memory moves with the
// same cursor, what has not been read yet is hidden alike, and both say what they would answer now.

import { bubble } from './answer.js';
import { loadCell } from './cells.js';
import { el, setText } from './dom.js';
import { makeRun, readNetwork } from './model.js';
import { REST } from './pose.js';
import { H_IS_SHOWN } from './speech.js';
import { loadStyle } from './style.js';
import { Tape } from './tape.js';

const PREFIX = 'beside.';

export class View {
  /** scene: {header, arrays, words, run, net, state, layout, seek(t), machine} */
  constructor(box, scene) {
    Object.assign(this, { box, scene });
    this.tape = new Tape(el('div.bt-tape'), { seek: (t) => scene.seek(t), focus: () => {} });
    this.says = [0, 1].map(() => el('b.bt-beside-says'));
    this.marks = [0, 1].map(() => el('span'));
    this.luck = el('p.bt-beside-luck');
    const line = (k) => el('p.bt-beside-line', {}, this.says[k], this.marks[k]);
    box.replaceChildren(line(0), line(1), this.tape.box, this.luck);
  }

  /** The other network and its run over what was read here. Gates held here are not gates there. */
  async read() {
    const { header, arrays, sequence } = this.scene;
    const own = Object.entries(arrays).flatMap(([name, of]) => (name.startsWith(PREFIX) ? [[name.slice(7), of]] : []));
    const cell = await loadCell(header.beside.network.cell);
    this.net = readNetwork(header.beside, Object.fromEntries(own), cell);
    this.run = makeRun(this.net, { ...sequence, name: 'beside' }, arrays, [], -1);
  }

  async lay() {
    const { scene } = this;
    const { header, words, Plotly, theme, layout } = scene;
    await Promise.all([this.read(), loadStyle('beside')]);
    for (const [k, text] of header.beside.marks.entries()) setText(this.marks[k], text);
    setText(this.luck, header.beside.luck);
    this.tape.field.setAttribute('aria-label', words.time);
    const { sizes } = layout;
    const wordless = { ...sizes, token: { ...sizes.token, height: 0 } }; // the words stand over the first tape
    const units = [...Array(this.run.H).keys()];
    this.tape.lay({ width: sizes.width, sizes: wordless, units, Plotly, colors: theme.colors, names: this.net.units });
    await this.tape.setRun(this.run);
    await this.makeRoom();
  }

  /** The machine has become lower: its parcels, and the lines from the tape, have moved. */
  async makeRoom() {
    const { scene } = this;
    await scene.layout.drawMachine();
    await scene.machine.show(scene.state.t, scene.state.k, 0);
  }

  show() {
    if (!this.run) return;
    const { scene } = this;
    const { t, k, all } = scene.state;
    const stored = k === REST;
    this.tape.show(t, stored, all, -1);
    const at = stored || k >= H_IS_SHOWN ? t : t - 1;
    this.say(0, bubble(scene.words, scene.run, scene.net, at));
    this.say(1, bubble(scene.words, this.run, this.net, at));
  }

  say(k, answer) {
    setText(this.says[k], answer?.text ?? '');
    this.says[k].dataset.state = answer?.state ?? '';
  }

  refresh() {}

  clear() {
    this.tape.clear();
    this.box.replaceChildren();
  }
}
