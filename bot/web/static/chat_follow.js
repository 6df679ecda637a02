// Follows the conversation: one connection, taken up again wherever it broke, each line shown once.

const PAUSES = [500, 1000, 2000, 5000, 10000];
const SILENCE = 40000; // The server says something every 15 seconds.
const POLL = 3000;

export function makeFollower(wire, view, words, onLine) {
  let last = 0;
  let running = false;
  let stopped = false;
  let heard = 0;
  let lively = false; // Did this connection bring anything?
  let abort = () => {};
  let wake = () => {};

  function take(line) {
    if (line.id <= last) return;
    last = line.id;
    onLine(line);
  }

  // Starts once there is a conversation; calling it again does nothing.
  async function start() {
    if (running) return;
    running = true;
    for (let failures = 0; !stopped; failures += 1) {
      try {
        await connect();
        view.tell("");
      } catch (error) {
        if (error.status === undefined && error.name !== "AbortError") console.error(error); // A mistake of ours.
        if (!stopped && failures > 1 && navigator.onLine !== false) view.tell(words.reconnecting);
      }
      if (lively) failures = 0;
      await sleep(PAUSES[Math.min(failures, PAUSES.length - 1)] * (0.75 + Math.random() / 2));
    }
  }

  async function connect() {
    const controller = window.AbortController ? new AbortController() : null;
    const watch = setInterval(() => Date.now() - heard > SILENCE && abort(), 5000);
    abort = () => controller && controller.abort();
    heard = Date.now();
    lively = false;
    try {
      const read = controller && (await wire.events(last, take, alive, controller.signal));
      if (!read) await poll();
    } finally {
      clearInterval(watch);
      // Also what is only half open: a browser allows few connections to one server.
      abort();
    }
  }

  function alive() {
    heard = Date.now();
    lively = true;
    view.tell("");
  }

  // For old browsers.
  async function poll() {
    while (!stopped) {
      (await wire.messages(last)).forEach(take);
      alive();
      await sleep(POLL);
    }
  }

  function sleep(time) {
    return new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, time);
    });
  }

  // The network came back or the page is looked at again: the old connection may be dead without knowing it.
  function refresh() {
    if (Date.now() - heard > 16000) abort();
    wake();
  }

  function stop() {
    stopped = true;
    abort();
    wake();
  }

  return { start, take, refresh, drop: () => abort(), stop };
}
