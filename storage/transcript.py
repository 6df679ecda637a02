"""The transcript as the person on the website may see it: their own words, and of ours only what has been sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.states import Author, DeliveryState
from storage.tables import Address, Conversation, Delivery, InboxEvent, Message, table

_address, _conversation, _inbox = table(Address), table(Conversation), table(InboxEvent)
_message, _delivery = table(Message), table(Delivery)

_COMING = frozenset((DeliveryState.QUEUED, DeliveryState.SENDING))
# Unknown means that it may have arrived. Here the page fetches it itself and shows an id once: no harm in showing it.
_ARRIVED = frozenset((DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.UNKNOWN))

_FIND = (
    select(_conversation.c.id)
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(
        _address.c.charity == bindparam("charity"),
        _address.c.channel == bindparam("channel"),
        _address.c.address == bindparam("address"),
    )
)
_LINES = (
    select(
        _message.c.id,
        _message.c.direction,
        _message.c.author,
        _message.c.text,
        _message.c.media,
        _message.c.created_at,
        _inbox.c.provider_id,
        _delivery.c.state,
        _delivery.c.payload,
    )
    .select_from(_message)
    .outerjoin(_inbox, _inbox.c.id == _message.c.inbox_id)
    .outerjoin(_delivery, _delivery.c.message_id == _message.c.id)
    .where(_message.c.conversation_id == bindparam("conversation"), _message.c.id > bindparam("after"))
    .order_by(_message.c.id, _delivery.c.id)
    .limit(bindparam("most"))
)
_BEFORE_LAST = (
    select(_message.c.id)
    .where(_message.c.conversation_id == bindparam("conversation"))
    .order_by(_message.c.id.desc())
    .offset(bindparam("skip"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the page. `event` is the provider id of the person's own line, "" for ours.

    `buttons` are [{"id", "label", "word"}] as rendered, `media` [{"ref", "mime", "name", "size"}], `files` ours as in
    `flows.message.Attachment`.
    """

    id: int
    author: str
    text: str
    at: datetime
    event: str = ""
    buttons: tuple[Mapping[str, Any], ...] = ()
    media: tuple[Mapping[str, Any], ...] = ()
    files: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines in order. `cursor` is where to read on; `coming` says that a message of ours is being sent just now."""

    lines: tuple[Shown, ...]
    cursor: int
    coming: bool = False


def find(connection: Connection, charity: str, channel: str, address: str) -> int | None:
    """The conversation of an address, None before its first message."""
    where = {"charity": charity, "channel": channel, "address": address}
    found = connection.execute(_FIND, where).scalar()
    return None if found is None else int(found)


def read_on(connection: Connection, conversation: int, after: int, most: int = 100) -> Excerpt:
    """What came after the message with the id `after`, at most `most` lines.

    Ends before the first message that is still being sent: a reader who had passed it would never see it.
    """
    rows = connection.execute(_LINES, {"conversation": conversation, "after": after, "most": most}).all()
    lines: list[Shown] = []
    cursor = after
    for row in rows:
        if row.direction == "out" and row.state in _COMING:
            return Excerpt(tuple(lines), cursor, coming=True)
        cursor = row.id
        if row.direction == "in" or row.state in _ARRIVED:
            lines.append(_shown(row))
    return Excerpt(tuple(lines), cursor)


def read_last(connection: Connection, conversation: int, most: int = 100) -> Excerpt:
    """The newest `most` messages, for a page that opens."""
    before = connection.execute(_BEFORE_LAST, {"conversation": conversation, "skip": most}).scalar()
    return read_on(connection, conversation, before or 0, most)


def _shown(row: Any) -> Shown:
    media = tuple(row.media or ())
    if row.direction == "in":
        return Shown(row.id, Author.PERSON, row.text, row.created_at, row.provider_id or "", media=media)
    # The payload is what was sent; the message beside it is masked, and is all that is left once payloads are purged.
    payload = row.payload or {}
    buttons, files = tuple(payload.get("buttons", ())), tuple(payload.get("files", ()))
    text = payload.get("text") or row.text
    return Shown(row.id, row.author, text, row.created_at, buttons=buttons, media=media, files=files)
