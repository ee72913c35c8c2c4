// The address always names what is on the screen, and this file is its only writer. Python reads it once, at the start
// of a session (app/share.py), under the same names.

const LONGEST = 3000; // bytes of a sequence in a link, percent-encoded

/** Holds as text: "f:all:0.8,o:2:1". */
export function holdText(holds) {
  return holds
    .map(({ signal, unit, value }) => `${signal}:${unit < 0 ? 'all' : unit}:${Number(value.toFixed(4))}`)
    .join(',');
}

/** Text back to holds; Python has checked it already. */
export function readHolds(text) {
  return (text || '')
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const [signal, unit, value] = part.split(':');
      return { signal, unit: unit === 'all' ? -1 : Number(unit), value: Number(value) };
    });
}

/** A page of edits has no holds: what is held there becomes an edit, and edits come with the link. */
export function parameters(link, state) {
  return {
    v: '1',
    lang: link.lang,
    net: link.net,
    seq: link.seq,
    seed: String(link.seed),
    size: String(link.size),
    cell: link.cell,
    t: String(state.t + 1),
    u: String(state.u),
    view: state.view,
    speed: String(state.speed),
    hold: state.commits ? '' : holdText(state.holds),
    ...(link.edits ? { edits: link.edits } : {}),
    ...(link.train ? { train: link.train } : {}),
    ...(link.at >= 0 ? { at: String(link.at) } : {}),
    ...(link.settings ? { settings: link.settings } : {}),
    ...(link.beside ? { beside: link.beside } : {}),
  };
}

export function isTooLong(link) {
  return encodeURIComponent(link.seq).length > LONGEST;
}

/** The whole address of this state. */
export function linkOf(link, state) {
  const url = new URL(window.location.href);
  url.search = new URLSearchParams(parameters(link, state)).toString();
  url.hash = '';
  return url.href;
}

/** What a parameter is when a link leaves it out (app/share.py); language and sequence depend on who opens it. */
const DEFAULTS = { net: 'grew_up_in', cell: 'lstm', seed: '0', size: '8', t: '0', u: '-1', speed: '1', hold: '' };

/** The shortest address of this state, for a QR code: phones open it, so it is not in lecture mode. */
export function shortLinkOf(link, state) {
  const url = new URL(window.location.href);
  const { view, ...all } = parameters(link, state);
  const told = Object.entries(all).filter(([name, value]) => value !== DEFAULTS[name]);
  url.search = new URLSearchParams(told).toString();
  url.hash = '';
  return url.href;
}

let timer = 0;

/** Write the state into the address bar, at most a few times a second: browsers limit how often it may change. */
export function writeAddress(link, state) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!isTooLong(link)) window.history.replaceState(window.history.state, '', linkOf(link, state));
  }, 250);
}

export function forgetAddress() {
  clearTimeout(timer);
}

/** Copy text; where the clipboard is closed to pages without https, the old way. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** The same parameters as the text of a small file: what "Open a file" and the server's downloads read. */
export function fileText(link, state) {
  const { v, ...rest } = parameters(link, state);
  return JSON.stringify({ v: Number(v), ...rest }, null, 1);
}

/** Hand a file to the learner. */
export function download(blob, name) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}

/** The small file, for a sequence that no link can carry. */
export function saveFile(link, state) {
  download(new Blob([fileText(link, state)], { type: 'application/json' }), `gatescope-${link.net}.json`);
}
