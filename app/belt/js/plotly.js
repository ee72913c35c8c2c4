// plotly.js: the copy already on the page, else the file of the installed plotly package (served under /vendor).

let loading = null;

export function loadPlotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL('../../vendor/plotly.min.js', import.meta.url).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { loading = null; reject(new Error('plotly.js could not be loaded')); };
    document.head.append(script);
  });
  return loading;
}
