// One sentence for a step: its most telling story in this step's real numbers. Pure: a run and word tables in, keys
// with values or plain text out. The first story that is true of the step wins.

import { fill } from './format.js';
import { part, sceneAt } from './scene.js';
import { counted, wrote, keptOut, turnedAway, empty, stayed, equation } from './stories_memory.js';
import { speech, flip, turned, hushed, askedInVain } from './stories_answer.js';

export { bubble, question } from './answer.js';

const STORIES = [
  speech,
  flip,
  turned,
  counted,
  keptOut,
  wrote,
  hushed,
  askedInVain,
  turnedAway,
  empty,
  stayed,
  equation,
];

/**
 * The sentence of a step as keys of [belt.caption] and their values: one part, or two very short ones.
 * @param {number} t  −1 is "before the first word"
 * @returns {Part[]}
 */
export function caption(run, net, t) {
  if (t < 0 || !run.T) return part('start');
  return story(sceneAt(run, net, Math.min(t, run.T - 1)));
}

/** The first story that is true of a scene. @returns {Part[]} */
export function story(scene) {
  for (const one of scene.run.cell.tales ?? STORIES) {
    const parts = one(scene);
    if (parts) return parts;
  }
  return [];
}

/** The one unit that the sentence of a step names; −1 if it names none, or several at once. */
export function toldUnit(run, net, t) {
  const told = caption(run, net, t).map(({ values }) => net.units.indexOf(values.unit));
  return told.find((unit) => unit >= 0) ?? -1;
}

/** Where the name of a unit begins a sentence it begins with a capital letter ("unit 3" → "Unit 3 keeps…"). */
export function sentence(table, { key, values }) {
  const template = table[key];
  // The one unit of a network with one unit needs no name: "the unit".
  const unit = values.unit === null ? table.the_unit : values.unit;
  if (unit === undefined) return fill(template, values);
  const first = /(^|\. )\{unit\}/.test(template) ? unit.charAt(0).toUpperCase() + unit.slice(1) : unit;
  return fill(template, { ...values, unit: first });
}

/** The sentence of a step as text. @param {object} words  the [belt] table of a language */
export function captionText(words, run, net, t) {
  return caption(run, net, t)
    .map((told) => sentence(words.caption, told))
    .join(words.caption.gap);
}
