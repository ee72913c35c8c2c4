// Playing a film: an even walk through training time, a rest before the first step and a whole film in 8 s.

const WHOLE = 8000; // ms
const REST = 1400; // ms on the first frame: its sentence can be read
const LIVE = { whole: 4000, behind: 1500, least: 0.02 }; // ms, ms, steps a ms: how a live film is followed

export class Play {
  /** show(step) draws, changed(playing) tells; both are called from animation frames. */
  constructor(show, changed) {
    Object.assign(this, { show, changed, playing: false, chasing: false });
  }

  /** From a step to the last one; from the end it begins anew. */
  start(from, last) {
    this.stop();
    if (!(last > 0)) return;
    const begin = from >= last ? 0 : from;
    const rest = begin === 0 ? REST : 0;
    this.playing = true;
    this.changed(true);
    let since = null;
    const frame = (now) => {
      since ??= now;
      const step = Math.min(last, begin + (last * Math.max(0, now - since - rest)) / WHOLE);
      this.show(step);
      if (step >= last) return this.stop();
      this.next = requestAnimationFrame(frame);
    };
    this.next = requestAnimationFrame(frame);
  }

  /**
   * After a training that is going on, no faster than an eye: it takes less time than it takes to see. last() is where
   * it has come to by now.
   */
  chase(from, last) {
    this.stop();
    let step = from;
    let before = null;
    const frame = (now) => {
      const end = last();
      const pace = Math.max(end / LIVE.whole, (end - step) / LIVE.behind, LIVE.least);
      step = Math.min(end, step + pace * (now - (before ?? now)));
      before = now;
      this.show(step);
      this.chasing = step < end;
      if (this.chasing) this.next = requestAnimationFrame(frame);
    };
    this.chasing = true;
    this.next = requestAnimationFrame(frame);
  }

  stop() {
    cancelAnimationFrame(this.next);
    this.chasing = false;
    if (!this.playing) return;
    this.playing = false;
    this.changed(false);
  }
}
