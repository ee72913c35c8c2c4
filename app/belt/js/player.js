// Time. One loop at a time: whoever starts a new one ends the old one.

import { pace } from './events.js';
import { DURATIONS, REST } from './pose.js';

const STILLS = [3, 6, REST]; // reduced motion: three pictures a step

export class Player {
  /** scene: {run, classes, state, show(t, k, ms), changed(), speech} */
  constructor(scene) {
    this.scene = scene;
    this.token = 0;
    this.reduced = window.matchMedia('(prefers-reduced-motion: reduce)');
  }

  get playing() {
    return this.scene.state.playing;
  }

  /** Start a loop; returns a function that tells whether it is still the one. */
  begin() {
    const token = ++this.token;
    this.scene.state.playing = true;
    this.scene.changed();
    return () => token === this.token;
  }

  end(alive) {
    if (!alive()) return;
    this.scene.state.playing = false;
    this.scene.changed();
  }

  pause() {
    this.token++;
    this.scene.state.playing = false;
    this.scene.changed();
  }

  wait(ms, alive) {
    return new Promise((resolve) => {
      setTimeout(() => resolve(alive()), ms);
    });
  }

  /** One step, slowly (all keyframes from `from`) or as one glide. */
  async step(t, kind, alive, from = 0) {
    const { state } = this.scene;
    const total = pace(kind, state.speed);
    if (this.reduced.matches) return this.stills(t, kind, alive);
    if (kind === 'quiet' || state.speed >= 10) {
      await this.scene.show(t, REST, total * 0.8);
      return alive() && this.wait(total * 0.2, alive);
    }
    const { FRAMES } = this.scene.run.cell.look;
    const whole = FRAMES.reduce((sum, k) => sum + DURATIONS[k], 0);
    for (const k of FRAMES.filter((frame) => frame >= from)) {
      await this.scene.show(t, k, (DURATIONS[k] / whole) * total * 0.94);
      if (!alive()) return false;
    }
    await this.scene.show(t, REST, 0);
    return alive() && this.wait(total * 0.06, alive);
  }

  async stills(t, kind, alive) {
    const { state } = this.scene;
    for (const k of kind === 'quiet' ? [REST] : STILLS) {
      await this.scene.show(t, k, 0);
      if (!(await this.wait(pace(kind, state.speed) / 3, alive))) return false;
    }
    return true;
  }

  /**
   * Play. every = false: quiet words quickly, then stop after the next event or before an answer;
   * every = true: each step at full length, to the end. until: a step to stop after.
   */
  async play({ every = false, until = Infinity } = {}) {
    const { scene } = this;
    const alive = this.begin();
    if (scene.state.t >= scene.run.T - 1 && scene.state.k === REST) scene.state.t = -1;
    else if (scene.state.k !== REST && !(await this.step(scene.state.t, 'event', alive, scene.state.k + 1)))
      return this.end(alive);
    while (scene.state.t < Math.min(until, scene.run.T - 1)) {
      const next = scene.state.t + 1;
      const { kind, answer } = scene.classes[next];
      if (!every && answer && scene.speech.pauseBefore(next)) break;
      const slow = every ? 'event' : kind;
      if (!(await this.step(next, slow, alive))) return;
      if (!every && kind === 'event' && until === Infinity) break;
    }
    this.end(alive);
  }

  toggle(every) {
    if (this.playing) this.pause();
    else this.play({ every });
  }

  /** One step forward (played) or back (shown). */
  async move(by) {
    const { state, run } = this.scene;
    const next = state.t + by;
    if (next < -1 || next >= run.T) return this.pause();
    if (by < 0) return this.seek(next);
    await this.scene.layout.followStory(next);
    const alive = this.begin();
    await this.step(next, this.scene.classes[next].kind === 'quiet' ? 'quiet' : 'repeat', alive);
    this.end(alive);
  }

  async seek(t, k = REST) {
    this.pause();
    await this.scene.show(Math.max(-1, Math.min(this.scene.run.T - 1, t)), k, 0);
    if (!this.playing) this.scene.speech.speak();
  }

  /** Replay one phase of the current step alone. */
  async phase(name) {
    const { run, state } = this.scene;
    if (state.t < 0) return;
    const alive = this.begin();
    const { FRAMES, PHASE_FRAMES } = run.cell.look;
    const [from, to] = PHASE_FRAMES[name];
    await this.scene.show(state.t, from, 0);
    for (const k of FRAMES.filter((frame) => frame > from && frame <= to)) {
      if (!alive()) break;
      await this.scene.show(state.t, k, (1.6 * DURATIONS[k]) / state.speed);
    }
    if (alive() && (await this.wait(500 / state.speed, alive))) await this.scene.show(state.t, REST, 0);
    this.end(alive);
  }
}
