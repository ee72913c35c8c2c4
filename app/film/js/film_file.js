// A film: the checkpoints of a training, as safetensors (8 bytes little-endian length, JSON, then the numbers). A whole
// film is one such file; one that is being made arrives in pieces, each such a file with what is new.

const NUMBERS = { F32: Float32Array, F64: Float64Array, I32: Int32Array };
/** One number a frame. */
const SERIES = ['steps', 'loss', 'metric', 'rate', 'seconds', 'gradient'];

/** bytes (Uint8Array) → {metadata, tensors: name → {shape, data}} */
export function readTensors(bytes) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const { __metadata__: metadata = {}, ...listed } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + length)),
  );
  const body = bytes.subarray(8 + length);
  const tensors = Object.fromEntries(
    Object.entries(listed).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => [
        name,
        { shape, data: new NUMBERS[dtype](body.slice(from, to).buffer) }, // a copy: aligned as typed arrays must be
      ],
    ),
  );
  return { metadata, tensors };
}

/** The n-th row of an array whose first axis is frames. */
const row = ({ data }, n, rows) => data.subarray((n * data.length) / rows, ((n + 1) * data.length) / rows);

export class Film {
  constructor() {
    this.metadata = {};
    this.series = Object.fromEntries(SERIES.map((name) => [name, []]));
    /** Norms by row block of the weights: of the gradient, and of the weights themselves. */
    this.norms = { gradient: {}, weights: {} };
    this.held = { steps: [], loss: [], metric: [] }; // evaluations on held-out sequences
    /** What the network was: {layers: [{weight_ih, …}], weight, bias} a frame. */
    this.frames = [];
  }

  get length() {
    return this.frames.length;
  }

  get steps() {
    return this.series.steps;
  }

  get last() {
    return this.steps.at(-1) ?? 0;
  }

  /** Add what a file holds. */
  add(bytes) {
    const { metadata, tensors } = readTensors(bytes);
    Object.assign(this.metadata, metadata);
    const rows = tensors.steps?.data.length ?? 0;
    for (const name of SERIES) if (tensors[name]) this.series[name].push(...tensors[name].data);
    for (const name of Object.keys(this.held))
      if (tensors[`eval.${name}`]) this.held[name].push(...tensors[`eval.${name}`].data);
    for (const [name, { data }] of Object.entries(tensors)) {
      const [kind, block] = name.split('.');
      if (block && kind in this.norms) (this.norms[kind][block] ??= []).push(...data);
    }
    for (let n = 0; n < rows; n++) this.frames.push(network(tensors, n, rows));
    return this;
  }

  /** The frame that stands at a training step: the last one that is not later. */
  frameAt(step) {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.steps[middle] <= step) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function network(tensors, n, rows) {
  const layers = [];
  for (const [name, tensor] of Object.entries(tensors)) {
    const [, layer, field] = name.match(/^layer(\d+)\.(\w+)$/) ?? [];
    if (field) (layers[layer] ??= {})[field] = Float64Array.from(row(tensor, n, rows));
  }
  const [weight, bias] = ['out.weight', 'out.bias'].map((name) => Float64Array.from(row(tensors[name], n, rows)));
  return { layers, weight, bias };
}
