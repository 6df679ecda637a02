// Text into nodes: never as HTML. Numbers, references and addresses are isolated from the Arabic around them.

const LINK = "https?://[^\\s<>\"'«»]+[^\\s<>\"'«».,،؛:!?؟)]";
const REFERENCE = "[A-Z]{3}-[A-Z0-9]{4}-[A-Z0-9]";
const IBAN = "SA[\\d•*xX ]{22,29}";
const NUMBER = "\\+?[\\d٠-٩][\\d٠-٩•*() -]{3,}[\\d٠-٩]";
const PIECES = new RegExp("(" + [LINK, REFERENCE, IBAN, NUMBER].join("|") + ")", "g");
const PHONE = /^(\+966|00966|05|920|800|01)[\d ()-]{6,}$/;

export function fill(target, text, withLinks) {
  text.split(PIECES).forEach((piece, place) => {
    // Split by one group: every second piece is a match.
    target.appendChild(place % 2 ? isolated(piece, withLinks) : document.createTextNode(piece));
  });
}

function isolated(piece, withLinks) {
  const bdi = document.createElement("bdi");
  bdi.dir = "ltr";
  const address = /^https?:/.test(piece) ? piece : PHONE.test(piece) ? "tel:" + piece.replace(/[^\d+]/g, "") : "";
  if (piece.length > 24) bdi.className = "long";
  if (!address || !withLinks) {
    bdi.textContent = piece;
    return bdi;
  }
  const link = document.createElement("a");
  link.href = address;
  link.textContent = piece;
  if (/^https?:/.test(piece)) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  bdi.appendChild(link);
  return bdi;
}

export function sizeOf(bytes) {
  if (!bytes) return "";
  return bytes < 1e6 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
}

export function timeOf(moment, language) {
  const options = { hour: "numeric", minute: "2-digit" };
  return new Date(moment).toLocaleTimeString(language === "ar" ? "ar-SA-u-nu-latn" : "en", options);
}
