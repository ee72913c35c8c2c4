// What is said beside the picture: the caption, the bubble, and the line that screen readers hear.

import { bubble, captionText, question } from './caption.js';
import { setText } from './dom.js';
import { fill } from './format.js';
import { REST } from './pose.js';

/** The keyframe at which the hidden state has arrived. */
export const H_IS_SHOWN = 8;

export class Speech {
  constructor(scene, { caption, spoken }) {
    Object.assign(this, { scene, caption, spoken, asked: new Set(), quiet: false });
  }

  /** A sentence about a step comes when the step is done, never before its parcels; until then: what is being read. */
  show() {
    const { run, net, words, state, machine, tour } = this.scene;
    const done = state.k === REST;
    if (!tour.speaking)
      this.say(done || state.t < 0 ? this.told() : fill(words.reading, { token: run.steps[state.t] }));
    machine.say(bubble(words, run, net, done || state.k >= H_IS_SHOWN ? state.t : state.t - 1));
  }

  told() {
    const { run, net, words, state } = this.scene;
    if (!run.T) return words.nothing;
    return this.scene.ghost?.told() ?? this.scene.layout.hall?.told() ?? captionText(words, run, net, state.t);
  }

  /** Before a step that answers, once: stop (true) and ask. */
  pauseBefore(t) {
    const { run, net, words, tour } = this.scene;
    if (this.asked.has(t) || tour.speaking) return false;
    this.asked.add(t);
    this.say(this.scene.layout.hall?.asks(t) ?? question(words, run, net, t));
    return true;
  }

  say(text) {
    setText(this.caption, text);
  }

  /** Screen readers hear a step or a pause, not every frame: where we are, since two steps may have one sentence. */
  speak() {
    const { run, state, tour } = this.scene;
    const here = state.t < 0 || tour.speaking ? [] : [`${state.t + 1} / ${run.T}`, run.steps[state.t]];
    if (!this.quiet) setText(this.spoken, [...here, this.caption.textContent].join(' · '));
  }
}
