"""What staff typed for somebody, read as the chat would have read it."""

from datetime import datetime

from flows.answers import parse
from flows.pack import Pack
from flows.service import Condition, FormField
from flows.session import Answer, stamp

# Of a condition that is asked, and of a field of the kind yes_no.
YES, NO = "نعم", "لا"


class Unreadable(Exception):  # noqa: N818  it asks for another answer; nothing went wrong
    """An answer that the field's parser does not take. `why` is what the person would be told."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


def read(asked: FormField | Condition, text: str, pack: Pack, *, how: str, now: datetime) -> Answer:
    """The answer; an option is named by its label. Raises `Unreadable`."""
    kind, options = ("yes_no", []) if isinstance(asked, Condition) else (asked.kind, asked.options)
    at = stamp(now)
    if not text and isinstance(asked, FormField) and asked.optional:
        return Answer(None, how, at)
    parsed = parse(kind, text, options=[option.label.ar for option in options], today=now.date())
    if parsed.value is None:
        raise Unreadable(pack.texts[parsed.error].ar)
    if kind == "choice":
        chosen = options[int(parsed.value) - 1]
        return Answer(chosen.id, how, at, chosen.label.ar)
    return Answer(parsed.value, how, at, _shown(kind, parsed.value))


def _shown(kind: str, value: object) -> str:
    """As in the chat: a button's label, a mobile as people write it."""
    if kind == "yes_no":
        return YES if value else NO
    return f"0{str(value).removeprefix('+966')}" if kind == "mobile" else str(value)
