"""Answers and lists as people read them. An answer is stored in the language of whoever gave it."""

from collections.abc import Iterable

from flows.answers.city import in_english
from flows.redact import mask
from flows.service import FormField
from flows.session import Answer


def shown(answer: Answer, field: FormField | None, language: str) -> str:
    """The answer in words, never with a whole identity number; "" where none was given."""
    chosen = next((o.label for o in (field.options if field else []) if o.id == answer.value), None)
    if chosen:
        return chosen.say(language)
    place = field is not None and field.kind == "city" and language == "en" and answer.value is not None
    return in_english(str(answer.value)) if place else mask(answer.shown)


def bullets(lines: Iterable[str]) -> str:
    """A list, one line an item."""
    return "\n".join(f"• {line}" for line in lines)
