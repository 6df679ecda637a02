"""Accounts of staff: passwords (argon2id), the logic behind `sanad staff add`, the accounts of the demo."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.clock import now
from storage import staff
from storage.engine import Database

ROLES = ("researcher", "supervisor", "committee", "delegate", "auditor", "admin")
SHORTEST = 12
# Login, name and role: one recommends, and the other decides.
DEMO = (
    ("demo@sanad.example", "مشرف التجربة", "supervisor"),
    ("committee@sanad.example", "عضو لجنة التجربة", "committee"),
)
_hasher = PasswordHasher()
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class StaffError(ValueError):
    """An account that cannot be made. The text says why, without the password."""


class TakenError(StaffError):
    """The e-mail address has an account already."""


@dataclass(frozen=True, slots=True)
class Demo:
    """How to sign in to the demo."""

    login: str
    role: str
    password: str = field(repr=False)


def add(database: Database, name: str, email: str, password: str, role: str, charities: Collection[str]) -> int:
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
        raise TakenError("that e-mail address has an account already")
    return added


def demo(database: Database, charities: Collection[str]) -> list[Demo]:
    """The demo's accounts, with new passwords at each start: none is ever written down."""
    return [_demo(database, charities, *member) for member in DEMO]


def _demo(database: Database, charities: Collection[str], login: str, name: str, role: str) -> Demo:
    password = secrets.token_urlsafe(9)
    try:
        add(database, name, login, password, role, charities)
    except TakenError:
        database.write_now(staff.reset, login, password=hashed(password), charities=sorted(set(charities)))
    return Demo(login, role, password)


def hashed(password: str) -> str:
    """The argon2id hash to store, its salt and effort included."""
    return _hasher.hash(password)


def fits(stored: str, password: str) -> bool:
    """Is it the password of this hash? A hash that cannot be read fits none."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
