// The weights: every number that the network consists of, in one heatmap of blocks, to be read and to be changed. What
// is dragged or typed runs at once in the browser; Python hears of it when the hand lets go.

import { el, setText } from './dom.js';
import { exact, fill, full, num } from './format.js';
import { loadStyle } from './style.js';
import { Editor } from './weights_editor.js';
import { Grid } from './weights_grid.js';
import {
  arrayOf,
  columnsOf,
  editText,
  fullInk,
  indexOf,
  meaning,
  rowsOf,
  signed,
  withWeight,
} from './weights_model.js';
import { reason } from './why.js';

/** ms that an edit may be on its way to Python and back. */
const PATIENCE = 8000;

export class View {
  /** scene: {run, net, header, words, state, theme, host, ghost, tryWeights(weights|null)} */
  constructor(box, scene) {
    Object.assign(this, { box, scene, sent: null, trial: null });
    this.grid = new Grid(this);
    this.editor = new Editor(this);
    this.told = el('p.bt-w-told', { id: 'bt-w-told' });
    this.reason = el('p.bt-w-why');
    this.legend = el('div.bt-legend.bt-w-legend');
    const foot = el('div.bt-w-foot', {}, el('div.bt-w-text', {}, this.told, this.reason), this.legend);
    box.replaceChildren(el('div.bt-w', {}, this.grid.frame, this.editor.root), foot);
  }

  async lay() {
    await loadStyle('weights');
    const { net, words } = this.scene;
    this.rows = rowsOf(net);
    this.columns = columnsOf(net);
    this.was = net.built ?? net.weights;
    this.full = fullInk(this.was);
    if (this.grid.lay()) this.editor.build();
    this.legend.replaceChildren(
      el('span.bt-ramp', { 'data-kind': 'signed' }, num(-this.full), el('i'), num(this.full)),
      fill(words.weights.full, { full: num(this.full) }),
    );
    this.refresh();
  }

  /** A message came from Python: what it does not hold yet, or is in a hand still, goes on being tried. */
  heed() {
    const { net, ghost } = this.scene;
    const { heard } = ghost.letters;
    if (this.net === net && this.heard === heard) return;
    Object.assign(this, { net, heard });
    if (this.sent && !ghost.letters.waits(this.number)) this.send(null);
    if (this.trial) this.try(this.trial.place, this.trial.value);
    else if (this.sent) this.scene.tryWeights(this.sent);
  }

  /** An edit is on its way, or (null) none is any more. */
  send(weights) {
    clearTimeout(this.waiting);
    this.sent = weights;
    if (!weights) return;
    const { scene } = this;
    this.waiting = setTimeout(() => {
      this.sent = null;
      scene.ghost.letters.forget(this.number);
      if (scene.tried === weights && scene.host.isConnected) scene.tryWeights(null);
    }, PATIENCE);
  }

  /** What Python has, or will have when all that was sent has arrived. */
  get settled() {
    return this.sent ?? this.scene.net.weights;
  }

  /** The number of a cell in force now, and in the untouched network; null where a block has no such number. */
  numbers(row, column) {
    const index = indexOf(this.scene.net, row, column);
    if (index < 0) return null;
    const name = arrayOf(row, column);
    return { value: this.scene.run.weights[name][index], was: this.was[name][index] };
  }

  /** The row and the column of the chosen cell. */
  place() {
    const { at } = this.grid;
    return { row: this.rows[at.row], column: this.columns[at.column] };
  }

  /** Run with another number in a cell, and keep nothing yet. */
  try(place, value) {
    const { row, column } = place;
    this.trial = { place, value };
    this.scene.tryWeights(withWeight(this.scene.net, this.settled, row, column, value));
  }

  /** The hand let go: Python is told, unless it is the number that is in force there already. */
  commit({ row, column }, value) {
    const { net } = this.scene;
    this.trial = null;
    const before = this.settled[arrayOf(row, column)][indexOf(net, row, column)];
    if (value === before) return this.drop();
    this.send(withWeight(net, this.settled, row, column, value));
    this.scene.tryWeights(this.sent);
    this.number = this.scene.ghost.letters.send(editText(net, row, column, value));
  }

  /** Nothing was changed after all. */
  drop() {
    this.trial = null;
    this.scene.tryWeights(this.sent);
  }

  /** The editor at the chosen cell, where there is a number. */
  open(typed) {
    const { row, column } = this.place();
    if (this.numbers(row, column)) this.editor.open({ row, column }, typed);
  }

  /** What the chosen cell means, and why it is as it is. */
  tell() {
    const { words, net } = this.scene;
    const { row, column } = this.place();
    const both = this.numbers(row, column);
    if (!both) {
      setText(
        this.told,
        fill(words.weights[column.field === 'c' ? 'none_c' : 'none'], { gate: words.gate[row.signal].ask }),
      );
      return setText(this.reason, '');
    }
    const { value, was } = both;
    const changed = value === was ? '' : ` ${fill(words.weights.was_sentence, { was: signed(was) })}`;
    setText(this.told, meaning(this.scene, row, column, value) + changed);
    const digits = exact(value) ? '' : `${words.card.digits}: ${full(value)}`;
    setText(this.reason, reason(net, row.signal, row.unit) || digits);
  }

  /** Another step: the columns of what is read now. */
  show() {
    if (this.rows) this.grid.showRead();
  }

  /** Other numbers in the same cells. */
  refresh() {
    if (!this.rows) return;
    this.heed();
    this.grid.paint();
    this.grid.showRead();
    this.editor.refresh();
    this.tell();
  }

  clear() {
    this.grid.clear();
  }
}
