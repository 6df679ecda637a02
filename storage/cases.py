"""Open escalations."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from flows.events import HandedOff
from flows.redact import mask
from storage.states import CaseState
from storage.tables import Case, table
from storage.turns import Held

_case = table(Case)
_OPEN = (
    select(_case.c.id, _case.c.priority)
    .where(_case.c.conversation_id == bindparam("conversation"), _case.c.state != CaseState.CLOSED.value)
    .order_by(_case.c.id)
    .limit(1)
)
_RAISE = (
    update(_case)
    .where(_case.c.id == bindparam("key"))
    .values(priority=bindparam("urgent"), reason=bindparam("why"), detail=bindparam("more"))
)
_NEW = insert(_case)


def open_or_raise(connection: Connection, held: Held, event: HandedOff, *, epoch: int, now: datetime) -> None:
    """Open a case, or make the open one more urgent. A case never becomes less urgent by itself."""
    row = connection.execute(_OPEN, {"conversation": held.id}).first()
    if row is None:
        case = {
            "charity": held.charity,
            "conversation_id": held.id,
            "reason": event.reason,
            "priority": event.priority,
            "detail": mask(event.detail),
            "epoch": epoch,
            "state": CaseState.OPEN.value,
            "opened_at": now,
            "outcome": "",
        }
        connection.execute(_NEW, case)
    elif event.priority < row.priority:
        raised = {"key": row.id, "urgent": event.priority, "why": event.reason, "more": mask(event.detail)}
        connection.execute(_RAISE, raised)
