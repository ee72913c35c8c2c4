// What test_film_truth.py runs in the browser: frames of a film told in every language, with what was read.
import { loadCell } from './cells.js';
import { Film } from './film_file.js';
import { Reads } from './film_reads.js';
import { Slow } from './film_slow.js';
import { leader, markAt, sentence } from './film_story.js';

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

async function tell({ bytes, cell, probe, languages, frames }) {
  const film = new Film().add(bytesOf(bytes));
  const reads = new Reads(film, await loadCell(cell), { ...probe, x: Float64Array.from(probe.x) });
  const focus = leader(reads.at(film.length - 1), film.frames.at(-1), probe);
  return frames.map((n) => {
    const read = reads.at(n);
    const told = (words) =>
      sentence(words.story, { film, read, task: words.task, unit: focus, unitName: `U${focus}`,
        probe: { ...probe, ...words.probe }, gateNames: words.gates }, n);
    return { unit: focus, said: languages.map(told), mark: markAt(film, film.steps[n], n), output: [...read.output], half: read.half,
      saturated: read.saturated, opened: read.opened };
  });
}

/** What is said of the four phases of an update. */
function slow(update, signals, words) {
  const scene = { update, words: { slow: words }, signals };
  for (const name of ['memory', 'd_memory', 'losses']) signals[name] = Float64Array.from(signals[name]);
  return [0, 1, 2, 3].map((phase) => Object.assign(Object.create(Slow.prototype), scene, { phase }).told());
}

window.film = { tell, slow };
