"""Dead letters: what failed or is unknown, for people to look at and to try again."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot import clock, packs
from bot.database import open_database
from bot.settings import Settings, SettingsError
from flows import library
from storage import turns, unsettled
from storage.engine import Database
from storage.states import DeliveryState
from storage.unsettled import Troubled

_HEAD = ("number", "conversation", "charity", "channel", "author", "state", "why", "attempts", "since")


def lines(settings: Settings, charity: str, most: int) -> Iterator[str]:
    """A table, one delivery a line. Raises `SettingsError` for an unknown charity."""
    database = open_database(settings)
    try:
        found = database.read_now(unsettled.troubled, _charities(settings, charity), most)
    finally:
        database.close()
    yield "\t".join(_HEAD)
    for row in found:
        to, since = row.claimed, row.settled_at or row.created_at
        told = (row.id, to.conversation, to.charity, to.channel, to.author, row.state, row.error, to.attempts)
        yield "\t".join([*map(str, told), since.astimezone(clock.RIYADH).isoformat(timespec="seconds")])


def retry(settings: Settings, keys: Sequence[int], charity: str, *, every: bool) -> int:
    """Try these again, or everything that failed; how many new attempts were made."""
    database = open_database(settings)
    try:
        if every:
            found = database.read_now(unsettled.troubled, _charities(settings, charity), 10_000)
            keys = sorted(row.id for row in found if row.state == DeliveryState.FAILED)
        return sum(_retry_one(database, key) for key in keys)
    finally:
        database.close()


def _retry_one(database: Database, key: int) -> bool:
    return database.write_now(once_more, key, clock.now()) is not None


def once_more(
    connection: Connection, key: int, now: datetime, charities: Collection[str] | None = None
) -> Troubled | None:
    """A new attempt, because a person wants it; the delivery that it takes the place of. None where there is nothing
    to try again, or it is none of these charities'.
    """
    row = next(iter(unsettled.these(connection, [key])), None)
    if row is None or (charities is not None and row.claimed.charity not in charities):
        return None
    held = turns.hold(connection, row.claimed.conversation)
    return row if unsettled.again(connection, row, now, epoch=held.epoch) else None


def _charities(settings: Settings, charity: str) -> list[str]:
    known = packs.load_all(settings.charities_dir, library.texts())
    if charity and charity not in known:
        raise SettingsError(f"no charity {charity!r}; there are {', '.join(known)}")
    return [charity] if charity else list(known)
