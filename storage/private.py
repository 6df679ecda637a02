"""News that waits on a phone which others may read, until the last digits of the identity number are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, null, select, update

from storage import others
from storage.people import number_of
from storage.states import DeliveryState
from storage.tables import Application, Delivery, Person, table
from storage.turns import Held
from storage.window import PRIVATE

_application, _delivery, _person = table(Application), table(Delivery), table(Person)
# Written out, not bound: both databases use a partial index only for the very words of its condition.
_PARKED: ColumnElement[bool] = literal_column("deliveries.state = 'parked'")
_ASIDE = (
    update(_delivery)
    .where(
        _delivery.c.message_id.in_(bindparam("messages", expanding=True)),
        _delivery.c.state == DeliveryState.QUEUED.value,
    )
    .values(state=DeliveryState.PARKED.value, error=bindparam("why"), settled_at=bindparam("at"))
)
_ABOUT = (
    select(_delivery.c.error)
    .where(_delivery.c.conversation_id == bindparam("conversation"), _PARKED, _delivery.c.error.startswith(PRIVATE))
    .distinct()
)
_APPLICATIONS = (
    select(_application.c.id, _application.c.reference, _person.c.identity)
    .join_from(_application, _person, _application.c.person_id == _person.c.id, isouter=True)
    .where(
        _application.c.charity == bindparam("charity"),
        _application.c.reference.in_(bindparam("references", expanding=True)),
    )
    .order_by(_application.c.id)
)
_OPEN = (
    update(_delivery)
    .where(_delivery.c.conversation_id == bindparam("conversation"), _PARKED, _delivery.c.error == bindparam("why"))
    .values(state=DeliveryState.QUEUED.value, error="", due_at=bindparam("at"), settled_at=null())
)


@dataclass(frozen=True, slots=True)
class News:
    """One application of which news waits. `last_four` is "" where no identity number is known; `tries` are the wrong
    ones of the last day.
    """

    reference: str
    last_four: str
    tries: int


def lay_aside(connection: Connection, messages: Sequence[int], reference: str, now: datetime) -> None:
    """What was just put out for these messages waits until the person has shown who they are."""
    connection.execute(_ASIDE, {"messages": list(messages), "why": PRIVATE + reference, "at": now})


def waiting(connection: Connection, held: Held, now: datetime) -> list[News]:
    """The applications of which news waits in this conversation."""
    about = connection.execute(_ABOUT, {"conversation": held.id}).scalars()
    references = [str(why).removeprefix(PRIVATE) for why in about]
    if not references:
        return []
    rows = connection.execute(_APPLICATIONS, {"charity": held.charity, "references": references}).all()
    return [
        News(row.reference, number_of(row.identity)[-others.LAST :], others.tries(connection, row.id, held, now))
        for row in rows
    ]


def tell(connection: Connection, held: Held, reference: str, now: datetime) -> int:
    """What waits about this application goes out; how many messages."""
    return connection.execute(_OPEN, {"conversation": held.id, "why": PRIVATE + reference, "at": now}).rowcount
