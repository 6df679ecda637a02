"""Buttons in words, for channels that have none: numbered choices and one line with the ways out.

Digits are the Latin ones: they stand on every keypad, basic phones included, and read the same in both languages; the
answer parser accepts any. A digit and a full stop have no strong direction, so an Arabic label after them
makes the line right-to-left; a label that begins in Latin letters would turn its line round, hence the mark.
"""

import re
from collections.abc import Callable, Sequence

from channels.splitting import split, utf16
from flows.arabic import script
from flows.message import Button, Reply

_RIGHT_TO_LEFT = "\u200f"
_DECORATION = re.compile(r"^[^\w]+|[^\w)؟?!]+$")


def menu(reply: Reply) -> str:
    """The reply's buttons as lines of text, "" without buttons. Choices are numbered from 1, words are not."""
    arabic = script(reply.text) != "latin"
    choices = [button for button in reply.buttons if not button.word]
    words = [button for button in reply.buttons if button.word]
    lines = [_line(number, button.label, arabic=arabic) for number, button in enumerate(choices, 1)]
    if words:
        lines.append(hint(words, arabic=arabic, after_choices=bool(choices)))
    return "\n".join(lines)


def hint(words: Sequence[Button], *, arabic: bool, after_choices: bool) -> str:
    """One line naming the words that may be typed, without the emoji a button may carry."""
    labels = [_DECORATION.sub("", button.label) or button.label for button in words]
    if arabic:
        return ("أو بكلمة: " if after_choices else "وتكفي كلمة: ") + "، ".join(labels)
    return ("Or type: " if after_choices else "You can type: ") + ", ".join(labels)


def with_menu(reply: Reply, limit: int, measure: Callable[[str], int] = utf16) -> list[str]:
    """Text and menu in parts within the limit; the menu stays in one piece with the end of the text where it fits."""
    parts, lines = split(reply.text, limit, measure), menu(reply)
    if not lines:
        return parts
    joined = f"{parts[-1]}\n\n{lines}" if parts else lines
    if measure(joined) <= limit:
        return [*parts[:-1], joined]
    return parts + split(lines, limit, measure)


def _line(number: int, label: str, *, arabic: bool) -> str:
    turned = arabic and script(label[:1] if label[:1].isalpha() else label) == "latin"
    return f"{_RIGHT_TO_LEFT if turned else ''}{number}. {label}"
