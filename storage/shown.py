"""What was shown to a person last, as its channel knows it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.prepared import Prepared
from storage.tables import Delivery, Message, table

_message, _delivery = table(Message), table(Delivery)
_heard = (
    select(_message.c.id)
    .where(_message.c.conversation_id == bindparam("conversation"), _message.c.direction == "in")
    .order_by(_message.c.id.desc())
    .limit(1)
)
# By way of the transcript, which is in order by conversation: deliveries have no such index.
_BEFORE = Prepared(
    select(_delivery.c.provider_id, _delivery.c.payload)
    .join_from(_message, _delivery, _delivery.c.message_id == _message.c.id)
    .where(
        _message.c.conversation_id == bindparam("conversation"),
        _message.c.id < _heard.scalar_subquery(),
        _message.c.id > func.coalesce(_heard.offset(1).scalar_subquery(), 0),
        _delivery.c.provider_id.is_not(None),
    )
    .order_by(_message.c.id.desc(), _delivery.c.id.desc())
)


def before(connection: Connection, conversation: int) -> list[tuple[str, Mapping[str, Any]]]:
    """(the provider's id, payload) of what was sent between the person's last two messages, newest first."""
    rows = _BEFORE.all(connection, {"conversation": conversation})
    return [(row.provider_id, row.payload or {}) for row in rows]
