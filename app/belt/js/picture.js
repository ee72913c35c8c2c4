// A picture of the component as it stands, made in the browser: its elements and their styles inside an SVG, drawn on a
// canvas. Nothing is asked of another server; a font is taken from the page's own.

import { download, shortLinkOf } from './address.js';
import { el, svg } from './dom.js';

const OURS = /^(belt|phone|lecture|card|cells|details|draw|ghost)-style$/;
/** What is a control and no part of the picture. */
const LEFT_OUT = [
  'about',
  'about-text',
  'draw',
  'chips',
  'extra',
  'controls',
  'details',
  'toast',
  'spoken',
  'card',
  'pad',
  'qr',
]
  .map((name) => `.bt-${name}`)
  .join();
const MARGIN = 20;
const FOOTER = 50;
const LINE = 20;

/** A file of this server as a data: URL. */
async function inlined(url) {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

const unquoted = (family) => family.replace(/["']/g, '').trim();

/** The font faces that are in use, each with its file inside it. */
async function fontFaces(host) {
  const wanted = new Set(getComputedStyle(host).fontFamily.split(',').map(unquoted).concat('KaTeX_Math'));
  const loaded = new Set(
    [...document.fonts].filter((face) => face.status === 'loaded').map((face) => unquoted(face.family)),
  );
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href]));
  const faces = rules.filter(([rule]) => {
    const family = rule instanceof CSSFontFaceRule && unquoted(rule.style.getPropertyValue('font-family'));
    return family && wanted.has(family) && loaded.has(family);
  });
  return Promise.all(
    faces.map(async ([rule, base]) => {
      const [whole, file] = rule.cssText.match(/url\(["']?([^"')]+)["']?\)/) ?? [];
      return file ? rule.cssText.replace(whole, `url(${await inlined(new URL(file, base ?? document.baseURI))})`) : '';
    }),
  );
}

/** Every style of ours as text, and the fonts; made once, used for many frames. */
export async function stylesOf(host) {
  const ours = [...document.styleSheets].filter((sheet) => OURS.test(sheet.ownerNode?.id ?? ''));
  // As they were written: a rule that is read back has lost borders whose colour is a variable.
  const texts = ours.map(async ({ ownerNode, href }) => (href ? (await fetch(href)).text() : ownerNode.textContent));
  const still = '.belt *, .belt *::before, .belt *::after { transition: none !important; animation: none !important; }';
  return [...(await fontFaces(host)), ...(await Promise.all(texts)), still].join('\n');
}

/** What was edited, in one text; '' where nothing was. */
const edited = ({ header }) => (header.edited ?? []).join(' · ');

/** How high that text stands under a picture. */
function heightOf(text, host, width) {
  if (!text) return 0;
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `13px ${getComputedStyle(host).fontFamily}`;
  return LINE * Math.ceil((1.1 * pen.measureText(text).width) / width);
}

/** What a picture says of where it is from: the name, the address without its host, and in words what was edited. */
function footer(scene) {
  const { link, state, theme } = scene;
  const address = new URL(shortLinkOf(link, state));
  address.searchParams.delete('edits'); // they stand there in words
  const query = decodeURIComponent(address.search.replaceAll('+', ' '));
  const style = { position: 'absolute', left: '0', right: '0', bottom: '0', color: theme.colors.mut, fontSize: '13px' };
  const said = edited(scene);
  return el('p', { style }, el('b', {}, 'Gatescope'), ` ${query}`, ...(said ? [el('br'), said] : []));
}

function sized(host) {
  const { top } = host.getBoundingClientRect();
  const last = [...host.querySelectorAll('.bt-says, .bt-equation')].map((one) => one.getBoundingClientRect().bottom);
  return { width: host.clientWidth, height: Math.ceil(Math.max(...last) - top) };
}

/** A copy of the component that stands by itself. */
function copyOf(scene, { width, height }) {
  const { host } = scene;
  const copy = host.cloneNode(true);
  for (const one of copy.querySelectorAll(LEFT_OUT)) one.remove();
  copy.removeAttribute('popover');
  const font = getComputedStyle(host).fontFamily;
  Object.assign(copy.style, {
    position: 'relative',
    inset: 'auto',
    width: `${width}px`,
    height: `${height}px`,
    fontFamily: font,
  });
  copy.append(footer(scene));
  return copy;
}

/** Draw the component on a canvas, `scale` pixels for each of its own. */
export async function drawn(scene, styles, scale = 2, canvas = document.createElement('canvas')) {
  const size = sized(scene.host);
  const foot = FOOTER + heightOf(edited(scene), scene.host, size.width);
  const [width, height] = [size.width + 2 * MARGIN, size.height + foot + MARGIN];
  const { bg } = scene.theme.colors;
  const frame = el('div', {
    style: {
      background: bg,
      padding: `${MARGIN}px`,
      boxSizing: 'border-box',
      width: `${width}px`,
      height: `${height}px`,
    },
  });
  frame.append(el('style', {}, styles), copyOf(scene, { width: size.width, height: size.height + foot - MARGIN }));
  const page = svg('svg', { width, height }, svg('foreignObject', { width: '100%', height: '100%' }, frame));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(page))}`;
  await image.decode();
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Save a PNG of this state; resolves to false where the browser cannot draw it. */
export async function savePicture(scene) {
  try {
    const canvas = await drawn(scene, await stylesOf(scene.host));
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    download(blob, `gatescope-${scene.link.net}-${scene.state.t + 1}.png`);
    return true;
  } catch (error) {
    console.warn(error); // a canvas that may not be read, an image that did not decode
    return false;
  }
}
