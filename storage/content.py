"""Which Content templates stand at Twilio, and which of them may be sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.statements import insert_once, run_once
from storage.tables import ContentTemplate, table

_template = table(ContentTemplate)
_KNOWN = select(_template.c.name, _template.c.digest, _template.c.sid, _template.c.status).where(
    _template.c.account == bindparam("of")
)
_NEW = insert_once(_template, ("account", "name"))
_CHANGE = (
    update(_template)
    .where(_template.c.account == bindparam("of"), _template.c.name == bindparam("called"))
    .values(
        digest=bindparam("digest"), sid=bindparam("sid"), status=bindparam("status"), updated_at=bindparam("updated_at")
    )
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A template as it stands at Twilio."""

    digest: str
    sid: str
    status: str = ""


def known(connection: Connection, account: str) -> dict[str, Kept]:
    """The account's templates by our own name."""
    rows = connection.execute(_KNOWN, {"of": account})
    return {row.name: Kept(row.digest, row.sid, row.status) for row in rows}


def keep(connection: Connection, account: str, name: str, kept: Kept, now: datetime) -> None:
    """Write down how the template stands now."""
    values = {"digest": kept.digest, "sid": kept.sid, "status": kept.status, "updated_at": now}
    run_once(connection, _NEW, {"account": account, "name": name, **values})
    connection.execute(_CHANGE, {"of": account, "called": name, **values})


def usable(connection: Connection, account: str) -> dict[str, str]:
    """The sids by name of what may be sent: what needs no approval, and what has it."""
    return {name: kept.sid for name, kept in known(connection, account).items() if kept.status in ("", "approved")}
