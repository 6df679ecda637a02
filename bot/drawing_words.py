"""What a drawing of a flow says, in the bot's own words: texts, facts, actions, lists and the flows that are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows.pack import Pack
from flows.part import Words
from flows.play import Play
from flows.session import Session
from flows.turn import World
from flows.values import VALUES
from flows.walk import EPOCH

# What every conversation with one charity says alike; of other values only the name is known.
_OF_CHARITY = ("charity", "committee", "period", "emergency", "services", "declaration", "contact", "example_reference")
_VALUE = re.compile(r"\{(\w+)\}")
_WIDTHS = ((" .،,:؛'!|ilا", 0.28), ("mwMWسشصضQ@%", 0.85))


@dataclass(frozen=True, slots=True)
class Speaker:
    """The texts in one language. With a pack, what the charity itself gives is filled in."""

    texts: Mapping[str, Words]
    language: str
    pack: Pack | None = None

    def say(self, key: str) -> str:
        return self.texts[key].say(self.language)

    def told(self, key: str) -> str:
        """A text as a person would read it; a value that only a conversation knows stands as its name, in ‹ ›."""
        return _VALUE.sub(lambda found: self._value(found.group(1)), self.say(key)).strip()

    def _value(self, name: str) -> str:
        if self.pack is not None and name in _OF_CHARITY:
            return VALUES[name](Play(World(self.pack, {}, EPOCH), Session(language=self.language)))
        return f"‹{self.say(f'value.{name}')}›"


def width(text: str, size: float) -> float:
    """About how wide the text is, in pixels: the font of whoever looks at the drawing is not known here."""
    return sum(_em(char) for char in text) * size


def _em(char: str) -> float:
    if "\u064b" <= char <= "\u065f" or char in "\u200e\u200f":
        return 0.0  # Vowel marks and marks of direction take no room.
    return next((em for chars, em in _WIDTHS if char in chars), 1.2 if char > "\uffff" else 0.53)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The lines of the text, broken between words; a word wider than the room stands alone."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and width(longer, size) > room:
                lines.append(line)
                longer = word
            line = longer
        if line:
            lines.append(line)
    return lines
