// The simulator's page: four channels beside one another, written to one at a time or all at once.

import { makeLine } from "./simulator_line.js";

const CHANNELS = ["whatsapp", "telegram", "sms", "web"];
const page = document.body.dataset;
const words = JSON.parse(page.words);
const told = document.getElementById("told");
const people = document.getElementById("people");
const remembered = "sanad:simulator:" + page.charity;
const logs = {};
let room = "";
let segments = 0;

CHANNELS.forEach((channel) => {
  logs[channel] = document.querySelector("section[data-channel=" + channel + "] .log");
});

function show(line) {
  const log = logs[line.channel];
  // A keyboard in place of the letters, and the website's choices, go when the next line comes.
  log.querySelectorAll(".keyboard, .chips").forEach((old) => old.remove());
  log.appendChild(makeLine(line, words, (choice) => tap(line.channel, choice)));
  log.scrollTop = log.scrollHeight;
  if (line.cost) segments += line.cost.segments;
  document.getElementById("total").textContent = String(segments);
}

function tap(channel, choice) {
  say([channel], choice.label, choice.tap);
}

async function say(channels, text, tapped) {
  const body = JSON.stringify({ channels, text, tap: tapped || "" });
  await answered(ask("/" + room + "/say", { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

async function send(channels, file) {
  const query = "?channels=" + channels.join(",") + "&name=" + encodeURIComponent(file.name);
  await answered(ask("/" + room + "/file" + query, { method: "POST", body: file }));
}

async function answered(asked) {
  told.textContent = words.working;
  try {
    const came = await asked;
    came.lines.forEach(show);
    came.gone.forEach((number) => document.querySelector("[data-number='" + number + "'] .buttons")?.remove());
    told.textContent = "";
  } catch (error) {
    told.textContent = words.failed + ": " + error.message;
  }
}

async function ask(path, options) {
  const answer = await fetch("simulator/rooms" + path, options);
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.error || read.detail || String(answer.status));
  return read;
}

async function begin() {
  const body = JSON.stringify({ charity: page.charity, together: people.value === "together" });
  enter(await ask("", { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

function enter(opened) {
  room = opened.room || room;
  window.sessionStorage.setItem(remembered, room);
  people.value = opened.together ? "together" : "apart";
  segments = 0;
  CHANNELS.forEach((channel) => logs[channel].replaceChildren());
  opened.lines.forEach(show);
  document.body.dataset.ready = "yes";
}

// A reload goes on; a server that has started again knows the room no longer.
async function open() {
  room = window.sessionStorage.getItem(remembered) || "";
  try {
    if (!room) throw new Error("none yet");
    enter(await ask("/" + room, {}));
  } catch (error) {
    await begin();
  }
}

function composer(form) {
  const channels = form.dataset.channel ? [form.dataset.channel] : CHANNELS;
  const text = form.querySelector("input[type=text]");
  const file = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const written = text.value.trim();
    text.value = "";
    if (written) say(channels, written);
  });
  file.addEventListener("change", () => {
    if (file.files[0]) send(channels, file.files[0]);
    file.value = "";
  });
}

document.querySelectorAll(".composer").forEach(composer);
document.querySelector(".starters").addEventListener("click", (event) => {
  if (event.target.localName === "button") say(CHANNELS, event.target.textContent);
});
document.getElementById("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
people.addEventListener("change", begin);
document.getElementById("charity").addEventListener("change", (event) => {
  window.location.search = "?lang=" + document.documentElement.lang + "&charity=" + event.target.value;
});
open();
