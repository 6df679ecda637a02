"""A paper as the person gave it: an answer whose value holds its files, the date on it, and what that date told."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flows.message import Incoming, Media
from flows.play import Play
from flows.service import Validity
from flows.session import Answer, Frame

# What the date of a paper tells: its last day is over, it was issued too long ago, or nobody could say the date.
EXPIRED, TOO_OLD, UNDATED = "expired", "too_old", "undated"
# Where a frame keeps the files that came before it was known which paper they are, and the album they came in.
HELD, ALBUM = "held", "held_album"

File = Mapping[str, Any]


def file_of(media: Media) -> File:
    """What is kept of a stored file: {"ref", "mime", "digest", "size", "pages"}."""
    names = ("ref", "mime", "digest", "size", "pages")
    return {name: getattr(media, name) for name in names}


def sound(files: Iterable[Media]) -> list[File]:
    """The files that can be taken."""
    return [file_of(media) for media in files if not media.problem]


def problem(files: Sequence[Media]) -> str:
    """The text's key for the first file that cannot be taken, or ""."""
    return next((f"error.document.{media.problem}" for media in files if media.problem), "")


def files(answer: Answer) -> list[File]:
    """The files of a paper; none where it is still to come or was left out."""
    return list(answer.value.get("files", ())) if isinstance(answer.value, dict) else []


def mark(answer: Answer) -> str:
    """EXPIRED, TOO_OLD, UNDATED or ""."""
    return str(answer.value.get("mark", "")) if isinstance(answer.value, dict) else ""


def wanted(answer: Answer) -> bool:
    """Is the paper, or a better one, still to come?"""
    return answer.value is None or mark(answer) in (EXPIRED, TOO_OLD)


def with_files(answer: Answer, more: Sequence[File]) -> Answer:
    return replace(answer, value={**answer.value, "files": [*files(answer), *more]})


def dated(answer: Answer, day: date | None, told: str) -> Answer:
    return replace(answer, value={**answer.value, "date": day.isoformat() if day else "", "mark": told})


def judge(valid: Validity, day: date, today: date) -> str:
    """What the date on the paper tells today: a mark, or ""."""
    if valid.within_days is not None:
        return TOO_OLD if (today - day).days > valid.within_days else ""
    return EXPIRED if day < today else ""


def held(frame: Frame) -> list[File]:
    return list(json.loads(frame.memo.get(HELD, "[]")))


def hold(message: Incoming, before: Frame | None = None) -> dict[str, str]:
    """The memo of a frame that keeps the message's files, after those which it keeps already."""
    kept = [*(held(before) if before else []), *sound(message.media)]
    return {HELD: json.dumps(kept), ALBUM: message.ref}


def carried(play: Play) -> dict[str, str]:
    """The memo that takes the held files along into another flow."""
    memo = play.frame.memo if play.session.top is not None else {}
    return {key: memo[key] for key in (HELD, ALBUM) if key in memo}


def release(play: Play) -> None:
    """Forget the files that were held."""
    play.forget(HELD, ALBUM)


def same_album(play: Play, message: Incoming) -> bool:
    """Is this one more of the pictures that came together? They are answered once."""
    return bool(message.ref) and play.frame.memo.get(ALBUM) == message.ref


def says(play: Play, key: str, text: str) -> bool:
    """Do the words hold one of the phrases that the text `key` lists between bars? A question never does."""
    return not set("؟?") & set(text) and play.holds(text, key)


def asks_for_missing(play: Play, text: str) -> bool:
    """Does somebody who applied ask which of their papers are still to come?"""
    own = any(view.own for view in play.world.dossier.applications)
    return own and play.holds(text, "papers.words", "papers.missing_words")
