"""The declaration as signed: digests that later show what was declared, and in which words."""

import hashlib
import json

from flows.events import Declared
from flows.play import Play
from flows.session import Answer

# The text shown is the pack's; a changed text gets another digest, and the record names both.
TEXT = "declare.text"


def declared(play: Play) -> Declared:
    """The record of the signature in the running form."""
    text = play.text(TEXT)
    return Declared(
        text_version=f"{TEXT}@{play.pack.version}",
        text_digest=_digest(text),
        answers_digest=answers_digest(play.frame.answers),
        signed_name=play.frame.memo.get("signed", ""),
    )


def answers_digest(answers: dict[str, Answer]) -> str:
    """The digest of the answers' values: sorted by field, JSON, SHA-256."""
    values = {key: answer.value for key, answer in sorted(answers.items())}
    return _digest(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
