// One message from Python, deflated: a JSON header, then the numbers as they lie in memory. See app/belt/payload.py.

const TYPES = { f8: Float64Array, u1: Uint8Array };

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** message (Uint8Array) → {header, arrays}; arrays by name, each typed as the header says. */
export async function decode(message) {
  const bytes = await inflate(message);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  // A copy gives an aligned buffer: the message may start at any byte.
  const body = bytes.slice(8 * Math.ceil((4 + length) / 8)).buffer;
  const arrays = {};
  for (const { name, type, offset, size } of header.arrays) arrays[name] = new TYPES[type](body, offset, size);
  return { header, arrays };
}
