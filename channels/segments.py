"""How many SMS segments a text costs: GSM-7 (160 alone, 153 joined) or UCS-2 (70 alone, 67 joined). 3GPP TS 23.038."""

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each is an escape and a character: two septets.
_GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")


def is_gsm7(text: str) -> bool:
    """Can the text travel in GSM-7? One Arabic letter, or one curly quote, and it cannot."""
    return all(char in _GSM7 or char in _GSM7_EXTENSION for char in text)


# Typography that GSM-7 lacks, and what people type for it on a plain phone.
_PLAIN = str.maketrans(
    {
        "•": "-",
        "–": "-",
        "—": "-",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "\u00a0": " ",
    }
)


def plain(text: str) -> str:
    """The text in GSM-7 where nothing but typography stands in the way: one bullet more than doubles what it costs."""
    plainer = text.translate(_PLAIN)
    return plainer if is_gsm7(plainer) else text


def segments(text: str) -> int:
    """Segments the text is charged as; 0 for empty text."""
    if is_gsm7(text):
        return _packed([2 if char in _GSM7_EXTENSION else 1 for char in text], alone=160, joined=153)
    return _packed([2 if char > "\uffff" else 1 for char in text], alone=70, joined=67)


def full(text: str) -> bool:
    """Is it as long as one part of a joined message, to a unit or two? Then the next one may be the rest of it."""
    if is_gsm7(text):
        return sum(2 if char in _GSM7_EXTENSION else 1 for char in text) in (152, 153)
    return sum(2 if char > "\uffff" else 1 for char in text) in (66, 67)


def _packed(costs: list[int], *, alone: int, joined: int) -> int:
    total = sum(costs)
    if total <= alone:
        return 1 if total else 0
    if total == len(costs):
        return -(-total // joined)
    count, used = 1, 0
    for cost in costs:
        # An escape pair or a surrogate pair is never torn between two segments.
        if used + cost > joined:
            count, used = count + 1, 0
        used += cost
    return count
