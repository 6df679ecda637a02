// The button and the window it opens: a phone's whole screen, elsewhere a box above the button.

import { filled } from "./widget_style.js";

const PHONE = window.matchMedia("(max-width: 480px), (max-height: 480px)");
const STOPS = "a[href], button:not([disabled]), summary, textarea, [tabindex='0']";
// What is typed here is no shortcut of the host's.
const KEYS = ["keydown", "keypress", "keyup"];

export function makeFrame(root, { charity, widget, language, direction, side }, onShown) {
  const around = filled(document.createElement("div"), widget);
  const start = direction === "rtl" ? "right" : "left";
  around.lang = language;
  around.dir = direction;
  around.className = "chat around " + (side === start ? "side-start" : "side-end");
  root.appendChild(around);
  const launch = root.getElementById("launch");
  const dialog = root.querySelector("dialog");
  const talk = root.querySelector(".talk");
  const page = document.documentElement;
  const view = window.visualViewport;
  let scrolling = "";
  let from = launch; // Where the person was before.
  // Nothing can be said before the chat is there to hear it.
  talk.inert = true;

  // Kept by tab: who goes on to the next page of the site, or reloads it, finds the chat as it was.
  function wasOpen(now) {
    try {
      if (now !== undefined) window.sessionStorage.setItem("sanad:" + charity + ":open", now);
      return window.sessionStorage.getItem("sanad:" + charity + ":open") === "1";
    } catch (error) {
      return false; // Storage may be forbidden.
    }
  }

  function show() {
    const phone = PHONE.matches;
    fit();
    // On a phone nothing of the host's page is in sight, nor reached.
    if (phone) dialog.showModal();
    else dialog.show();
    dialog.setAttribute("aria-modal", String(phone));
    scrolling = page.style.overflow;
    if (phone) page.style.overflow = "hidden";
    launch.setAttribute("aria-expanded", "true");
  }

  function hide() {
    dialog.close();
    page.style.overflow = scrolling;
    launch.setAttribute("aria-expanded", "false");
  }

  function open() {
    if (dialog.open) return;
    const here = document.activeElement;
    from = here && here !== document.body && here !== root.host ? here : launch;
    show();
    wasOpen("1");
    focus();
    onShown();
  }

  // A phone's keyboard comes only when it is asked for.
  function focus() {
    const touch = window.matchMedia("(pointer: coarse)").matches;
    root.getElementById(talk.inert ? "close" : touch ? "log" : "text").focus({ preventScroll: true });
  }

  function ready() {
    if (!talk.inert) return;
    talk.inert = false;
    if (dialog.open) focus();
  }

  function close() {
    if (!dialog.open) return;
    hide();
    wasOpen("");
    from.focus({ preventScroll: true });
  }

  // Tab stays inside while the chat is open; Escape leaves it.
  function keep(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    if (event.key !== "Tab") return;
    const stops = Array.from(dialog.querySelectorAll(STOPS)).filter((stop) => stop.getClientRects().length);
    if (!event.shiftKey) stops.reverse();
    if (root.activeElement !== stops[0]) return;
    event.preventDefault();
    stops[stops.length - 1].focus();
  }

  // The part of the window that a phone's keyboard leaves.
  function fit() {
    // Who has zoomed in reads: nothing may move then.
    if (!view || view.scale > 1.01) return;
    dialog.style.setProperty("--seen", view.height + "px");
    dialog.style.setProperty("--above", view.offsetTop + "px");
  }

  function turned() {
    if (!dialog.open) return;
    hide();
    show();
  }

  const listened = [[PHONE, "change", turned], ...["resize", "scroll"].map((name) => [view, name, fit])];
  listened.forEach(([target, name, react]) => target && target.addEventListener(name, react));
  KEYS.forEach((name) => around.addEventListener(name, (event) => event.stopPropagation()));
  launch.addEventListener("click", open);
  root.getElementById("close").addEventListener("click", close);
  root.getElementById("composer").addEventListener("submit", (event) => event.preventDefault());
  dialog.addEventListener("keydown", keep);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });

  function remove() {
    hide();
    listened.forEach(([target, name, react]) => target && target.removeEventListener(name, react));
    around.remove();
  }

  return { launch, open, ready, wasOpen, isOpen: () => dialog.open, remove };
}
