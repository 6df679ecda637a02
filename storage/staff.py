"""Staff, their sign-ins, and the audit of what they look at and do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.statements import insert_id, insert_once, run_once
from storage.tables import AuditEntry, Staff, StaffSession, table

_staff, _session, _audit = table(Staff), table(StaffSession), table(AuditEntry)

_ADD = insert_once(_staff, ("login",))
_BY_LOGIN = select(_staff.c.id, _staff.c.password, _staff.c.role, _staff.c.disabled_at).where(
    _staff.c.login == bindparam("login")
)
_RESET = (
    update(_staff)
    .where(_staff.c.login == bindparam("login_"))
    .values(password=bindparam("hash"), charities=bindparam("slugs"), disabled_at=None)
)
_WHO = select(_staff.c.id, _staff.c.role, _staff.c.charities).where(
    _staff.c.login == bindparam("login"), _staff.c.disabled_at.is_(None)
)
_SIGN_IN = insert(_session)
_BY_TOKEN = (
    select(
        _session.c.id,
        _session.c.csrf,
        _session.c.created_at,
        _session.c.seen_at,
        _staff.c.id.label("staff"),
        _staff.c.name,
        _staff.c.role,
        _staff.c.charities,
    )
    .join_from(_session, _staff, _session.c.staff_id == _staff.c.id)
    .where(_session.c.token == bindparam("token"), _session.c.ended_at.is_(None), _staff.c.disabled_at.is_(None))
)
_SEEN = (
    update(_session)
    .where(_session.c.id == bindparam("key"), _session.c.ended_at.is_(None))
    .values(seen_at=bindparam("at"))
)
_END = update(_session).where(_session.c.id == bindparam("key")).values(ended_at=bindparam("at"))
_AUDIT = insert(_audit)
_COUNT = (
    select(func.count())
    .select_from(_audit)
    .where(
        _audit.c.subject == bindparam("subject"),
        _audit.c.action == bindparam("action"),
        _audit.c.at > bindparam("since"),
    )
)


@dataclass(frozen=True, slots=True)
class Account:
    """What a sign-in is checked against. `password` is an argon2 hash."""

    id: int
    password: str
    role: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff in one of her sign-ins (`session`)."""

    session: int
    staff: int
    name: str
    role: str
    charities: tuple[str, ...]
    csrf: str
    created_at: datetime
    seen_at: datetime


def add(
    connection: Connection, *, login: str, name: str, password: str, role: str, charities: Sequence[str], now: datetime
) -> int | None:
    """The id of the new member of staff, or None where the login is taken. `password` is an argon2 hash."""
    values = {
        "login": login,
        "name": name,
        "password": password,
        "role": role,
        "charities": list(charities),
        "created_at": now,
    }
    return run_once(connection, _ADD, values)


def reset(connection: Connection, login: str, *, password: str, charities: Sequence[str]) -> None:
    """Give the account another password (an argon2 hash) and other charities."""
    connection.execute(_RESET, {"login_": login, "hash": password, "slugs": list(charities)})


def account(connection: Connection, login: str) -> Account | None:
    row = connection.execute(_BY_LOGIN, {"login": login}).first()
    return None if row is None else Account(row.id, row.password, row.role, row.disabled_at is not None)


def who(connection: Connection, login: str) -> Any | None:
    """Number, role and charities of an account that is not closed, or None."""
    return connection.execute(_WHO, {"login": login}).first()


def sign_in(connection: Connection, staff: int, *, token: str, csrf: str, now: datetime) -> int:
    """Begin a session; `token` is the SHA-256 of the cookie's."""
    values = {"staff_id": staff, "token": token, "csrf": csrf, "created_at": now, "seen_at": now}
    return insert_id(connection, _SIGN_IN, values)


def signed_in(connection: Connection, token: str) -> SignedIn | None:
    """Whose session this is, if it has not been ended. Timeouts are the caller's to judge."""
    row = connection.execute(_BY_TOKEN, {"token": token}).first()
    if row is None:
        return None
    return SignedIn(
        session=row.id,
        staff=row.staff,
        name=row.name,
        role=row.role,
        charities=tuple(row.charities),
        csrf=row.csrf,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )


def seen(connection: Connection, session: int, now: datetime) -> None:
    """The member of staff is still there."""
    connection.execute(_SEEN, {"key": session, "at": now})


def end(connection: Connection, session: int, now: datetime) -> None:
    connection.execute(_END, {"key": session, "at": now})


def audit(connection: Connection, staff: int | None, *, charity: str, action: str, subject: str, now: datetime) -> None:
    """Write down one act. `subject` names a row, never its content."""
    entry = {"staff_id": staff, "charity": charity, "action": action, "subject": subject, "at": now}
    connection.execute(_AUDIT, entry)


def audited(connection: Connection, *, action: str, subject: str, since: datetime) -> int:
    """How often that was done to that subject after `since`."""
    return int(connection.execute(_COUNT, {"action": action, "subject": subject, "since": since}).scalar_one())
