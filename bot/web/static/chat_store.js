// What this device remembers of one charity's chat: the session's token, the draft, and messages not yet confirmed.

const DAY = 24 * 60 * 60 * 1000;

export function makeStore(charity) {
  const memory = {};
  const key = (name) => "sanad:" + charity + ":" + name;

  // Storage may be full, or forbidden in a frame: the chat then works until the page is closed.
  function get(name) {
    try {
      const value = window.localStorage.getItem(key(name));
      return value === null ? memory[name] || "" : value;
    } catch (error) {
      return memory[name] || "";
    }
  }

  function set(name, value) {
    memory[name] = value;
    try {
      if (value) window.localStorage.setItem(key(name), value);
      else window.localStorage.removeItem(key(name));
    } catch (error) {
      // It is in memory.
    }
  }

  // {id, text, tap?, media?, file?, state: "waiting" | "accepted" | "refused", at: ms}, oldest first.
  function outbox() {
    try {
      const items = JSON.parse(get("outbox") || "[]");
      // An accepted one that never came back within a day will not: it must not haunt the page.
      return items.filter((item) => item.state === "waiting" || Date.now() - item.at < DAY);
    } catch (error) {
      return [];
    }
  }

  // Read, change and write in one go: another tab may have its own messages in the same list.
  function put(item) {
    const items = outbox();
    const place = items.findIndex((other) => other.id === item.id);
    if (place < 0) items.push(item);
    else items[place] = item;
    set("outbox", JSON.stringify(items));
  }

  function drop(id) {
    set("outbox", JSON.stringify(outbox().filter((item) => item.id !== id)));
  }

  function find(id) {
    return outbox().find((item) => item.id === id);
  }

  function forget() {
    ["token", "draft", "outbox", "seen"].forEach((name) => set(name, ""));
  }

  return { get, set, outbox, put, drop, find, forget };
}

export function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
}
