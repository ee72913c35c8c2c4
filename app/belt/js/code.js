// Code: the step on show as equations, as a program for NumPy or torch, and as spreadsheet formulas; with the very
// numbers on the screen.

import { copyText } from './address.js';
import { el, press, setText } from './dom.js';
import { equations, hasJoined } from './equations.js';
import { fill } from './format.js';
import { formulas } from './formula.js';
import { oneStep } from './onestep.js';
import { program } from './program.js';
import { saveButton } from './save.js';
import { lastSeen, letter, signalsOf, unitChooser, unitOf } from './signals.js';

const FORMS = ['equations', 'numpy', 'torch', 'sheet'];
/** What was looked at last. */
const chosen = { form: 'equations', joined: false };

export class View {
  /** scene: {run, net, words, state, header, take, focus} */
  constructor(box, scene) {
    Object.assign(this, { box, scene });
    const { code } = scene.words;
    const button = (label, go) => el('button.bt-button', { type: 'button', on: { click: go } }, label);
    const choose = (patch) => () => {
      Object.assign(chosen, patch);
      this.refresh();
    };
    this.forms = FORMS.map((form) => button(code[form], choose({ form })));
    this.notations = [button('W x + U h', choose({ joined: false })), button('W·[h, x]', choose({ joined: true }))];
    const group = (label, ...nodes) => el('div.bt-segments', { role: 'group', 'aria-label': label }, ...nodes);
    this.notation = group(code.notation, ...this.notations);
    this.unit = unitChooser(scene);
    this.copy = button(code.copy, () => this.copyAll());
    this.xlsx = scene.header.standalone ? null : saveButton(scene, 'xlsx');
    this.note = el('p.bt-code-note');
    this.text = el('div.bt-code-text', { role: 'group', 'aria-label': scene.words.details.code });
    const right = el('span.bt-code-take', {}, this.xlsx, this.copy);
    const head = el(
      'div.bt-details-head',
      {},
      group(scene.words.details.code, ...this.forms),
      this.unit,
      this.notation,
    );
    head.append(right);
    box.replaceChildren(head, this.text, this.note);
  }

  lay() {
    this.refresh();
  }

  /** Another form, another unit or other numbers. */
  refresh() {
    this.drawn = null;
    this.show();
  }

  /** A step in motion shows the one before it; the same step again costs nothing. */
  show() {
    const { run, state } = this.scene;
    const t = Math.min(state.t, lastSeen(this.scene));
    const unit = unitOf(this.scene);
    const key = `${t} ${unit} ${run.T}`;
    if (this.drawn === key) return;
    this.drawn = key;
    const joined = chosen.joined && hasJoined(run.cell);
    for (const [n, node] of this.forms.entries()) press(node, FORMS[n] === chosen.form);
    for (const [n, node] of this.notations.entries()) press(node, (n === 1) === joined);
    this.notation.hidden = chosen.form !== 'equations' || !hasJoined(run.cell);
    if (this.xlsx) this.xlsx.hidden = chosen.form !== 'sheet';
    if (this.unit) this.unit.value = unit;
    this.copy.hidden = t < 0;
    this.text.dataset.form = chosen.form;
    if (chosen.form === 'equations') this.drawEquations(t, unit, joined);
    else if (t < 0) this.drawNothing();
    else if (chosen.form === 'sheet') this.drawSheet(t, unit);
    else this.drawProgram(t, unit);
    // What is wider or longer than its frame is scrolled, so the keyboard must reach it.
    this.text.tabIndex = chosen.form === 'equations' ? -1 : 0;
  }

  drawNothing() {
    this.text.replaceChildren();
    setText(this.note, this.scene.words.code.before);
  }

  drawEquations(t, unit, joined) {
    const { run, net, words } = this.scene;
    const { H, D, cell } = run;
    this.text.replaceChildren(equations(run, { unit, t }, signalsOf(run), joined, words));
    const blocks = cell.BLOCKS.join(' ');
    const sizes = { rows: cell.BLOCKS.length * H, H, D, both: H + D, blocks, unit: net.units[unit] };
    const key = joined ? (cell.name === 'rnn' ? 'joined_plain' : 'joined') : 'apart';
    setText(this.note, fill(words.code[key], sizes) + (t < 0 ? ` ${words.code.before}` : ''));
  }

  drawProgram(t, unit) {
    const { run, net, words } = this.scene;
    const step = oneStep(run, t, unit);
    const names = { net: net.name, token: run.steps[t], unit: net.units[unit] };
    this.text.replaceChildren(el('pre', {}, el('code', {}, program(step, chosen.form, words, names))));
    setText(this.note, step.whole ? words.code.runs : `${words.code.runs} ${fill(words.code.alone, names)}`);
  }

  drawSheet(t, unit) {
    const { run, words } = this.scene;
    const line = ({ signal, text, zeros, held }) =>
      el(
        'li',
        { 'data-signal': signal },
        letter(signal),
        el('code', {}, text),
        zeros ? el('small', {}, fill(words.card.zeros, { count: zeros })) : null,
        held ? el('small', {}, words.code.held) : null,
      );
    this.text.replaceChildren(el('ul', {}, ...formulas(run, t, unit, signalsOf(run)).map(line)));
    setText(this.note, words.code.paste);
  }

  /** What a person would want on the clipboard: the program, a formula a line, an equation and its numbers a line. */
  copied() {
    if (chosen.form === 'equations')
      return [...this.text.querySelectorAll('.bt-formula')]
        .map((row) => [...row.children].map((part) => part.textContent).join('  '))
        .join('\n');
    return [...this.text.querySelectorAll('code')].map((code) => code.textContent).join('\n');
  }

  async copyAll() {
    const done = await copyText(this.copied());
    this.scene.take.flash(done ? this.scene.words.code.copied : this.scene.words.code.not_copied);
  }

  clear() {}
}
