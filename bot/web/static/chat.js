// The chat as a page of its own.

import { openChat } from "./chat_app.js";
import { makeStore } from "./chat_store.js";

const page = document.body.dataset;
document.getElementById("starting").hidden = true;
openChat(document, {
  charity: page.charity,
  store: makeStore(page.charity),
  base: new URL("./", window.location.href.split(/[?#]/)[0]).href,
  words: JSON.parse(page.words),
  language: document.documentElement.lang,
  limit: Number(page.limit),
  // The conversation is what the page is for.
  following: true,
  forgotten: () => window.location.reload(),
});
