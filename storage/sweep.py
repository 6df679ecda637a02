"""What was left lying: found in SQL, whatever became of the wake-ups."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, literal_column, or_, select, tuple_, union

from storage import delivery_reports, inbox, wire
from storage.states import DeliveryState, EventState
from storage.tables import Delivery, InboxEvent, table

_inbox, _delivery = table(InboxEvent), table(Delivery)
_WAITS: ColumnElement[bool] = literal_column("inbox_events.state = 'waiting'")
_PENDING: ColumnElement[bool] = literal_column("deliveries.state IN ('queued', 'sending')")
_earlier = _delivery.alias("earlier")
# Behind one that has to wait, in the order of `outbox.claim_next`, everything waits: there is nothing to do for it.
_BEHIND = (
    select(_earlier.c.id)
    .where(
        _earlier.c.conversation_id == _delivery.c.conversation_id,
        literal_column("earlier.state IN ('queued', 'sending')"),
        tuple_(literal_column("earlier.author = 'broadcast'"), _earlier.c.id)
        < tuple_(literal_column("deliveries.author = 'broadcast'"), _delivery.c.id),
    )
    .exists()
)

_LEFT = union(
    select(_inbox.c.conversation_id).where(
        _WAITS, _inbox.c.conversation_id.is_not(None), _inbox.c.received_at < bindparam("before")
    ),
    select(_delivery.c.conversation_id).where(
        _PENDING,
        ~_BEHIND,
        or_(
            and_(_delivery.c.state == DeliveryState.QUEUED.value, _delivery.c.due_at < bindparam("now")),
            and_(_delivery.c.state == DeliveryState.SENDING.value, _delivery.c.claimed_at < bindparam("stale")),
        ),
    ),
).limit(bindparam("most"))
_REPORTS = (
    select(_inbox.c.id, _inbox.c.charity, _inbox.c.channel, _inbox.c.payload, _inbox.c.received_at)
    .where(_WAITS, _inbox.c.conversation_id.is_(None))
    .order_by(_inbox.c.id)
    .limit(bindparam("most"))
)


def left_lying(
    connection: Connection, *, before: datetime, now: datetime, stale: datetime, most: int = 200
) -> list[int]:
    """Conversations with an event that waits since `before`, a delivery that is due, or one claimed before `stale`."""
    where = {"before": before, "now": now, "stale": stale, "most": most}
    return [int(row[0]) for row in connection.execute(_LEFT, where)]


def match_reports(connection: Connection, *, now: datetime, give_up: datetime, most: int = 200) -> int:
    """Match status reports that came before our own receipt; those older than `give_up` are laid aside."""
    settled = 0
    for row in connection.execute(_REPORTS, {"most": most}).all():
        known = delivery_reports.take(connection, row.charity, row.channel, wire.load(row.payload), now)
        if known or row.received_at < give_up:
            state = EventState.DONE if known else EventState.IGNORED
            inbox.settle_status(connection, row.id, state, now)
            settled += 1
    return settled


def any_reports(connection: Connection) -> bool:
    """Is there a report to match at all? A look without the write lock."""
    return connection.execute(_REPORTS, {"most": 1}).first() is not None
