// Light or dark: read from the page's own background, so that Streamlit's setting and the system's both count.

export function readTheme(host, palette) {
  const probe = document.createElement('i');
  probe.style.color = getComputedStyle(host).getPropertyValue('--st-background-color').trim() || '#ffffff';
  host.append(probe);
  const [r, g, b] = getComputedStyle(probe)
    .color.match(/[\d.]+/g)
    .map(Number);
  probe.remove();
  const name = 0.3 * r + 0.6 * g + 0.1 * b < 110 ? 'dark' : 'light';
  return { name, colors: palette[name] };
}

/** Every colour becomes a custom property, --bt-*, for the style sheets. */
export function applyTheme(host, { name, colors }) {
  for (const [key, value] of Object.entries(colors)) host.style.setProperty(`--bt-${key}`, value);
  host.dataset.theme = name;
}
