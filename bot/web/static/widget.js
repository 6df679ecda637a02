// The chat on a charity's website: <script src="https://.../widget.js" data-charity="yusr" async></script>

(function () {
  const script = document.currentScript || document.querySelector('script[data-charity][src*="widget.js"]');
  // One is enough, however often the page's own tools run this.
  const mark = Symbol.for("sanad");
  if (!script || !script.dataset.charity || window[mark]) return;
  window[mark] = true;
  const charity = script.dataset.charity;
  const base = new URL("./", script.src).href;

  async function begin() {
    const wish = script.dataset.lang || document.documentElement.lang.slice(0, 2);
    const answer = await fetch(base + "chat/" + charity + "/widget?lang=" + encodeURIComponent(wish), { credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    const assets = base + told.assets;
    const { openWidget } = await import(assets + "widget_app.js");
    await openWidget(Object.assign(told, { charity, assets, base: base + "chat/", side: script.dataset.side || "" }));
  }

  function start() {
    begin().catch((error) => {
      console.warn("Sanad: no chat. Is " + window.location.origin + " among the charity's web origins?", error.message);
      window.addEventListener("online", start, { once: true });
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
