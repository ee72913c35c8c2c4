// Where a film comes from: a file that ships with the app, or the stream of a training that is going on.

const ROOT = new URL('../../', import.meta.url); // this file is <root>/belt/<version>/film_source.js
const AGAIN = 800; // ms before the one new try

/** Bytes as they come, cut into pieces: 4 bytes little-endian length, then the piece. */
export class Pieces {
  constructor() {
    this.rest = new Uint8Array();
  }

  /** chunk (Uint8Array) → the pieces that are whole now; an empty one says only that somebody is still there. */
  *of(chunk) {
    const bytes = new Uint8Array(this.rest.length + chunk.length);
    bytes.set(this.rest);
    bytes.set(chunk, this.rest.length);
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = new DataView(bytes.buffer, at, 4).getUint32(0, true);
      if (bytes.length - at - 4 < length) break;
      if (length) yield bytes.subarray(at + 4, at + 4 + length);
      at += 4 + length;
    }
    this.rest = bytes.slice(at);
  }
}

async function follow(source, film, arrived, signal) {
  const response = await fetch(new URL(`${source}${film.metadata.next ?? 0}`, ROOT), { signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`${response.status}`);
  const pieces = new Pieces();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const piece of pieces.of(value)) arrived(film.add(piece));
  }
}

/**
 * Fill a film. about: {source, live}; arrived(film) after every piece. A stream that breaks is taken up once more where
 * it broke; after that the promise is rejected. signal ends it without an error.
 */
export async function fetchFilm({ source, live }, film, arrived, signal) {
  try {
    if (!live) {
      const response = await fetch(new URL(source, ROOT), { signal });
      if (!response.ok) throw new Error(`${response.status}`);
      return arrived(film.add(new Uint8Array(await response.arrayBuffer())));
    }
    try {
      await follow(source, film, arrived, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      await follow(source, film, arrived, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
