// One message from Python, deflated: a JSON header, then the numbers. See app/belt/payload.py.

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Numbers in planes (the lowest byte of all of them first) back to float64. */
function fromPlanes(planes, size) {
  const bytes = new Uint8Array(8 * size);
  for (let plane = 0; plane < 8; plane++) {
    for (let n = 0; n < size; n++) bytes[8 * n + plane] = planes[plane * size + n];
  }
  return new Float64Array(bytes.buffer);
}

/** How numbers lie in the message, by the type that the header gives. */
const READ = {
  u1: (bytes, size) => bytes.slice(0, size),
  i4: (bytes, size) => new Int32Array(bytes.slice(0, 4 * size).buffer),
  f8: fromPlanes,
};

/** message (Uint8Array) → {header, arrays}; arrays by name, each typed as the header says. */
export async function decode(message) {
  const bytes = await inflate(message);
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const body = bytes.subarray(4 + length);
  const arrays = {};
  for (const { name, type, offset, size } of header.arrays) {
    arrays[name] = READ[type](body.subarray(offset), size);
  }
  return { header, arrays };
}
