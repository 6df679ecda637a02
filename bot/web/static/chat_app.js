// One charity's chat in `root`: the document of its own page, or the shadow root of the widget on somebody else's.

import { makeAttachment } from "./chat_attach.js";
import { makeFollower } from "./chat_follow.js";
import { makeSender } from "./chat_sender.js";
import { newId } from "./chat_store.js";
import { makeView } from "./chat_view.js";
import { makeWire } from "./chat_wire.js";

const TYPING = 10000; // A person at the charity may take longer: dots must not promise an answer for ever.
const FRESH = 60 * 60 * 1000; // Within an hour a conversation is still going on.

// site: {charity, store, base: address of ".../chat/", words, language, limit: bytes, following: open at once a connection for
// what comes, forgotten(): the device was told to forget, onLine?(line): a line of the transcript was shown}.
// Returns {shown(): it came into sight, follow(): listen from now on, stop()}.
export function openChat(root, site) {
  const { words, store } = site;
  const text = root.getElementById("text");
  const menu = root.querySelector("details");
  const view = makeView(root, site);
  const wire = makeWire(site, store);
  const follower = makeFollower(wire, view, words, show);
  const sender = makeSender(store, wire, view, words, accepted);
  const attachment = makeAttachment(root, site, view.tell);
  const undo = [];
  let typing = 0;
  let spoken = false; // Did the person say something while this was open? Then the welcome stays above it.

  function show(line) {
    view.opening.hidden = view.opening.hidden || !spoken;
    if (line.client) {
      store.drop(line.client);
      view.removePending(line.client);
    }
    view.addLine(line, tap);
    if (site.onLine) site.onLine(line);
  }

  function say(item, file) {
    spoken = spoken || !view.opening.hidden;
    view.settle();
    sender.add(Object.assign({ id: newId(), state: "waiting", at: Date.now() }, item), file);
  }

  function tap(button) {
    say({ text: button.label, tap: button.id });
  }

  // Where the answer was faster than the receipt there is nothing left to wait for.
  function accepted(answered) {
    if (!answered) {
      view.typing(true);
      clearTimeout(typing);
      typing = setTimeout(() => view.typing(false), TYPING);
    }
    follower.start();
  }

  function submit(event) {
    event.preventDefault();
    const written = text.value.trim();
    const file = attachment.take();
    if (!written && !file) return;
    say(file ? { text: written, file: { name: file.name, size: file.size } } : { text: written }, file);
    // Only now: what was written is in the outbox before it leaves the draft.
    text.value = "";
    store.set("draft", "");
    grow();
    text.focus();
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = text.scrollHeight + 2 + "px";
  }

  function on(target, name, react) {
    target.addEventListener(name, react);
    undo.push(() => target.removeEventListener(name, react));
  }

  function listen() {
    on(root.getElementById("composer"), "submit", submit);
    on(text, "input", () => {
      store.set("draft", text.value);
      grow();
    });
    on(text, "keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
    });
    on(view.opening, "click", (event) => {
      const label = event.target.dataset.say;
      if (label) say({ text: label });
    });
    on(root.getElementById("forget"), "click", () => {
      if (!window.confirm(words.forget_sure)) return;
      stop();
      store.forget();
      site.forgotten();
    });
    listenToMenu();
    listenToNetwork();
  }

  function listenToMenu() {
    on(root, "click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    on(menu, "keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      // Only the menu closes, not what it stands in.
      event.stopPropagation();
      event.preventDefault();
      menu.open = false;
      menu.firstElementChild.focus();
    });
  }

  function listenToNetwork() {
    on(window, "offline", () => {
      view.tell(words.offline);
      follower.drop();
    });
    on(window, "online", () => {
      view.tell("");
      sender.flush();
      follower.refresh();
    });
    on(document, "visibilitychange", () => document.hidden || follower.refresh());
  }

  // What was said before, as the server has it; this device's outbox stands below it.
  async function resume() {
    if (!store.get("token")) return;
    view.opening.hidden = true;
    view.busy(true);
    try {
      const lines = await wire.messages();
      lines.forEach(follower.take);
      view.opening.hidden = lines.length > 0;
      const last = lines.length ? Date.parse(lines[lines.length - 1].at) : 0;
      if (lines.length && (site.following || Date.now() - last < FRESH)) follower.start();
    } catch (error) {
      // Known by its token: the stream brings everything once there is a connection.
      view.opening.hidden = false;
      if (error.status === 0 || error.status >= 500) follower.start();
    } finally {
      view.busy(false);
    }
  }

  async function open() {
    text.value = store.get("draft");
    grow();
    listen();
    const awaited = store.outbox().some((item) => item.state === "accepted");
    sender.restore();
    await resume();
    if (awaited) follower.start();
    view.toEnd();
  }

  function shown() {
    grow();
    view.toEnd();
  }

  function follow() {
    if (store.get("token")) follower.start();
  }

  function stop() {
    undo.forEach((one) => one());
    follower.stop();
  }

  open();
  return { shown, follow, stop };
}
