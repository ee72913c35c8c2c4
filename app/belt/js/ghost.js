// The untouched run beside the edited one: its parcels as dashed outlines, its answer, and a strip under the tape that
// shows where the two part. Fetched with the first message that brings such a run.

import { writeAddress } from './address.js';
import { bubble } from './answer.js';
import { Commits } from './commit.js';
import { Difference } from './difference.js';
import { el, setText } from './dom.js';
import { fill, num } from './format.js';
import { GhostMarks } from './ghost_marks.js';
import { drawLines } from './ghost_strips.js';
import { Letters } from './letters.js';
import { makeRun } from './model.js';
import { REST } from './pose.js';
import { H_IS_SHOWN } from './speech.js';
import { effectCaption, effectText } from './stories_effect.js';
import { loadStyle } from './style.js';

const BELOW = 36; // px: the line under the machine, and what stands under its lowest numbers (css/ghost.css)
const SAME = ['net', 'size', 'seed', 'cell', 'train', 'seq'];

/** The ghost of a belt, once its style is there. */
export async function raise(scene) {
  await loadStyle('ghost');
  return new Ghost(scene);
}

class Ghost {
  constructor(scene) {
    this.scene = scene;
    this.letters = new Letters(scene);
    this.commits = new Commits(scene, this.letters);
    this.difference = new Difference(scene);
    this.marks = new GhostMarks(scene.machine);
    this.legend = el('p.bt-ghost-legend');
    this.answer = el('small.bt-ghost-answer');
    scene.tape.field.after(this.difference.box);
    scene.parts.machine.append(this.legend);
    this.below = BELOW;
    scene.host.dataset.ghost = '';
  }

  /** A message has come: what it answers, the untouched run, and its own weights where an edit changed them. */
  read({ heard }) {
    const { net, header, arrays } = this.scene;
    this.letters.read(heard);
    this.commits.settle();
    this.scene.tried = null; // the view of the weights tries again what is still on its way
    const untouched = { ...net, weights: net.built ?? net.weights, clamps: [] };
    this.run = makeRun(untouched, header.baseline, arrays, [], -1);
  }

  /** Nothing came but an answer: what was asked for was refused, or undone on its way. */
  heed({ heard }) {
    if (!this.letters.read(heard)) return;
    this.commits.settle();
    this.scene.tryWeights(null);
  }

  /** Whether a message is an edit of what stands here, and no other picture. */
  follows({ link, baseline }) {
    const { header } = this.scene;
    const jumps = link.t > 0 && link.t !== header?.link.t; // a file that names a step
    return Boolean(header?.baseline && baseline) && !jumps && SAME.every((part) => header.link[part] === link[part]);
  }

  /** Take an edited run over without moving in time. False: other tokens stand on the tape, it has to be laid anew. */
  async adopt(before) {
    const { scene } = this;
    const { header } = scene;
    if (JSON.stringify(before.sequence.tokens) !== JSON.stringify(header.sequence.tokens)) return false;
    Object.assign(scene, { link: header.link, sequence: header.sequence });
    await scene.rerun();
    if (scene.state.playing) writeAddress(scene.link, scene.state); // what was undone must not come back with a reload
    return true;
  }

  /** The untouched run where it can be compared: not while other numbers are being drawn, or told of. */
  get base() {
    const { run, scene } = this;
    return scene.sequence === scene.header.sequence && run?.T === scene.run.T ? run : null;
  }

  /** The width or the units on the tape are others. */
  lay() {
    this.difference.lay();
  }

  /** Step t at keyframe k, after every other part has shown it. */
  show() {
    const { scene, base } = this;
    const { state, words } = scene;
    this.difference.show(base);
    this.marks.show(scene.run, base, state, words.ghost);
    this.say(base);
    this.showEquation();
    const { ghost } = words;
    setText(this.legend, base ? `${ghost.dashed} · ${this.difference.where()}` : '');
  }

  /** What the untouched run would answer, where that is something else. */
  say(base) {
    const { run, net, words, state, machine } = this.scene;
    this.answer.remove();
    if (!base || !net.readout) return;
    const at = state.k === REST || state.k >= H_IS_SHOWN ? state.t : state.t - 1;
    const [now, was] = [run, base].map((one) => bubble(words, one, net, at));
    if (now.text === was.text) return;
    const { untouched, silent } = words.ghost;
    setText(this.answer, was.state === 'silent' ? silent : fill(untouched, { answer: was.text }));
    machine.bubble.append(this.answer);
  }

  /** The sentence of a step of an edited run; null where nothing was done. */
  told() {
    const { run, net, words, state } = this.scene;
    return this.done ? effectText(words, run, this.base, net, state.t, this.about) : null;
  }

  /** The unit that this sentence names; −1 if it names none; null where nothing was done. */
  toldUnit(t) {
    const { run, net } = this.scene;
    if (!this.done) return null;
    const units = effectCaption(run, this.base, net, t, this.about).map(({ values }) => net.units.indexOf(values.unit));
    return units.find((unit) => unit >= 0) ?? -1;
  }

  get done() {
    const { header, state } = this.scene;
    return Boolean(header.link.edits) || state.holds.length > 0;
  }

  /** What a sentence of an edited step has to know besides the runs. */
  get about() {
    const { state, header, layout } = this.scene;
    return { u: state.u, edits: header.link.edits, hall: Boolean(layout.hall) };
  }

  /** What is held is not computed: its equation says so. */
  showEquation() {
    const { run, words, state, equation } = this.scene;
    if (!run.T || state.t < 0) return;
    const unit = equation.unit();
    for (const [line, signal] of [
      [equation.c, run.cell.MEMORY],
      [equation.h, run.cell.STATE.includes('c') ? 'h' : run.cell.CANDIDATE],
    ]) {
      const held = line.childNodes.length ? run.held(signal, unit, state.t) : null;
      if (held !== null) line.replaceChildren(el('i', {}, signal), ' = ', el('b', {}, num(held)), ` · ${words.held}`);
    }
  }

  /** Thin lines of the untouched run in a view of all signals (strips.js). */
  drawStrips(view) {
    drawLines(view, this.base);
    const { ghost } = this.scene.words;
    const legend = view.box.querySelector('.bt-legend');
    if (!legend.querySelector('.bt-ghost-line')) legend.prepend(el('span.bt-ghost-line'));
    const told = view.ghost.classList.contains('is-mark') ? ghost.mark : ghost.line;
    setText(legend.querySelector('.bt-ghost-line'), this.base ? told : '');
  }

  clear() {
    this.commits.clear();
  }
}
