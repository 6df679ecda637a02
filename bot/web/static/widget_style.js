// Our styles in the shadow root. Everything here works under a policy of the host that knows only our address.

// A sheet made by script needs no style-src. A rem is the host's own length, hence pixels, by the reader's letter size.
export function dressed(host, root, styles) {
  host.style.cssText = "all: initial";
  document.documentElement.appendChild(host);
  const letter = parseFloat(window.getComputedStyle(host).fontSize) || 16;
  host.remove();
  const text = styles.replace(/(\d*\.?\d+)rem/g, (_, count) => count * letter + "px");
  if (root.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.appendChild(Object.assign(document.createElement("style"), { textContent: text }));
  }
}

export function filled(target, html) {
  target.innerHTML = trusted(html);
  return target;
}

// Where the host demands trusted types this is ours; where it allows none of that name, plain text may yet do.
function trusted(html) {
  try {
    return window.trustedTypes.createPolicy("sanad", { createHTML: (given) => given }).createHTML(html);
  } catch (error) {
    return html;
  }
}
