"""Reminders: each planned once, due some day, said or let go once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, select, update

from storage.statements import insert_once, run_once
from storage.tables import Reminder, table

_reminder = table(Reminder)
_UNDONE: ColumnElement[bool] = literal_column("done_at IS NULL")

_PLAN = insert_once(_reminder, ("conversation_id", "text_key", "subject"))
_DUE = (
    select(_reminder.c.id, _reminder.c.conversation_id, _reminder.c.text_key, _reminder.c.subject)
    .where(_UNDONE, _reminder.c.due_at <= bindparam("now"))
    .order_by(_reminder.c.due_at)
    .limit(bindparam("most"))
)
_TAKE = update(_reminder).where(_reminder.c.id == bindparam("key"), _UNDONE).values(done_at=bindparam("at"))
_POSTPONE = update(_reminder).where(_reminder.c.id == bindparam("key"), _UNDONE).values(due_at=bindparam("due"))


def plan(connection: Connection, conversation: int, text_key: str, *, subject: str, due: datetime) -> None:
    """Plan one reminder; one about the same subject, said or not, stays the only one."""
    values = {"conversation_id": conversation, "text_key": text_key, "subject": subject, "due_at": due}
    run_once(connection, _PLAN, values)


def due(connection: Connection, now: datetime, *, most: int = 50) -> list[Any]:
    """What is due, the oldest first: `id`, `conversation_id`, `text_key`, `subject`."""
    return list(connection.execute(_DUE, {"now": now, "most": most}).all())


def take(connection: Connection, key: int, now: datetime) -> bool:
    """Settle the reminder. False when another worker was faster."""
    return connection.execute(_TAKE, {"key": key, "at": now}).rowcount == 1


def postpone(connection: Connection, key: int, due: datetime) -> None:
    connection.execute(_POSTPONE, {"key": key, "due": due})
