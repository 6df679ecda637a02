"""Add members of staff: the logic behind `sanad staff add`, and the account of the demo."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.clock import now
from bot.passwords import hashed
from storage import staff
from storage.engine import Database

ROLES = ("researcher", "supervisor", "admin")
SHORTEST = 12
DEMO = "demo@sanad.example"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class StaffError(ValueError):
    """An account that cannot be made. The text says why, without the password."""


@dataclass(frozen=True, slots=True)
class Demo:
    """How to sign in to the demo."""

    login: str
    password: str = field(repr=False)


def add(database: Database, name: str, email: str, password: str, role: str, charities: Collection[str]) -> int:  # noqa: PLR0913, PLR0917  one argument a question of the command
    """The id of the new member of staff. Raises `StaffError`."""
    login = email.strip().lower()
    if not name.strip():
        raise StaffError("a name is needed: colleagues see who holds a conversation")
    if not _EMAIL.fullmatch(login) or len(login) > 254:
        raise StaffError("that is not an e-mail address")
    if role not in ROLES:
        raise StaffError(f"no role {role!r}; there are {', '.join(ROLES)}")
    if not charities:
        raise StaffError("name at least one charity; staff see only the conversations of their charities")
    if len(password) < SHORTEST:
        raise StaffError(f"the password needs at least {SHORTEST} characters")
    added = database.write_now(
        staff.add,
        login=login,
        name=name.strip(),
        password=hashed(password),
        role=role,
        charities=sorted(set(charities)),
        now=now(),
    )
    if added is None:
        raise StaffError("that e-mail address has an account already")
    return added


def demo(database: Database, charities: Collection[str]) -> Demo:
    """The demo's supervisor, with a new password at each start: none is ever written down."""
    password = secrets.token_urlsafe(9)
    try:
        add(database, "مشرف التجربة", DEMO, password, "supervisor", charities)
    except StaffError:
        if not charities:
            raise
        database.write_now(staff.reset, DEMO, password=hashed(password), charities=sorted(set(charities)))
    return Demo(DEMO, password)
