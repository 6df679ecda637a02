// The widget: a button on the host's page, and behind it the same chat as on a page of our own.

import { makeStore } from "./chat_store.js";
import { makeFrame } from "./widget_frame.js";
import { makeUnread } from "./widget_unread.js";
import { dressed } from "./widget_style.js";

// told: {charity, base, assets, side, language, direction, words, limit, widget: HTML}.
export async function openWidget(told) {
  const host = document.createElement("sanad-chat");
  const root = host.attachShadow({ mode: "open" });
  const store = makeStore(told.charity);
  const styles = ["chat.css", "widget.css"].map((name) => text(told.assets + name));
  dressed(host, root, (await Promise.all(styles)).join("\n"));
  let starting = null;
  let frame, unread;

  function draw() {
    starting = null;
    frame = makeFrame(root, told, shown);
    unread = makeUnread(root, told.words, store, frame.isOpen);
    frame.launch.addEventListener("pointerenter", () => chat().catch(() => {}), { once: true });
  }

  // What the chat itself is made of is fetched when it is first wanted.
  function chat() {
    if (!starting) {
      const site = { ...told, store, onLine: unread.notice, forgotten };
      starting = import("./chat_app.js").then((made) => made.openChat(root, site));
      starting.then(frame.ready, () => {
        starting = null;
      });
    }
    return starting;
  }

  async function shown() {
    try {
      const opened = await chat();
      opened.shown();
      opened.follow();
      unread.seen();
    } catch (error) {
      root.getElementById("notice").textContent = told.words.reconnecting;
      setTimeout(() => frame.isOpen() && shown(), 5000);
    }
  }

  function forgotten() {
    frame.remove();
    draw();
    frame.open();
  }

  draw();
  // The site's own "talk to us" opens it too.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sanad-open]")) return;
    event.preventDefault();
    frame.open();
  });
  // Not in the body: what the host does to that (a transform, a new content) must not reach the widget.
  document.documentElement.appendChild(host);
  if (frame.wasOpen()) frame.open();
  else if (store.get("token")) await chat();
}

async function text(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}
