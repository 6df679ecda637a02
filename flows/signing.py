"""The declaration as signed: digests that later show what was declared, and in which words."""

import hashlib
import json

from flows.events import Declared
from flows.play import Play
from flows.session import Answer


def declared(play: Play) -> Declared:
    """The record of the signature in the running form."""
    text = play.pack.declaration.text.say(play.session.language)
    return Declared(
        # The charity's own number, and the pack's: a text changed without a new number still shows.
        text_version=f"{play.pack.declaration.version}@{play.pack.version}",
        text_digest=text_digest(text),
        answers_digest=answers_digest(play.frame.answers),
        signed_name=play.frame.memo.get("signed", ""),
    )


def answers_digest(answers: dict[str, Answer]) -> str:
    """The digest of the answers' values: sorted by field, JSON, SHA-256."""
    values = {key: answer.value for key, answer in sorted(answers.items())}
    return text_digest(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))


def text_digest(text: str) -> str:
    """SHA-256, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
