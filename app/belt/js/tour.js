// The guided minutes: whether they run, and how they end. They start once by themselves in a browser and can be left at
// any moment; what they tell is fetched when they start (guide.js).

const SEEN = 'gatescope.tour';

/**
 * Where a sentence can tell the story: one country, at least two other words, then "speak". Its column of inputs comes
 * after those of the countries, one a unit. Null for any other sentence, of which what the tour says would not be true.
 */
export function storyOf(run, net) {
  if (net.name !== 'grew_up_in') return null;
  const answer = run.symbols.indexOf(run.H);
  const [written, ...more] = run.symbols
    .slice(0, Math.max(0, answer))
    .flatMap((symbol, t) => (symbol < run.H ? [t] : []));
  if (written === undefined || more.length || answer - written < 3) return null;
  const unit = run.symbols[written];
  return { written, answer, unit, name: net.units[unit] };
}

export class Tour {
  /** `watch` looks at every new picture while the guide waits for the learner to try something. */
  constructor(scene) {
    this.scene = scene;
    this.token = 0;
    this.speaking = false;
    this.watch = null;
  }

  /** A browser that keeps nothing for us shows it again; that is no harm. */
  seen() {
    try {
      return window.localStorage.getItem(SEEN) !== null;
    } catch {
      return false;
    }
  }

  remember() {
    try {
      window.localStorage.setItem(SEEN, '1');
    } catch {
      /* private window */
    }
  }

  start() {
    this.stop();
    const token = this.token;
    this.speaking = true;
    this.scene.host.dataset.tour = 'on';
    import('./guide.js').then(({ guide }) => guide(this, () => token === this.token));
  }

  /** End at once; what the tour changed is put back by leave(). */
  stop() {
    this.token++;
    this.speaking = false;
    this.release?.();
    delete this.scene.host.dataset.tour;
    delete this.scene.host.dataset.invite;
    this.scene.extra?.replaceChildren();
  }

  /**
   * Python sent another sentence. If it is this one in another language: true, begin again in it.
   * Otherwise the learner went elsewhere, and need not be asked again.
   */
  interrupt(translated) {
    const was = this.speaking;
    this.stop();
    if (was && !translated) this.remember();
    return was && translated;
  }

  /** The learner took over, or the tour is done: their sentence, all gates free, the step they look at. */
  async leave() {
    if (!this.speaking) return;
    this.stop();
    this.remember();
    const { scene } = this;
    scene.player.pause();
    scene.state.holds = [];
    if (scene.sequence !== scene.header.sequence) await scene.useSequence(null);
    else {
      scene.applyHolds();
      scene.speech.show();
    }
  }
}
