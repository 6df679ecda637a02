"""`sanad doctor`: is everything there that this installation needs? It changes nothing and asks no provider."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from bot import check, packs
from bot.bootstrap import DRAWING
from bot.database import open_database
from bot.settings import Settings, SettingsError
from flows import library
from flows.findings import Level
from storage import schema

_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `well` is None where it works but should be known; `told` never names a secret."""

    what: str
    well: bool | None
    told: str

    def __str__(self) -> str:
        mark = {True: "ok  ", None: "note", False: "FAIL"}[self.well]
        return f"{mark}  {self.what}: {self.told}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which a start would meet them."""
    looks: Mapping[str, Callable[[Settings], Finding]] = {
        "data folder": _folder,
        "keys": _keys,
        "database": _database,
        "redis": _redis,
        "packs": _packs,
        "receipts": _receipts,
    }
    for what, look in looks.items():
        try:
            yield look(settings)
        except Exception as error:  # each thing is looked at, whatever is wrong with the others
            yield Finding(what, False, type(error).__name__)
    yield from _lines(settings)


def _folder(settings: Settings) -> Finding:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        (settings.data_dir / ".doctor").write_bytes(b"")
        (settings.data_dir / ".doctor").unlink()
    except OSError as error:
        return Finding("data folder", False, f"cannot be written: {error.strerror} (SANAD_DATA_DIR)")
    return Finding("data folder", True, "can be written")


def _keys(settings: Settings) -> Finding:
    if settings.keys:
        return Finding("keys", True, f"{len(settings.keys)} from SANAD_KEYS; the first one encrypts")
    return Finding("keys", None, "a key of this machine's own, in the data folder; set SANAD_KEYS in production")


def _database(settings: Settings) -> Finding:
    try:
        database = open_database(settings)
    except SettingsError as error:
        return Finding("database", False, str(error))
    try:
        database.read_now(lambda connection: connection.execute(text("SELECT 1")).scalar())
        stands, needs = schema.current(database), schema.newest()
    finally:
        database.close()
    kind = "SQLite" if database.sqlite else "PostgreSQL"
    if stands != needs:
        return Finding("database", None, f"{kind} stands at {stands or 'nothing'}, this code at {needs}: sanad migrate")
    return Finding("database", True, f"{kind}, up to date ({needs})")


def _redis(settings: Settings) -> Finding:
    if not settings.redis:
        return Finding("redis", None, "none: everything happens in one process (SANAD_REDIS_URL)")
    try:
        with Redis.from_url(settings.redis, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS) as client:
            client.ping()
    except RedisError as error:
        return Finding("redis", False, f"does not answer: {type(error).__name__}")
    return Finding("redis", True, "answers")


def _packs(settings: Settings) -> Finding:
    readings = packs.read_all(settings.charities_dir, library.texts())
    found = check.findings(readings)
    names = ", ".join(reading.pack.slug for reading in readings if reading.pack)
    if check.failed(found):
        return Finding("packs", False, "there are mistakes: sanad check")
    blanks = sum(finding.level is Level.BLANK for finding in found)
    return Finding("packs", True, f"{names}; {blanks} blanks for the charities to fill (sanad check)")


def _receipts(_: Settings) -> Finding:
    if missing := [name for name in DRAWING if find_spec(name) is None]:
        return Finding("receipts", False, f"cannot be made without {', '.join(missing)}")
    return Finding("receipts", True, "can be made")


def _lines(settings: Settings) -> Iterator[Finding]:
    """The providers' channels of each charity. The website needs no setting."""
    public = settings.public_url.startswith("https://")
    for slug, lines in settings.channels.items():
        for name, line in (("Telegram", lines.telegram), ("Twilio", lines.twilio)):
            if line is None:
                continue
            say = partial(Finding, f"{slug} on {name}")
            if public:
                yield say(True, "set up; it calls SANAD_PUBLIC_URL")
            elif name == "Telegram":
                yield say(None, "set up; without a public https address Sanad asks for news itself")
            else:
                yield say(False, "cannot reach us: SANAD_PUBLIC_URL must be a public https address")
