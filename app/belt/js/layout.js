// Which layout stands (desk, phone, hall), and every part laid out in it.

import { applyTheme } from './theme.js';
import { toldUnit } from './caption.js';
import { storyUnit } from './model.js';
import { DESK, MOST_LARGE_LANES, NARROW_BELOW, PHONE } from './sizes.js';
import { showChips, showQuestion } from './skeleton.js';
import { loadStyle } from './style.js';

export class Layout {
  /** scene: the belt. `hall` is the lecture mode while it is on, else null. */
  constructor(scene) {
    Object.assign(this, { scene, hall: null });
    this.observer = new ResizeObserver(() => this.onResize());
    this.observer.observe(scene.host);
    scene.listeners.on(window, 'resize', () => this.onResize());
  }

  /** Enter or leave the hall as the state says; a window as narrow as a phone has no hall. */
  async choose() {
    const { scene } = this;
    const wanted =
      scene.state.view === 'lecture' && scene.header.mode !== 'showcase' && window.innerWidth >= NARROW_BELOW;
    if (!wanted) {
      this.hall?.leave();
      this.hall = null;
    } else if (!this.hall) {
      const [{ Lecture }] = await Promise.all([import('./lecture.js'), loadStyle('lecture')]);
      this.hall ??= new Lecture(scene);
    }
    const narrow = scene.host.clientWidth < NARROW_BELOW;
    this.sizes = this.hall?.sizes() ?? { ...(narrow ? PHONE : DESK), width: scene.host.clientWidth };
  }

  async lay() {
    const { scene } = this;
    if (!scene.host.clientWidth || !scene.run) return;
    await this.choose();
    this.measured = this.measure();
    this.followed = null;
    const { host, run, net, words, theme, parts, Plotly } = scene;
    const { layout, width } = this.sizes;
    applyTheme(host, theme);
    Object.assign(host.dataset, { layout, units: run.H, mode: scene.header.mode });
    host.setAttribute('aria-label', words.region);
    showQuestion(parts, net, words, scene.header.film);
    scene.tape.field.setAttribute('aria-label', words.time);
    scene.tape.lay({ width, sizes: this.sizes, units: this.rows(), Plotly, colors: theme.colors, names: net.units });
    await scene.tape.setRun(run);
    scene.drawing.lay();
    scene.ghost?.lay();
    await this.drawMachine();
    await scene.show(scene.state.t, scene.state.k, 0);
    await scene.details.lay();
    if (scene.card?.open) scene.card.place();
    scene.changed();
  }

  lanes() {
    const { run, state } = this.scene;
    return this.sizes.lanes(run.H, state.u < 0 ? (run.lead ?? -1) : state.u);
  }

  /** Units with a row on the tape: all of them, but in the hall only those with a lane. */
  rows() {
    return this.hall ? this.lanes().large : [...Array(this.scene.run.H).keys()];
  }

  drawMachine() {
    const { parts, machine, run, net, words, theme, state, Plotly } = this.scene;
    const { sizes } = this;
    showChips(parts.chips, net, words, state.u, (unit) => this.scene.focus(unit));
    const { colors } = theme;
    const size = { width: sizes.width, room: this.room(), sizes, lanes: this.lanes() };
    return machine.draw({ ...size, run, net, focus: state.u, words, colors, Plotly });
  }

  /** Height that the machine may take so that question and caption stand on one screen. */
  room() {
    const { machine, host } = this.scene;
    const { header } = this.sizes;
    // caption, equation, transport; or caption, doors
    const more = this.hall ? 0 : (this.scene.ghost?.below ?? 0);
    const below = (this.scene.header.mode === 'showcase' ? 200 : this.sizes.below) + more;
    const scrolled = this.hall ? 0 : (host.closest('main, [data-testid=stMain]')?.scrollTop ?? 0);
    const top = machine.stage.getBoundingClientRect().top + scrolled;
    const most = this.hall ? Infinity : header + 560;
    return Math.max(header + 210, Math.min(most, window.innerHeight - top - below));
  }

  measure() {
    return [this.scene.host.clientWidth, this.hall ? window.innerHeight : 0];
  }

  onResize() {
    const now = this.measure();
    if (!this.measured || this.measured.every((size, n) => Math.abs(size - now[n]) < 3)) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.lay());
  }

  /** Another focus: the machine is drawn anew, in the hall with the rows of its lanes. */
  async follow() {
    const { tape, run } = this.scene;
    const rows = this.rows();
    if (rows.join() !== tape.units.join()) {
      tape.units = rows;
      await tape.setRun(run);
    }
    await this.drawMachine();
  }

  /**
   * Nobody chose a unit: the lanes show the unit that the sentence of this step names. Once for a step, so that no lane
   * changes under a finger that holds a gate; and while many units play, only at their events.
   */
  async followStory(t) {
    const { state, run, net, machine, classes } = this.scene;
    const hurried = state.playing && run.H > MOST_LARGE_LANES && classes[t]?.kind !== 'event';
    if (state.u >= 0 || this.followed === t || hurried) return;
    this.followed = t;
    const told = this.scene.ghost?.toldUnit(t) ?? toldUnit(run, net, t);
    const unit = told < 0 ? storyUnit(run, t, run.lead ?? 0) : told;
    if (machine.shows(unit)) return;
    run.lead = unit;
    await this.follow();
  }

  /** Take the whole screen, where the browser lets a key or a button do so; else the window is filled all the same. */
  fill() {
    return this.scene.host.requestFullscreen?.().catch(() => {});
  }

  clear() {
    this.observer.disconnect();
    this.hall?.leave();
  }
}
