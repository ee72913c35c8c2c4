// Keys act when the component has the focus, or when nothing that can be typed into has it.

const EDITABLE =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox], [role=combobox], [role=listbox]';

/** Controls that move within themselves by arrows. */
const MOVED_BY_ARROWS =
  '[role=radio], [role=tab], [role=menuitem], [role=option], [role=slider], [role=spinbutton], input';
/** Controls that Space presses; a radio that is chosen already has no use for it. */
const PRESSED_BY_SPACE =
  'button:not([aria-checked=true]), a, summary, input, [role=tab], [role=menuitem], [role=option]';

/** Whether a control outside the component has its own use for this key. */
function usedOutside(key, target) {
  if (key === ' ') return target.closest(PRESSED_BY_SPACE) !== null;
  return /^(Arrow|Home|End)/.test(key) && target.closest(MOVED_BY_ARROWS) !== null;
}

function belongsElsewhere(event, host) {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(EDITABLE)) return true;
  if (!host.contains(target)) return usedOutside(event.key, target);
  if (target.matches('input[type=range]')) return event.key !== ' ';
  return event.key === ' ' && target.matches('button');
}

/** Whether a hand pointed last; whoever chose by keys stays in the list. */
let pointed = false;

/** An option that was clicked leaves the focus in the field of its list, where keys would be typed. */
export function leaveList() {
  const at = document.activeElement;
  if (pointed && at?.matches('[role=combobox]')) at.blur();
}

/** Listen on the document; returns nothing, listeners removes it. */
export function bindKeys(host, scene, listeners) {
  const actions = {
    ' ': (event) => scene.toggle(event.shiftKey),
    ArrowRight: () => scene.move(1),
    ArrowLeft: () => scene.move(-1),
    ArrowDown: () => scene.focus(scene.state.u + 1),
    ArrowUp: () => scene.focus(scene.state.u - 1),
    Home: () => scene.seek(-1),
    End: () => scene.seek(scene.run.T - 1),
    1: () => scene.holdNext(0),
    2: () => scene.holdNext(1),
    3: () => scene.holdNext(2),
    0: () => scene.freeAll(),
    l: () => scene.toggleLecture(),
    Escape: () => scene.escape(),
  };
  for (const type of ['pointerdown', 'keydown']) {
    listeners.on(document, type, () => (pointed = type === 'pointerdown'), { capture: true });
  }
  listeners.on(document, 'keydown', (event) => {
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || !host.isConnected || event.defaultPrevented || belongsElsewhere(event, host)) return;
    if (event.key !== 'Escape') event.preventDefault();
    action(event);
  });
}
