"""What could not be answered, kept without anything personal until somebody has taught it. Queries never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.tables import UnansweredQuestion, table

_question = table(UnansweredQuestion)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One message; `conversation` tells askers apart and nothing else."""

    id: int
    charity: str
    conversation: int
    text: str
    at: datetime


def waiting(connection: Connection, *, charities: Sequence[str] | None = None, most: int) -> list[Unanswered]:
    """Of these charities or of all, the newest `most`, oldest first."""
    columns = (_question.c.id, _question.c.charity, _question.c.conversation_id, _question.c.text, _question.c.at)
    found = select(*columns).where(_question.c.taught_at.is_(None)).order_by(_question.c.id.desc()).limit(most)
    ours = found if charities is None else found.where(_question.c.charity.in_(charities))
    rows = connection.execute(ours).all()
    return [Unanswered(*row) for row in reversed(rows)]


def settle(connection: Connection, numbers: Sequence[int], now: datetime) -> int:
    """They are taught, or there is nothing to teach; how many were still waiting."""
    done = update(_question).where(_question.c.id.in_(numbers), _question.c.taught_at.is_(None)).values(taught_at=now)
    return connection.execute(done).rowcount
