// Style sheets that are fetched when they are first needed. A stand-alone page brings them along, under the same ids.

/** Resolves when css/<name>.css applies. */
export function loadStyle(name) {
  const id = `${name}-style`;
  if (document.getElementById(id)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement('link');
    Object.assign(link, { id, rel: 'stylesheet', href: new URL(`${name}.css`, import.meta.url).href });
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve); // unstyled is better than nothing
    document.head.append(link);
  });
}
