// The belt on the first page: it plays by itself, question and answer, again and again, until somebody takes it over.

const REST_BETWEEN = { question: 2600, end: 4500 }; // ms

/** Play in a loop. Whoever asked for less motion sees the end, still. */
export async function loop(belt) {
  const { run, player, host } = belt;
  if (player.reduced.matches) return player.seek(run.T - 1);
  let taken = false;
  belt.speech.quiet = true; // nobody asked to hear it again and again
  const take = () => {
    taken = true;
    belt.speech.quiet = false;
  };
  belt.listeners.on(host, 'pointerdown', take);
  // The keys of the belt act wherever the focus is; Tab only passes by.
  belt.listeners.on(document, 'keydown', ({ key }) => key !== 'Tab' && take(), true);
  const mine = () => !taken && host.isConnected && belt.run === run;
  while (mine()) {
    await player.play({ until: run.T - 1 });
    const ended = belt.state.t >= run.T - 1;
    await new Promise((resolve) => {
      setTimeout(resolve, ended ? REST_BETWEEN.end : REST_BETWEEN.question);
    });
    if (!mine()) return;
    if (!ended) continue;
    belt.speech.asked.clear();
    await player.seek(-1);
  }
}
