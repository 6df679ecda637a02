"""What staff write: to the person, and among themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from flows.redact import mask
from storage import outbox, transcribing
from storage.statements import insert_id
from storage.states import Author
from storage.tables import Case, CaseNote, table
from storage.transcribing import Line
from storage.turns import Held

_NOTE = insert(table(CaseNote))
_case = table(Case)
_LAST_CASE = (
    select(_case.c.id).where(_case.c.conversation_id == bindparam("conversation")).order_by(_case.c.id.desc()).limit(1)
)


def reply(
    connection: Connection, held: Held, staff: int, *, text: str, payloads: Sequence[Mapping[str, Any]], now: datetime
) -> int:
    """Add a line of staff to the transcript and its payloads to the outbox; the message's id."""
    # The person gets what was written; the transcript keeps no identity numbers.
    message = transcribing.say(connection, held.id, Line("out", Author.STAFF, mask(text), staff=staff), now)
    send(connection, held, Author.STAFF, message, payloads, now)
    return message


def send(
    connection: Connection,
    held: Held,
    author: Author,
    message: int,
    payloads: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """Queue the payloads of one message under the conversation's present epoch."""
    for payload in payloads:
        delivery = outbox.Claimed(
            id=0,
            conversation=held.id,
            charity=held.charity,
            channel=held.channel,
            address=held.address,
            payload=payload,
            author=author,
            epoch=held.epoch,
        )
        outbox.add(connection, delivery, message=message, now=now)


def note(connection: Connection, conversation: int, staff: int, text: str, now: datetime) -> bool:
    """Write a private note on the newest case. False where the conversation never had a case."""
    case = connection.execute(_LAST_CASE, {"conversation": conversation}).scalar()
    if case is None:
        return False
    insert_id(connection, _NOTE, {"case_id": case, "staff_id": staff, "text": text, "at": now})
    return True
