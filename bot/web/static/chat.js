// The chat's page: puts the parts together.

import { makeAttachment } from "./chat_attach.js";
import { makeFollower } from "./chat_follow.js";
import { makeSender } from "./chat_sender.js";
import { makeStore, newId } from "./chat_store.js";
import { makeView } from "./chat_view.js";
import { makeWire } from "./chat_wire.js";

const TYPING = 10000; // A person at the charity may take longer: dots must not promise an answer for ever.

const page = document.body.dataset;
const words = JSON.parse(page.words);
const text = document.getElementById("text");
const store = makeStore(page.charity);
const view = makeView(words, document.documentElement.lang);
const wire = makeWire(page.charity, store);
const follower = makeFollower(wire, view, words, show);
const sender = makeSender(store, wire, view, words, accepted);
const attachment = makeAttachment(Number(page.limit), words, view.tell);
let typing = 0;

function show(line) {
  view.opening.hidden = view.opening.hidden || !spoken;
  if (line.client) {
    store.drop(line.client);
    view.removePending(line.client);
  }
  view.addLine(line, tap);
}

// Did the person say something while this page was open? Then the welcome stays above it.
let spoken = false;

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

function listen() {
  document.getElementById("composer").addEventListener("submit", submit);
  text.addEventListener("input", () => {
    store.set("draft", text.value);
    grow();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  view.opening.addEventListener("click", (event) => {
    const label = event.target.dataset.say;
    if (label) say({ text: label });
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector("details");
    if (!menu.contains(event.target)) menu.open = false;
  });
  document.getElementById("forget").addEventListener("click", () => {
    if (!window.confirm(words.forget_sure)) return;
    store.forget();
    window.location.reload();
  });
  window.addEventListener("offline", () => {
    view.tell(words.offline);
    follower.drop();
  });
  window.addEventListener("online", () => {
    view.tell("");
    sender.flush();
    follower.refresh();
  });
  document.addEventListener("visibilitychange", () => document.hidden || follower.refresh());
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
    if (lines.length) follower.start();
  } catch (error) {
    // Known by its token: the stream brings everything once there is a connection.
    view.opening.hidden = false;
    if (error.status === 0 || error.status >= 500) follower.start();
  } finally {
    view.busy(false);
  }
}

async function open() {
  document.getElementById("starting").hidden = true;
  text.value = store.get("draft");
  grow();
  listen();
  const awaited = store.outbox().some((item) => item.state === "accepted");
  sender.restore();
  await resume();
  if (awaited) follower.start();
  view.toEnd();
}

open();
