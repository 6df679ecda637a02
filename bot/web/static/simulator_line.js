// One line as its channel shows it, with its buttons, what it costs, and behind a button what really went over the wire.

import { fill } from "./chat_text.js";

export function makeLine(line, words, onTap) {
  const row = element("div", "row " + line.from);
  row.dataset.number = line.number;
  const bubble = row.appendChild(element("div", "bubble"));
  bubble.appendChild(element("span", "unseen", words[line.from === "person" ? "me" : "bot"] + ": "));
  const said = element("span", "said");
  said.dir = "auto";
  fill(said, line.text, line.from === "bot");
  if (line.text) bubble.appendChild(said);
  [line.file, ...(line.files || [])].filter(Boolean).forEach((name) => bubble.appendChild(element("bdi", "file", name)));
  if (line.kind === "list") bubble.appendChild(list(line, onTap));
  bubble.appendChild(under(line, words));
  if (line.kind && line.kind !== "list") row.appendChild(rows(line, onTap));
  return row;
}

function rows(line, onTap) {
  const group = element("div", "buttons " + line.kind);
  line.rows.forEach((choices) => {
    const made = group.appendChild(element("div", "choices"));
    choices.forEach((choice) => made.appendChild(button(choice, onTap)));
  });
  return group;
}

function list(line, onTap) {
  const made = element("details", "list");
  made.appendChild(element("summary", "", line.opens));
  line.rows.forEach(([choice]) => {
    const item = made.appendChild(button(choice, onTap));
    if (choice.note && choice.note !== choice.label) item.appendChild(element("small", "", choice.note));
  });
  return made;
}

function button(choice, onTap) {
  const made = element("button", "", choice.label);
  made.type = "button";
  made.dir = "auto";
  made.addEventListener("click", () => onTap(choice));
  return made;
}

// The cost of an SMS, and the payload on demand.
function under(line, words) {
  const made = element("div", "under");
  if (line.cost) {
    const cost = made.appendChild(element("span", "cost", words.segments + " " + line.cost.segments + " "));
    cost.appendChild(element("bdi", "", "(" + line.cost.alphabet + ")"));
  }
  const raw = made.appendChild(element("details", "raw"));
  raw.appendChild(element("summary", "", words.payload));
  const code = element("pre", "", JSON.stringify(line.payload, null, 2));
  code.dir = "ltr";
  code.tabIndex = 0;
  raw.appendChild(code);
  return made;
}

function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text) made.textContent = text;
  return made;
}
