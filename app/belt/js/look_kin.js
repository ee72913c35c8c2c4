// How the LSTM's kin look: the LSTM's picture but for what stands here. The names are those of look_lstm.js.

import { svg } from './dom.js';
import * as lstm from './look_lstm.js';

const without = (table, ...names) =>
  Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)));
const lacking = (slots, ...names) => slots.filter((name) => !names.includes(name));

/** Without a forget gate the old memory runs straight to ⊕. */
const lstm_1997 = {
  ...lstm,
  COLUMNS: without(lstm.COLUMNS, 'f'),
  SLOTS: lacking(lstm.SLOTS, 'kept'),
  CAME: without(lstm.CAME, 'kept'),
  FRAMES: [0, 1, 3, 4, 5, 6, 7, 8, 9],
  HEADS: lstm.HEADS.filter(({ gate }) => gate !== 'f'),
  DROPS: ['candidate', 'i', 'o'],
  ROWS: [{ column: 'before' }, { gate: 'i' }, { gate: 'o' }],
  wide: (room) => ungated(lstm.wide({ ...room, on: (name, y) => (name === 'f' ? null : room.on(name, y)) })),
  narrow: (room) => ungated(lstm.narrow(room)),
  travellers(lane, v, k, tape) {
    const open = { ...lane, gates: { ...lane.gates, f: lane.slots.kept } };
    return lstm.travellers(open, v, k, tape);
  },
  places(lane, narrow) {
    const open = { ...lane, gates: { ...lane.gates, f: { ...lane.slots.kept, height: 0 } } };
    return without(lstm.places(open, narrow), 'f', 'kept');
  },
  equation(v, tools) {
    const { letter, last, part, sign, from } = tools;
    const numbers = [part(v.before), ' + ', part(v.i, 'i'), ' × ', part(v.candidate)];
    const terms = [v.before, v.i, v.candidate];
    const memory = [
      ...[letter('c'), ' = ', ...last('c'), ' + ', letter('i'), ' · ', letter('g')],
      from(1, sign(...terms), ...numbers),
      from(6, sign(...terms, v.cell), part(v.cell)),
    ];
    return [memory, lstm.equation(v, tools)[1]];
  },
};

function ungated({ slots, gates }) {
  return { slots, gates: without(gates, 'f') };
}

/** A thin line from c to each gate that looks at it: the old c to Keep and Write, the new one to Show. */
function peepholes({ large, numberY, gates, slots, beltHalf }) {
  const node = svg('svg', { class: 'bt-peep', 'aria-hidden': 'true' });
  const show = () => {};
  if (!large || numberY === null) return { node, show };
  const { before, cell } = slots;
  const way = (from, gate) => {
    const y = gate.y + (gate.y < from.y ? 1 : -1) * (gate.height / 2 + 1);
    const start = from.y - beltHalf;
    return `M${from.x} ${start} C${from.x} ${start - 24} ${gate.x - 26} ${y + 16} ${gate.x - 5} ${y}`;
  };
  const ways = [way(before, gates.f), way(before, gates.i), way(cell, gates.o)];
  node.append(svg('path', { d: ways.join(' ') }));
  return { node, show };
}

const peephole = { ...lstm, ornament: peepholes };

/** Whether Write is what Keep leaves: a hand may hold it apart. */
const isCoupled = ({ f, i }) => Math.abs(1 - f - i) < 1e-9 || (f === 0 && i === 0); // nothing is read yet

/** One gate does both: what it does not keep, it writes. */
const coupled = {
  ...lstm,
  OPPOSITE: { i: 'f' },
  equation(v, tools) {
    const { letter, last, part, sign, from } = tools;
    const terms = [v.f, v.before, v.i, v.candidate];
    const written = [part(v.i, 'i'), ' × ', part(v.candidate)];
    const share = isCoupled(v) ? ['(1 − ', letter('f'), ')'] : [letter('i')];
    const memory = [
      ...[letter('c'), ' = ', letter('f'), ' · ', ...last('c'), ' + ', ...share, ' · ', letter('g')],
      from(1, sign(...terms), part(v.f, 'f'), ' × ', part(v.before), ' + ', ...written),
      from(6, sign(...terms, v.cell), part(v.cell)),
    ];
    return [memory, lstm.equation(v, tools)[1]];
  },
};

export const LOOKS = { lstm_1997, peephole, coupled };
