"""The declaration as signed: digests that later show what was declared, and in which words."""

import hashlib
import json

from flows.events import Declared
from flows.pack import Pack
from flows.play import Play
from flows.session import Answer


def declared(play: Play) -> Declared:
    """The record of the signature in the running form."""
    return signed(play.pack, play.frame.answers, play.frame.memo.get("signed", ""), language=play.session.language)


def signed(pack: Pack, answers: dict[str, Answer], name: str, *, language: str) -> Declared:
    """The record of a signature by this name, under these answers and the text in this language."""
    return Declared(
        # The charity's own number, and the pack's: a text changed without a new number still shows.
        text_version=f"{pack.declaration.version}@{pack.version}",
        text_digest=text_digest(pack.declaration.text.say(language)),
        answers_digest=answers_digest(answers),
        signed_name=name,
    )


def answers_digest(answers: dict[str, Answer]) -> str:
    """The digest of the answers' values: sorted by field, JSON, SHA-256."""
    values = {key: answer.value for key, answer in sorted(answers.items())}
    return text_digest(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))


def text_digest(text: str) -> str:
    """SHA-256, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
