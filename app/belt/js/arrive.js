// What a message from Python changes: another picture begins anew, another language says the same again, and an edit of
// what stands here changes its numbers and nothing else.

import { readHolds } from './address.js';
import { loadCell } from './cells.js';
import { leaveList } from './keys.js';
import { readNetwork } from './model.js';
import { loadPlotly } from './plotly.js';
import { REST } from './pose.js';
import { readTheme } from './theme.js';

/** The same message again (a rerun for another widget) changes nothing and stops nothing. */
export async function arrive(belt, { header, arrays }) {
  const [cell] = await Promise.all([loadCell(header.network.cell), fetched(belt, header)]);
  if (!belt.host.isConnected || belt.drawing.isOvertaken(header.link)) return; // the page was left, or drawn on
  const theme = readTheme(belt.host, header.palette);
  const before = belt.header;
  const same = before?.id === header.id;
  const translated = before !== undefined && before.lang !== header.lang;
  const looksAlike = before?.lang === header.lang && belt.theme?.name === theme.name;
  if (same && looksAlike) {
    belt.ghost?.heed(header);
    belt.film?.heed(header);
    return;
  }
  if (same && translated) await belt.tour.leave();
  const edited = !same && Boolean(belt.ghost?.follows(header) || belt.film?.follows(header));
  Object.assign(belt, { header, theme, arrays, net: readNetwork(header, arrays, cell) });
  belt.ghost?.read(header);
  if (edited && looksAlike && (await belt.ghost?.adopt(before))) return;
  belt.words = header.words;
  if (!same && !edited) startAt(belt, header, translated);
  else keepOn(belt, header, edited);
  for (const part of [belt.card, belt.transport, belt.equation, belt.details, belt.drawing]) part?.build();
  await belt.layOut();
  if (!same && !edited) firstPlay(belt, header);
  if (edited && belt.film) belt.changed(); // the address names the training that this one is of
}

/** What the first message has to wait for. */
async function fetched(belt, { plotly, baseline, film }) {
  const ghost = baseline && !belt.ghost ? import('./ghost.js').then(({ raise }) => raise(belt)) : belt.ghost;
  const follower = film ? (belt.film ?? import('./follow.js').then(({ Follower }) => new Follower(belt))) : null;
  [belt.Plotly, belt.ghost, belt.film] = await Promise.all([belt.Plotly ?? loadPlotly(plotly), ghost, follower]);
}

/** The same steps: in other words or colours, or edited with other tokens. */
function keepOn(belt, header, edited) {
  const { main, encore } = { main: header.sequence, encore: header.encore };
  belt.link = header.link;
  belt.sequence = { main, encore }[belt.sequence.name] ?? belt.sequence;
  belt.film?.adopt();
  if (edited) belt.makeRun();
}

function startAt(belt, header, translated) {
  const { link } = header;
  const { state } = belt;
  // A link at the start, or a file opened later, names the step and what is held.
  const fromLink = belt.link === undefined || link.t > 0 || link.hold !== '';
  const sameNet = ['net', 'size', 'seed', 'cell', 'train'].every((part) => belt.link?.[part] === link[part]);
  belt.again = belt.tour.interrupt(sameNet && translated);
  belt.player.pause();
  const drawn = belt.drawing.isMine(link);
  if (!drawn) belt.card?.close();
  if (fromLink) Object.assign(state, { speed: link.speed, holds: readHolds(link.hold), view: link.view });
  if (belt.link !== undefined) belt.stands = link.t > 0;
  belt.link = link;
  belt.tried = null;
  if (belt.ghost && (!sameNet || fromLink)) belt.ghost.commits.forget();
  else if (!sameNet && !fromLink) state.holds = [];
  if (!sameNet) leaveList();
  state.u = Math.min(header.network.H - 1, fromLink ? link.u : sameNet ? state.u : -1);
  belt.sequence = header.sequence;
  belt.speech.asked.clear();
  const { T } = header.sequence;
  // A film moves by itself, so that the belt beside it stands where there is most to see: at the end.
  const start = fromLink && (link.t || !belt.film) ? Math.min(T, link.t) - 1 : belt.film ? T - 1 : -1;
  Object.assign(state, { t: drawn ? Math.min(T - 1, state.t) : start, k: REST });
  belt.film?.adopt();
  belt.makeRun();
}

/** Something alive at once: the tour on a first visit, else the first event. A link to a step stands still there. */
function firstPlay(belt, header) {
  if (!belt.run.T || belt.film) return;
  if (header.mode === 'showcase') import('./showcase.js').then(({ loop }) => loop(belt));
  else if (belt.again || header.mode === 'tour' || (header.tour && !belt.tour.seen())) belt.tour.start();
  else if (belt.state.t < 0 && !belt.stands) belt.player.play();
}
