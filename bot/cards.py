"""Contact cards that come as files: the numbers on them are read, the card itself is not kept."""

import re
from collections.abc import Iterable
from dataclasses import replace

from flows.answers.mobile import mobile
from flows.arabic import clean, digits
from flows.message import Incoming

# vCard, RFC 6350: "item1.TEL;type=CELL;waid=966551234567:+966 55 123 4567"
_NUMBER = re.compile(r"^(?:[\w-]+\.)?TEL(?:;[^:\r\n]*)?:(?:tel:)?([^\r\n;]+)", re.IGNORECASE | re.MULTILINE)
_MOST = 5


def numbers(card: bytes) -> list[str]:
    """The numbers as they stand on it."""
    return [found.strip() for found in _NUMBER.findall(card.decode(errors="replace"))]


def told(incoming: Incoming, contents: Iterable[bytes]) -> Incoming:
    """The message with what stands on its cards. A card of the number it came from is the sender's own."""
    found = [number for content in contents for number in numbers(content)][:_MOST]
    own = len(found) == 1 and mobile(digits(clean(found[0]))).value == incoming.address
    return replace(incoming, text=", ".join(found), media=(), state="own" if own else "")
