// Keys act when the component has the focus, or when nothing that can be typed into has it.

const EDITABLE =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox], [role=combobox], [role=listbox]';

function belongsElsewhere(event, host) {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  if (target.closest(EDITABLE)) return true;
  const inside = host.contains(target);
  // Space and the arrows on a control outside (a button, a tab) are that control's own.
  if (!inside && target !== document.body && target.closest('button, a, [role], input, summary')) return true;
  if (inside && target.matches('input[type=range]') && event.key !== ' ') return true;
  return inside && event.key === ' ' && target.matches('button');
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
    1: () => scene.holdNext('f'),
    2: () => scene.holdNext('i'),
    3: () => scene.holdNext('o'),
    0: () => scene.freeAll(),
    Escape: () => scene.card.close(),
  };
  listeners.on(document, 'keydown', (event) => {
    const action = actions[event.key];
    if (!action || !host.isConnected || event.defaultPrevented || belongsElsewhere(event, host)) return;
    if (event.key !== 'Escape') event.preventDefault();
    action(event);
  });
}
