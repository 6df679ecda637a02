"""What was shown to a person last, as its channel knows it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.prepared import Prepared
from storage.tables import Delivery, Message, table

_message, _delivery = table(Message), table(Delivery)
# By way of the transcript, which is in order by conversation: deliveries have no such index.
_BEFORE = Prepared(
    select(_delivery.c.provider_id, _delivery.c.payload)
    .join_from(_message, _delivery, _delivery.c.message_id == _message.c.id)
    .where(
        _message.c.conversation_id == bindparam("conversation"),
        _delivery.c.id < bindparam("before"),
        _delivery.c.provider_id.is_not(None),
    )
    .order_by(_message.c.id.desc(), _delivery.c.id.desc())
    .limit(bindparam("most"))
)


def before(
    connection: Connection, conversation: int, delivery: int, most: int = 3
) -> list[tuple[str, Mapping[str, Any]]]:
    """(the provider's id, payload) of the last messages sent before that delivery, newest first."""
    rows = _BEFORE.all(connection, {"conversation": conversation, "before": delivery, "most": most})
    return [(row.provider_id, row.payload or {}) for row in rows]
