// A short looping clip: the frames that the player would show, drawn one by one, then recorded as they are played.

import { pace } from './events.js';
import { download } from './address.js';
import { drawn, stylesOf } from './picture.js';
import { DURATIONS, REST } from './pose.js';

const LONGEST = 12_000; // ms
const LAST_LOOK = 1200;
const RATE = 25; // frames a second of the stream
const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

export function canRecord() {
  const { MediaRecorder, HTMLCanvasElement } = window;
  return Boolean(MediaRecorder && HTMLCanvasElement.prototype.captureStream && typeOf(MediaRecorder));
}

const typeOf = (recorder) => TYPES.find((type) => recorder.isTypeSupported(type));

/** [{t, k, ms}]: every keyframe of an event, one frame of a quiet step; together at most 12 s. */
export function frames(classes, keyframes) {
  const whole = DURATIONS.reduce((a, b) => a + b, 0);
  const list = [{ t: -1, k: REST, ms: 700 }];
  for (const [t, { kind }] of classes.entries()) {
    if (kind === 'event')
      for (const k of keyframes) list.push({ t, k, ms: (Math.max(60, DURATIONS[k]) / whole) * pace(kind) });
    list.push({ t, k: REST, ms: pace('quiet') });
  }
  list.at(-1).ms = LAST_LOOK;
  const long = list.reduce((sum, { ms }) => sum + ms, 0);
  const share = Math.min(1, LONGEST / long);
  return list.map((one) => ({ ...one, ms: one.ms * share }));
}

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Draw every frame; stops when `stopped()`. `tell` hears the share that is done. */
async function pictures(scene, list, tell, stopped) {
  const styles = await stylesOf(scene.host);
  const scale = Math.min(1, 1280 / scene.host.clientWidth);
  const drawnFrames = [];
  for (const { t, k, ms } of list) {
    if (stopped()) return null;
    tell(drawnFrames.length / list.length);
    await scene.show(t, k, 0);
    drawnFrames.push({ ms, image: await createImageBitmap(await drawn(scene, styles, scale)) });
  }
  return drawnFrames;
}

/** Play the pictures on a canvas whose stream is recorded; resolves to a WebM blob, or null when stopped. */
async function record(list, stopped) {
  const canvas = document.createElement('canvas');
  const [{ image }] = list;
  Object.assign(canvas, { width: image.width - (image.width % 2), height: image.height - (image.height % 2) });
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(RATE), { mimeType: typeOf(MediaRecorder) });
  const parts = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  for (const one of list) {
    const until = performance.now() + one.ms;
    do {
      context.drawImage(one.image, 0, 0); // a stream has a frame only when something is drawn
      await rest(1000 / RATE);
    } while (performance.now() < until && !stopped());
  }
  recorder.stop();
  await ended;
  return stopped() ? null : new Blob(parts, { type: 'video/webm' });
}

/** Record the sentence from its start and save it; the learner's step comes back. Resolves to whether it was saved. */
export async function recordClip(scene, tell, stopped) {
  const { t, k } = scene.state;
  scene.player.pause();
  const list = frames(scene.classes, scene.net.cell.look.FRAMES);
  try {
    const images = await pictures(scene, list, tell, stopped);
    const clip = images && (await record(images, stopped));
    if (clip) download(clip, `gatescope-${scene.link.net}.webm`);
    return Boolean(clip);
  } finally {
    await scene.show(t, k, 0);
    scene.changed();
  }
}
