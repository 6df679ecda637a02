"""A conversation's transcript as staff read it, with the files that are still there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.tables import Delivery, InboxEvent, Message, PaperFile, Staff, table

_message, _delivery, _staff = table(Message), table(Delivery), table(Staff)
_inbox, _file = table(InboxEvent), table(PaperFile)

_LINES = (
    select(
        _message.c.id,
        _message.c.author,
        _message.c.text,
        _message.c.buttons,
        _message.c.media,
        _message.c.created_at,
        _inbox.c.kind,
        _staff.c.name.label("staff"),
    )
    .outerjoin(_staff, _message.c.staff_id == _staff.c.id)
    .outerjoin(_inbox, _message.c.inbox_id == _inbox.c.id)
    .where(_message.c.conversation_id == bindparam("key"), _message.c.id < bindparam("before"))
    .order_by(_message.c.id.desc())
    .limit(bindparam("most"))
)
_DELIVERIES = (
    select(_delivery.c.message_id, _delivery.c.state, _delivery.c.error)
    .where(_delivery.c.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(_delivery.c.id)
)
_FILES = select(_file.c.name, _file.c.id).where(
    _file.c.conversation_id == bindparam("key"),
    _file.c.name.in_(bindparam("names", expanding=True)),
    _file.c.deleted_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file of a message. `file` is its number in our store, None where it never came or is deleted.

    `heard`: the message's text was made of it by a machine.
    """

    name: str
    mime: str
    file: int | None
    heard: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line. `kind` of a person's own is that of the event; `deliveries` are the (state, error) of a line's
    payloads; `staff` the writer's name.
    """

    id: int
    author: str
    text: str
    buttons: tuple[dict[str, str], ...]
    media: tuple[Enclosed, ...]
    at: datetime
    kind: str
    staff: str | None
    deliveries: tuple[tuple[str, str], ...] = ()


def transcript(connection: Connection, key: int, *, before: int | None = None, most: int = 100) -> list[Spoken]:
    """The last lines before the message `before`, oldest first."""
    where = {"key": key, "before": before if before is not None else 2**62, "most": most}
    rows = list(reversed(connection.execute(_LINES, where).all()))
    sent: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(_DELIVERIES, {"messages": [row.id for row in rows]}):
        sent.setdefault(row.message_id, []).append((row.state, row.error))
    files = _files(connection, key, rows)
    return [
        Spoken(
            id=row.id,
            author=row.author,
            text=row.text,
            buttons=tuple(row.buttons),
            media=tuple(_enclosed(media, files) for media in row.media),
            at=row.created_at,
            kind=row.kind or "",
            staff=row.staff,
            deliveries=tuple(sent.get(row.id, ())),
        )
        for row in rows
    ]


def _files(connection: Connection, key: int, rows: list[Any]) -> dict[str, int]:
    """The numbers of the files that are still there, by name."""
    names = [media["ref"] for row in rows for media in row.media if media.get("digest")]
    found = connection.execute(_FILES, {"key": key, "names": names}) if names else ()
    return {row.name: row.id for row in found}


def _enclosed(media: dict[str, Any], files: dict[str, int]) -> Enclosed:
    mime, name = media.get("mime", ""), media.get("name") or ""
    return Enclosed(name, mime, files.get(media.get("ref", "")), bool(media.get("heard")))
