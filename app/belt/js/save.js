// Files that the server makes of exactly this state: the trace as a table, as arrays, as a spreadsheet, as a page.

import { download, fileText } from './address.js';
import { el } from './dom.js';

export const KINDS = ['csv', 'npz', 'xlsx', 'html'];

/** The server is asked with the small file of this state. Resolves to the file, or throws an Error whose message is the server's sentence ("" if there is none). */
async function fetchFile(scene, kind) {
  const url = new URL(`../../export/trace.${kind}`, import.meta.url);
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: fileText(scene.link, scene.state) });
  if (answer.ok) return answer.blob();
  throw new Error(answer.status === 400 ? (await answer.text()).slice(0, 300) : '');
}

export async function save(scene, kind) {
  await scene.take.settle();
  try {
    download(await fetchFile(scene, kind), `gatescope-${scene.link.net}.${kind}`);
  } catch (error) {
    const known = error instanceof TypeError ? '' : error.message; // fetch itself failed: no connection
    scene.take.flash(known || scene.words.save.failed);
  }
}

/** A button that saves one kind of file; it waits until the server has answered. */
export function saveButton(scene, kind) {
  const button = el(
    'button.bt-button',
    {
      type: 'button',
      'data-save': kind,
      title: scene.words.save[`${kind}_help`],
      on: {
        click: async () => {
          button.disabled = true;
          await save(scene, kind);
          button.disabled = false;
        },
      },
    },
    scene.words.save[kind],
  );
  return button;
}

/** The row of all of them. */
export function downloads(scene) {
  const { title } = scene.words.save;
  const group = { role: 'group', 'aria-label': title };
  return el('div.bt-details-foot', group, el('span', {}, title), ...KINDS.map((kind) => saveButton(scene, kind)));
}
