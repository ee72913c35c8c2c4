// Which gates are held, and what a key press makes of it. A hold: {signal, unit, value}; unit −1 is every unit.

/** What a gate's key (1 2 3) holds, press after press; null frees. What keeps is first lowered a little. */
const LOWERED = [0.7, 0, 1, null];
const OPENED = [1, 0, null];
const KEY_HOLDS = { f: LOWERED, z: LOWERED, i: OPENED, o: OPENED, r: OPENED };

/** The value at which a unit's gate is held, by a hold of its own or of every unit; the latest one wins. */
export function heldAt(holds, signal, unit) {
  return holds.findLast((hold) => hold.signal === signal && (hold.unit === unit || hold.unit < 0))?.value ?? null;
}

/**
 * Holds with this one set, or freed when value is null. A hold of every unit replaces those of single units; freeing
 * one unit out of a hold of every unit leaves all the others held.
 */
export function withHold(holds, signal, unit, value, units) {
  const apart = holds.flatMap((hold) => {
    const splits = hold.signal === signal && hold.unit < 0 && unit >= 0 && value === null;
    return splits ? [...Array(units).keys()].map((u) => ({ ...hold, unit: u })) : [hold];
  });
  const others = apart.filter((hold) => hold.signal !== signal || (unit >= 0 && hold.unit !== unit));
  return value === null ? others : [...others, { signal, unit, value }];
}

/** The next value in the key's round after the one at which the gate is held now. */
export function nextKeyHold(signal, now) {
  const round = KEY_HOLDS[signal];
  return round[(round.indexOf(now) + 1) % round.length];
}
