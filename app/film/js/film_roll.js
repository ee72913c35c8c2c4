// A film as it lies on the page: what is there of it, its readings, the unit in focus, and how its training stands.

import { loadCell } from './cells.js';
import { Film } from './film_file.js';
import { Reads } from './film_reads.js';
import { fetchFilm } from './film_source.js';
import { leader } from './film_story.js';

const SLICE = 8; // ms of work between two frames of the screen
const NICE = [1, 2, 5];
const LEAST = 0.5; // a memory that hardly moves does not fill its row

/** The next of 1, 2, 5, 10 … : the scale of a memory, the same in all frames. */
const nice = (value) => {
  const decade = 10 ** Math.floor(Math.log10(value));
  return (NICE.find((n) => n * decade >= value) ?? 10) * decade;
};

export class Roll {
  /** changed(roll): something of it arrived. */
  constructor(changed) {
    Object.assign(this, { changed, film: new Film(), unit: -1, byHand: false, failed: '', running: false });
  }

  /** about: {id, source, live, run, cell, name, status}; a stream of another number is another stream. */
  async open(about, probe) {
    const before = this.about;
    this.about = about;
    this.cell ??= await loadCell(about.cell);
    if (this.probe !== probe) this.use(probe);
    if (before?.run === about.run && before?.source === about.source) return;
    this.stop();
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.failed = '';
    this.running = about.live;
    try {
      await fetchFilm(about, this.film, () => this.arrived(), signal);
    } catch (error) {
      console.warn(error);
      this.failed = about.live ? 'lost' : 'missing';
    }
    if (signal.aborted) return;
    this.running = false;
    this.changed(this);
  }

  /** Another probe: everything is read anew. */
  use(probe) {
    this.probe = probe;
    this.reads = new Reads(this.film, this.cell, probe);
    if (this.film.length) this.arrived();
  }

  get status() {
    return JSON.parse(this.film.metadata.status ?? 'null');
  }

  get over() {
    return Boolean(this.film.metadata.stopped);
  }

  arrived() {
    const { film } = this;
    if (film.length && !this.byHand) this.unit = leader(this.reads.at(film.length - 1), film.frames.at(-1), this.probe);
    this.changed(this);
    this.readOn();
  }

  /** Read all frames, a little at a time: trails need them. */
  readOn() {
    clearTimeout(this.reading);
    const end = performance.now() + SLICE;
    for (let n = this.film.length - 1; n >= 0; n--) {
      if (this.reads.known[n]) continue;
      if (performance.now() > end) {
        this.reading = setTimeout(() => this.readOn(), 0);
        return;
      }
      this.reads.at(n);
    }
    this.changed(this);
  }

  /** The end of the scale of the memory of the unit in focus. */
  most() {
    let most = LEAST;
    for (const n of [0, this.film.length - 1]) {
      const { memory, H } = this.reads.at(n);
      for (let at = this.unit; at < memory.length; at += H)
        if (Number.isFinite(memory[at])) most = Math.max(most, Math.abs(memory[at]));
    }
    return nice(most);
  }

  focus(unit) {
    Object.assign(this, { unit, byHand: true });
  }

  stop() {
    this.abort?.abort();
    clearTimeout(this.reading);
  }
}
