"""What a message tells of the person, left aside: it says nothing about what is wanted, and drowns what does."""

import re

from flows.answers.name import introduced
from flows.redact import anonymous

_LABELS = re.compile(r"(?:و?(?:رقم )?(?:ال)?(?:هوي[ةه]|هويتي|اقام[ةه]|إقامتي|اقامتي|جوال|جوالي|رقمي)[ :]*)?\*")


def aside(text: str) -> str:
    """The text without its long numbers and, beside one, the name that is told; "" where there is no such number."""
    starred = anonymous(text)
    if "*" not in starred:
        return ""
    name = introduced(text, plainly=False)
    return _LABELS.sub(" ", anonymous(text.replace(name, " ")) if name else starred)
