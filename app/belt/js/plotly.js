// plotly.js: the copy already on the page, else the file of the installed plotly package (served under /vendor).

let loading = null;

/** path: where the server keeps it, relative to its root. */
export function loadPlotly(path) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(`../../${path}`, import.meta.url).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      reject(new Error('plotly.js could not be loaded'));
    };
    document.head.append(script);
  });
  return loading;
}
