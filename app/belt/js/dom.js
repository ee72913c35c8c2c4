// Small helpers around the DOM. Text goes in as text nodes only.

/** el('div.card', {title: 'x', on: {click: f}}, child, 'text') */
export function el(spec, options = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag || 'div');
  if (classes.length) node.className = classes.join(' ');
  const { on = {}, style = {}, ...attributes } = options;
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  Object.assign(node.style, style);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Set text only when it changes: no layout work, and live regions speak once. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function press(node, on) {
  node.setAttribute('aria-pressed', String(on));
}

/** Listeners that can all be removed together. */
export class Listeners {
  constructor() {
    this.off = [];
  }

  on(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.off.push(() => target.removeEventListener(type, listener, options));
  }

  clear() {
    for (const remove of this.off.splice(0)) remove();
  }
}
