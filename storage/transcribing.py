"""The lines of a transcript, as they are added to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from storage.prepared import Prepared, Sent
from storage.tables import Message, table

_message = table(Message)
_SAY = Prepared(insert(_message).returning(_message.c.id))


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` is masked already; `buttons` [{"id", "label"}]; `media` as in `Media`; `staff` whose it is."""

    direction: str
    author: str
    text: str
    buttons: tuple[dict[str, str], ...] = ()
    media: tuple[dict[str, Any], ...] = ()
    inbox: int | None = None
    staff: int | None = None


def say(connection: Connection, conversation: int, line: Line, now: datetime) -> int:
    """Add a line to the transcript; its id."""
    return int(transcribe(connection, conversation, line, now).one().id)


def transcribe(connection: Connection, conversation: int, line: Line, now: datetime) -> Sent:
    """Add a line to the transcript; `one().id` waits for its id."""
    values = {
        "conversation_id": conversation,
        "direction": line.direction,
        "author": str(line.author),
        "text": line.text,
        "buttons": list(line.buttons),
        "media": list(line.media),
        "inbox_id": line.inbox,
        "staff_id": line.staff,
        "created_at": now,
    }
    return _SAY.send(connection, values)
