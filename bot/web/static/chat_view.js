// What is seen: bubbles, choices, typing dots and notices. It knows nothing of the network.

import { fill, sizeOf, timeOf } from "./chat_text.js";

export function makeView(root, { words, language, base }) {
  const log = root.getElementById("log");
  const notice = root.getElementById("notice");
  const opening = root.getElementById("opening");
  const pending = document.createElement("div"); // The person's messages that the server has not confirmed.
  // They are read aloud once, when they are confirmed; a failure is told in the notice.
  pending.setAttribute("aria-live", "off");
  const dots = row("them dots");
  dots.setAttribute("aria-hidden", "true");
  for (let dot = 0; dot < 3; dot += 1) dots.firstChild.appendChild(document.createElement("i"));
  dots.hidden = true;
  log.appendChild(pending);
  log.appendChild(dots);
  let following = true;
  let room = log.clientHeight;
  log.addEventListener("scroll", () => {
    following = atEnd();
  });
  // A keyboard, a file above the text or more lines in it take room from below: the last line stays in sight.
  const refit = () => {
    room = log.clientHeight;
    if (following) toEnd();
  };
  if (window.ResizeObserver) new ResizeObserver(refit).observe(log);

  function row(kind) {
    const made = element("div", "row " + kind);
    made.appendChild(element("div", "bubble"));
    return made;
  }

  function atEnd() {
    // The room has just changed and nothing was moved yet: nobody has scrolled away.
    if (log.clientHeight !== room) return following;
    return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight;
  }

  function bubble(line) {
    const mine = line.from === "person";
    const made = row((mine ? "me " : "them ") + line.from);
    const inside = made.firstChild;
    if (line.from === "staff") inside.appendChild(element("span", "name", words.staff));
    else inside.appendChild(element("span", "who", (mine ? words.me : words[line.from] || words.bot) + ": "));
    (line.media || []).forEach((file) => inside.appendChild(chip(file)));
    if (line.text) {
      const said = element("span", "said");
      said.dir = "auto";
      fill(said, line.text, !mine);
      inside.appendChild(said);
    }
    (line.files || []).forEach((file) => inside.appendChild(paper(file)));
    if (line.at) inside.appendChild(element("time", "", timeOf(line.at, language)));
    return made;
  }

  function chip(file) {
    const made = element("span", "file");
    made.appendChild(element("bdi", "", file.name || words.attach));
    const size = element("small", "", sizeOf(file.size));
    size.dir = "ltr";
    made.appendChild(size);
    return made;
  }

  // A paper of ours, such as a receipt: opened beside the chat, so that nothing written here is lost.
  function paper(file) {
    const made = element("a", "paper", words["open_" + file.kind] || words.open_file);
    made.href = new URL(file.url, base).href;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }

  // A line of the server's transcript: before what is still pending, which the server will number later.
  function addLine(line, onTap) {
    const follow = atEnd();
    if (line.from === "person") retire();
    else dots.hidden = true;
    log.insertBefore(bubble(line), pending);
    if (line.buttons && line.buttons.length) addChoices(line.buttons, onTap);
    if (follow) toEnd();
  }

  function addChoices(buttons, onTap) {
    retire();
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.choices);
    buttons.forEach((button) => {
      const made = element("button", button.word ? "word" : "", button.label);
      made.type = "button";
      made.dir = "auto";
      made.addEventListener("click", () => {
        settle(made);
        onTap(button);
      });
      group.appendChild(made);
    });
    log.insertBefore(group, pending);
  }

  // Choices answer one question: once something was said they are spent.
  function settle(picked) {
    leave();
    log.querySelectorAll(".choices button").forEach((button) => {
      button.disabled = true;
      if (button === picked) button.classList.add("picked");
    });
  }

  function retire() {
    leave();
    log.querySelectorAll(".choices").forEach((group) => group.parentNode.removeChild(group));
  }

  // Whoever stands on a choice that goes must stand somewhere: on the log, where the next choices are one Tab away.
  // Not on the text field, which would open a phone's keyboard.
  function leave() {
    if (root.activeElement && root.activeElement.closest(".choices")) log.focus({ preventScroll: true });
  }

  // The person's own message before the server has it. `again` is called when they ask to try again.
  function addPending(item, again) {
    const shown = { from: "person", text: item.text, media: item.media || (item.file ? [item.file] : []) };
    const made = bubble(shown);
    made.dataset.client = item.id;
    made.firstChild.appendChild(element("span", "state"));
    pending.appendChild(made);
    setState(item.id, item.state, again);
    toEnd();
  }

  function pendingRow(id) {
    return Array.from(pending.children).find((child) => child.dataset.client === id);
  }

  // "waiting", "uploading" with a share of 1, "accepted", "failed" or "refused" with a text.
  function setState(id, state, detail) {
    const made = pendingRow(id);
    if (!made) return;
    const told = made.querySelector(".state");
    const follow = atEnd();
    made.classList.toggle("failed", state === "failed");
    made.classList.toggle("refused", state === "refused");
    told.textContent = { waiting: words.sending, accepted: "", refused: detail || words.refused }[state] || "";
    if (state === "failed") {
      const again = element("button", "again", words.failed);
      again.type = "button";
      again.addEventListener("click", detail);
      told.appendChild(again);
    }
    if (state === "uploading") {
      const bar = element("progress");
      bar.max = 1;
      bar.value = detail;
      bar.setAttribute("aria-label", words.sending);
      told.appendChild(bar);
    }
    if (follow) toEnd();
  }

  function removePending(id) {
    const made = pendingRow(id);
    if (made) pending.removeChild(made);
  }

  function typing(on) {
    const follow = atEnd();
    dots.hidden = !on;
    if (follow) toEnd();
  }

  function tell(text) {
    if (notice.textContent !== text) notice.textContent = text;
  }

  function busy(on) {
    log.setAttribute("aria-busy", String(on));
  }

  return { addLine, addPending, setState, removePending, settle, typing, tell, busy, toEnd, opening };
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text) made.textContent = text;
  return made;
}
