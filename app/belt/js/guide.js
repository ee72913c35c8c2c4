// What the guided minutes tell: one sentence read with two questions, one thing to try, and why forgetting is needed.
// It speaks in the place of the caption.

import { el, setText } from './dom.js';
import { approx, fill, num, pct } from './format.js';
import { REST } from './pose.js';
import { storyOf } from './tour.js';

const LEFT = Symbol('the tour was left');

/** Tell it all; ends early when `alive` says that the tour was left. */
export function guide(tour, alive) {
  return new Guide(tour, alive).tell().catch((reason) => {
    if (reason !== LEFT) throw reason;
  });
}

class Guide {
  constructor(tour, alive) {
    Object.assign(this, { tour, alive, scene: tour.scene });
  }

  check() {
    if (!this.alive()) throw LEFT;
  }

  words(key) {
    return this.scene.words.tour[key];
  }

  say(key, values = {}) {
    this.check();
    this.scene.speech.say(fill(this.words(key), values));
    this.scene.speech.speak();
  }

  wait(ms) {
    return this.until((done) => setTimeout(done, ms / Math.max(1, this.scene.state.speed)));
  }

  /** A promise that also ends when the tour does. */
  async until(begin) {
    const value = await new Promise((resolve) => {
      this.tour.release = () => resolve();
      begin(resolve);
    });
    this.check();
    return value;
  }

  skip() {
    return el(
      'button.bt-button.is-quiet',
      { type: 'button', 'data-tour': 'skip', on: { click: () => this.tour.leave() } },
      this.words('skip'),
    );
  }

  /** Offer choices as buttons; resolves with the chosen name. `watch` may choose too, when something else is done. */
  async ask(names, { leave = this.skip(), watch = null } = {}) {
    const choice = await this.until((done) => {
      this.tour.watch = watch && (() => watch() && done(names[0]));
      const button = (name) => {
        const choose = { type: 'button', 'data-tour': name, on: { click: () => done(name) } };
        return el('button.bt-button', choose, this.words(name));
      };
      this.scene.extra.replaceChildren(...names.map(button), leave);
    }).finally(() => {
      this.tour.watch = null;
    });
    this.scene.extra.replaceChildren(leave);
    return choice;
  }

  async play(until) {
    this.scene.extra.replaceChildren(this.skip());
    await this.scene.player.play({ until });
    this.check();
  }

  async tell() {
    this.check();
    const { scene } = this;
    scene.card?.close();
    scene.state.holds = [];
    await scene.useSequence(null);
    this.check();
    const story = storyOf(scene.run, scene.net);
    if (!story) return this.tour.leave();
    await this.firstMinute(story);
    await this.yourTurn(story);
    await this.twoAnswers();
    return this.farewell();
  }

  async firstMinute({ written, answer, name }) {
    const { scene } = this;
    const { run } = scene;
    this.say('start');
    scene.extra.replaceChildren(this.skip());
    await this.wait(2200);
    await this.play(written);
    this.say('written', { name });
    await this.wait(2000);
    this.say('will_it_stay', { token: run.steps[written + 1], name });
    const guess = await this.ask(['stay', 'fade']);
    this.say(guess === 'stay' ? 'kept_right' : 'kept_wrong');
    await this.play(answer - 1);
    await this.wait(1400);
    this.say('which_gate', { name });
    const gate = await this.ask(['gate_f', 'gate_i', 'gate_o']);
    this.say(`silent_${gate.slice(-1)}`, { name });
    await this.wait(gate === 'gate_o' ? 1500 : 3200);
    await this.play(answer);
    this.say('speaks');
    await this.wait(2200);
  }

  /** Lower Keep until the answer is gone: by the gates themselves or by the slider beside the words. */
  async yourTurn({ written, answer, unit }) {
    const { scene } = this;
    this.say('your_turn');
    scene.host.dataset.invite = 'f';
    const slider = el('input.bt-card-range', {
      type: 'range',
      min: 50,
      max: 100,
      step: 1,
      value: 100,
      'data-tour': 'keep',
      'aria-label': scene.words.gate.f.ask,
      on: {
        input: () => {
          setText(shown, pct(slider.value / 100));
          scene.hold('f', -1, slider.value / 100);
        },
      },
    });
    const shown = el('output.bt-card-percent', {}, pct(1));
    await this.until((done) => {
      const says = el('b.bt-tour-answer', {}, scene.machine.bubble.textContent); // the bubble may lie below the fold
      scene.extra.replaceChildren(el('label.bt-slider', {}, scene.words.gate.f.ask, slider, shown), says, this.skip());
      this.tour.watch = () => {
        setText(says, scene.machine.bubble.textContent);
        if (scene.state.holds.length && scene.run.readouts[answer] === null) done();
      };
    }).finally(() => {
      this.tour.watch = null;
      delete scene.host.dataset.invite;
    });
    const { run } = scene;
    const at = (t) => t * run.H + unit;
    this.say('multiplies', {
      keep: num(run.signals.f[at(answer)], 2),
      n: answer - written,
      result: approx(run.signals.c[at(answer)]),
    });
    await this.ask(['go_on']);
  }

  /** Keep held at 100 %: two countries stay, two answers. Let go: the second wipes the first. */
  async twoAnswers() {
    const { scene } = this;
    if (!scene.header.encore) return;
    scene.state.holds = [{ signal: 'f', unit: -1, value: 1 }];
    await scene.useSequence(scene.header.encore);
    this.say('never_forget');
    await this.play(scene.run.T - 1);
    this.say('two_answers');
    await this.ask(['let_go'], { watch: () => scene.state.holds.length === 0 });
    scene.freeAll();
    await this.wait(300);
    await scene.show(scene.run.T - 1, REST, 0);
    this.say('makes_room');
    await this.wait(4200);
  }

  async farewell() {
    const { scene } = this;
    scene.host.dataset.invite = 'equation';
    this.say('equation');
    const choice = await this.ask(['exit_picture', 'exit_count', 'exit_own'], { leave: '' });
    await this.tour.leave();
    if (choice === 'exit_picture') scene.take.savePicture();
    if (choice === 'exit_count') scene.wish('counter');
    if (choice === 'exit_own') document.querySelector('[data-testid=stTextInput] input')?.focus();
  }
}
