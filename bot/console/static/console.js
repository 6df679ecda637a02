// The console works without this file; with it pages stay current and nothing that is being written is lost.
(() => {
  "use strict";
  const body = document.body;
  const csrf = body.dataset.csrf;
  const link = document.getElementById("link");
  const NEAR = 80; // Pixels from the end of the transcript that still count as reading the newest message.

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = csrf;
  });

  // Live updates: the server says that something changed, the page fetches its own part again.
  function connect(address) {
    const source = new EventSource(address);
    source.addEventListener("changed", () => htmx.trigger(body.dataset.part, "refresh"));
    source.addEventListener("gone", () => location.reload());
    source.addEventListener("open", () => tell(true));
    source.addEventListener("error", () => {
      tell(false);
      // The browser gives up after an answer that is no stream: we do not.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(address), 5000);
    });
    window.addEventListener("pagehide", () => source.close());
  }
  function tell(up) {
    link.textContent = up ? link.dataset.up : link.dataset.down;
    link.className = `link ${up ? "up" : "down"}`;
  }
  if (body.dataset.events) connect(body.dataset.events);
  // A page that the browser kept for "back" is old.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // The newest message stays in view for whoever is reading it.
  let atEnd = true;
  const transcript = () => document.getElementById("transcript");
  const toEnd = () => { const box = transcript(); if (box) box.scrollTop = box.scrollHeight; };
  document.addEventListener("htmx:beforeRequest", () => {
    const box = transcript();
    if (box) atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id === "transcript" && atEnd) toEnd();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (atEnd) toEnd();
    const form = event.target;
    if (event.detail.successful && form.dataset?.clears) document.getElementById(form.dataset.clears).value = "";
    if (event.detail.successful && form.closest?.("#composer, [action$='/reply']")) document.getElementById("reply")?.focus();
  });
  toEnd();

  // A number that was asked for stays for a minute: news would hide it before it is read, or lose it on its way.
  const SHOWN = 60000; // milliseconds
  let revealed = -SHOWN;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.pathInfo.requestPath.endsWith("/reveal")) revealed = performance.now();
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target?.id === "panels" && performance.now() - revealed < SHOWN) event.preventDefault();
  });

  // A colleague may take the conversation over while a reply is being written: the words stay, to be copied.
  let draft = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "live") draft = document.getElementById("reply")?.value ?? "";
  });
  document.addEventListener("htmx:afterRequest", (event) => event.target.id === "live" && setTimeout(keepDraft));
  function keepDraft() {
    if (!draft || document.getElementById("reply") || document.getElementById("kept")) return;
    const kept = Object.assign(document.createElement("textarea"), { id: "kept", value: draft, readOnly: true, rows: 3, dir: "auto" });
    kept.setAttribute("aria-label", "النص الذي لم يُرسل");
    document.getElementById("composer").append(kept);
  }

  // Ctrl+Enter sends; writing keeps the conversation in one's hands.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
  let kept = Date.now();
  document.addEventListener("input", (event) => {
    const address = event.target.dataset?.keep;
    if (!address || Date.now() - kept < 60000) return;
    kept = Date.now();
    fetch(address, { method: "POST", headers: { "X-CSRF-Token": csrf } });
  });

  // A plain form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("hx-post")) return;
    setTimeout(() => event.target.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
})();
