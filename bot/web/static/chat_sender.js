// Sends the person's messages one after another, each until the server has it. An id is used again, never renewed,
// so that a message whose answer was lost on the way is stored once.

const PAUSES = [2000, 5000, 10000, 30000];

export function makeSender(store, wire, view, words, onAccepted) {
  const files = {}; // Files by message id: they cannot be kept over a reload.
  let busy = false;
  let failures = 0;
  let timer = 0;

  function add(item, file) {
    if (file) files[item.id] = file;
    store.put(item);
    view.addPending(item);
    flush();
  }

  // Messages of an earlier visit that were not confirmed: shown again, and sent again where need be.
  function restore() {
    store.outbox().forEach((item) => {
      if (item.file && !item.media && !files[item.id] && item.state === "waiting") {
        item = Object.assign({}, item, { state: "refused", why: words.file_lost });
        store.put(item);
      }
      view.addPending(item, item.why);
    });
    return flush();
  }

  async function flush() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    try {
      for (let item = next(); item; item = next()) {
        if (!(await deliver(item))) break;
      }
    } finally {
      busy = false;
    }
  }

  function next() {
    // A file that another tab holds is that tab's to send.
    return store.outbox().find((item) => item.state === "waiting" && (!item.file || item.media || files[item.id]));
  }

  // True when the next message may follow.
  async function deliver(item) {
    view.setState(item.id, "waiting");
    try {
      const ready = await withFile(item);
      await wire.post(body(ready));
      failures = 0;
      view.tell("");
      delete files[item.id];
      onAccepted(!settle(ready, "accepted"));
      return true;
    } catch (error) {
      if (final(error.status)) {
        settle(Object.assign({}, item, { why: reason(error.status) }), "refused");
        return true;
      }
      fail();
      return false;
    }
  }

  // False when the transcript has confirmed it meanwhile: it is shown from there.
  function settle(item, state) {
    if (!store.find(item.id)) return false;
    store.put(Object.assign({}, item, { state }));
    view.setState(item.id, state, item.why);
    return true;
  }

  async function withFile(item) {
    if (!item.file || item.media) return item;
    const progress = (share) => view.setState(item.id, "uploading", share);
    progress(0);
    const stored = await wire.upload(files[item.id], progress);
    const media = { ref: stored.ref, mime: stored.mime, name: stored.name, size: stored.size };
    const ready = Object.assign({}, item, { media: [media] });
    store.put(ready);
    view.setState(item.id, "waiting");
    return ready;
  }

  function fail() {
    store.outbox().filter((item) => item.state === "waiting").forEach((item) => view.setState(item.id, "failed", retry));
    view.tell(navigator.onLine === false ? words.offline : words.reconnecting);
    timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
  }

  function retry() {
    failures = 0;
    flush();
  }

  function reason(status) {
    return { 413: words.file_large, 415: words.file_kind }[status] || words.refused;
  }

  return { add, restore, flush: retry };
}

function body(item) {
  const made = { id: item.id, text: item.text };
  if (item.tap) made.tap = item.tap;
  if (item.media) made.media = item.media;
  return made;
}

// Refused for good. A session not known (401, 403) is opened anew, a brake (429) passes by.
function final(status) {
  return status >= 400 && status < 500 && [401, 403, 408, 425, 429].indexOf(status) < 0;
}
