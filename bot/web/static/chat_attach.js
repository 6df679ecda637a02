// The file to be sent with the next message: chosen, shown above the text, removed or taken.

import { sizeOf } from "./chat_text.js";

const KINDS = /^(image\/(jpeg|png|webp|heic|heif)|application\/pdf)$/;
const ENDINGS = /\.(jpe?g|png|webp|hei[cf]|pdf)$/i; // Some phones tell no type.

export function makeAttachment(root, { words, limit }, tell) {
  const input = root.getElementById("file");
  const tray = root.getElementById("tray");
  const attach = root.getElementById("attach");
  let chosen = null;

  function show(file) {
    chosen = file;
    tray.hidden = !file;
    root.getElementById("tray-name").textContent = file ? file.name : "";
    root.getElementById("tray-size").textContent = file ? sizeOf(file.size) : "";
  }

  function choose(file) {
    if (!file) return;
    const known = file.type ? KINDS.test(file.type) : ENDINGS.test(file.name);
    const wrong = !known ? words.file_kind : file.size > limit ? words.file_large : "";
    tell(wrong);
    if (!wrong) show(file);
  }

  attach.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    choose(input.files[0]);
    input.value = ""; // The same file may be chosen again.
    root.getElementById("text").focus();
  });
  root.getElementById("detach").addEventListener("click", () => {
    show(null);
    attach.focus();
  });

  return {
    take() {
      const file = chosen;
      show(null);
      return file;
    },
  };
}
