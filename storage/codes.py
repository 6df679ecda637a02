"""One-time codes sent to a mobile number, so that whoever has it can show so from another address."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from flows.events import CodeTried
from flows.message import Proof
from flows.proving import MOST
from storage.tables import NumberCode, table
from storage.turns import Held
from storage.types import keyring_of

_code = table(NumberCode)
DAY, LASTS = timedelta(days=1), timedelta(minutes=10)

_LAST = (
    select(_code.c.id, _code.c.number, _code.c.number_index, _code.c.digest, _code.c.asked_at, _code.c.used_at)
    .where(_code.c.address_id == bindparam("address"))
    .order_by(_code.c.id.desc())
    .limit(1)
)
_ASKED_HERE = select(func.count()).where(
    _code.c.address_id == bindparam("address"), _code.c.asked_at > bindparam("since")
)
_ASKED_FOR = select(func.count()).where(
    _code.c.charity == bindparam("charity"),
    _code.c.number_index == bindparam("index"),
    _code.c.asked_at > bindparam("since"),
)
# Whoever tries from many addresses meets the number's own count.
_WRONG = select(func.coalesce(func.sum(_code.c.tries), 0)).where(
    or_(_code.c.address_id == bindparam("address"), _code.c.number_index == bindparam("index")),
    _code.c.asked_at > bindparam("since"),
)
_NEW = insert(_code)
_WRONG_ONCE = update(_code).where(_code.c.id == bindparam("key")).values(tries=_code.c.tries + 1)
_USED = update(_code).where(_code.c.id == bindparam("key")).values(used_at=bindparam("at"))


def ask(connection: Connection, held: Held, number: str, code: str, now: datetime) -> bool:
    """Keep the code that is to be sent to the number. False where the number has had enough of them today: it is
    counted all the same, and nothing will match it.
    """
    blind = keyring_of(connection.dialect).blind
    index, since = blind(held.charity, "mobile", number), now - DAY
    asked = connection.execute(_ASKED_FOR, {"charity": held.charity, "index": index, "since": since}).scalar_one()
    here = connection.execute(_ASKED_HERE, {"address": held.address_id, "since": since}).scalar_one()
    may = asked < MOST and here < MOST
    values = {
        "charity": held.charity,
        "address_id": held.address_id,
        "number_index": index,
        "number": number,
        "digest": _digest(connection, held, number, code) if may else "",
        "tries": 0,
        "asked_at": now,
    }
    connection.execute(_NEW, values)
    return may


def look(connection: Connection, held: Held, typed: str, now: datetime) -> Proof:
    """What the typed code proves, and how many were asked for and wrong in the last day. Changes nothing."""
    since = now - DAY
    codes = int(connection.execute(_ASKED_HERE, {"address": held.address_id, "since": since}).scalar_one())
    last = connection.execute(_LAST, {"address": held.address_id}).first()
    if last is None:
        return Proof(codes=codes)
    about = {"address": held.address_id, "index": last.number_index, "since": since}
    wrong = int(connection.execute(_WRONG, about).scalar_one())
    # Compared even where it is too late, so that time tells nothing.
    same = hmac.compare_digest(_digest(connection, held, last.number, typed), last.digest)
    fresh = last.used_at is None and now - last.asked_at <= LASTS and wrong < MOST
    proved = bool(typed) and same and fresh
    return Proof(last.number if proved else "", "code" if proved else "", codes=codes, wrong=wrong)


def keep(connection: Connection, held: Held, event: CodeTried, now: datetime) -> None:
    """Count a wrong try; a right one uses the code up."""
    last = connection.execute(_LAST, {"address": held.address_id}).first()
    if last is not None and event.passed:
        connection.execute(_USED, {"key": last.id, "at": now})
    elif last is not None:
        connection.execute(_WRONG_ONCE, {"key": last.id})


def _digest(connection: Connection, held: Held, number: str, code: str) -> str:
    """Keyed, so that a million guesses at a stolen table find nothing."""
    return keyring_of(connection.dialect).blind(held.charity, "code", f"{held.address_id}:{number}:{code}")
