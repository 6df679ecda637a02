"""What `sanad broadcast` does: the filter made sure of, the plan looked at, the rows written for the workers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot import bootstrap, broadcasts, clock, packs
from bot.broadcasts import Plan
from bot.console.secure import LEADING
from bot.context import Ports
from bot.database import open_database
from bot.settings import Settings, SettingsError
from bot.understanding import Unneeded
from flows import library
from flows.answers import parse
from flows.life import State
from storage import broadcasts as rows
from storage import staff
from storage.audience import Filter
from storage.broadcasts import Order


@dataclass(frozen=True, slots=True)
class Sending:
    """One broadcast before it is sent."""

    ports: Ports
    charity: str
    asked: Filter
    text: str

    def plan(self) -> Plan:
        return self.ports.database.read_now(broadcasts.plan, self.ports, self.charity, self.asked, self.text)

    def account(self, login: str) -> int:
        """Who sends it. Raises `SettingsError` for somebody who may not."""
        found = self.ports.database.read_now(staff.who, login) if login else None
        if found is None or found.role not in LEADING or self.charity not in found.charities:
            raise SettingsError("--by: no supervisor or admin of this charity has an account with that e-mail address")
        return int(found.id)

    def begin(self, rate: int, by: int) -> int:
        """Write it down; its number."""
        order = Order(self.asked, self.text.strip(), rate, by)
        return self.ports.database.write_now(broadcasts.begin, self.ports, self.charity, order)


@contextmanager
def prepared(settings: Settings, charity: str, asked: Filter, text: str) -> Iterator[Sending]:
    """Everything that is needed to look and to begin. Raises `SettingsError` for what the charity does not have."""
    if not text.strip():
        raise SettingsError("the text is empty")
    database = open_database(settings)
    try:
        ports = bootstrap.build(settings, database=database, understander=Unneeded())
        if charity not in ports.packs:
            raise SettingsError(f"no charity {charity!r}; there are {', '.join(ports.packs)}")
        for service in asked.services:
            if ports.packs[charity].service(service) is None:
                known = ", ".join(each.id for each in ports.packs[charity].services)
                raise SettingsError(f"--service: {charity} has no {service!r}; it has {known}")
        yield Sending(ports, charity, asked, text)
    finally:
        database.close()


def filter_of(services: Sequence[str], statuses: Sequence[str], cities: Sequence[str], *, consent: bool) -> Filter:
    """The filter in the words that the records use. Raises `SettingsError`."""
    for status in statuses:
        if status not in set(State):
            raise SettingsError(f"--status: there is no {status!r}; there are {', '.join(State)}")
    named = []
    for city in cities:
        read = parse("city", city, today=clock.now().date())
        if read.value is None:
            raise SettingsError(f"--city: {city!r} is no city that the forms know")
        named.append(str(read.value))
    return Filter(tuple(services), tuple(statuses), tuple(named), consent)


def lines(settings: Settings, charity: str) -> Iterator[str]:
    """A table, one broadcast a line."""
    known = list(packs.load_all(settings.charities_dir, library.texts()))
    if charity and charity not in known:
        raise SettingsError(f"no charity {charity!r}; there are {', '.join(known)}")
    database = open_database(settings)
    try:
        found = database.read_now(rows.all_of, [charity] if charity else known)
        counts = [database.read_now(rows.counts, each.id) for each in found]
    finally:
        database.close()
    yield "\t".join(("number", "charity", "state", "by", "since", "messages"))
    for each, how_far in zip(found, counts, strict=True):
        since = each.created_at.astimezone(clock.RIYADH).isoformat(timespec="seconds")
        told = ", ".join(f"{state} {number}" for state, number in sorted(how_far.items()))
        yield "\t".join((str(each.id), each.charity, each.state, each.staff, since, told))


def stop(settings: Settings, number: int) -> bool:
    database = open_database(settings)
    try:
        return database.write_now(rows.end, number, rows.STOPPED, clock.now())
    finally:
        database.close()
