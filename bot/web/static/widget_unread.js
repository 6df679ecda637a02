// How many lines of the charity came while the chat was closed, on the button and for a screen reader.

export function makeUnread(root, words, store, isOpen) {
  const badge = root.getElementById("count");
  const news = root.getElementById("news");
  let last = Number(store.get("seen"));
  let unread = 0;

  function notice(line) {
    if (line.from === "person" || line.id <= last) return;
    last = line.id;
    if (isOpen()) seen();
    else show(unread + 1);
  }

  function seen() {
    store.set("seen", last ? String(last) : "");
    show(0);
  }

  function show(count) {
    unread = count;
    badge.hidden = !count;
    badge.textContent = count > 9 ? "9+" : String(count);
    news.textContent = count ? words.unread + " " + count : "";
  }

  return { notice, seen };
}
