"""What people thought of a charity, in numbers: by service and by month, never by person. Queries never commit."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, case, func, select

from flows import reference
from storage.tables import Rating, table

K = TypeVar("K")
_rating = table(Rating)
STARS = (5, 4, 3, 2, 1)
# The months of the page; the statement has a place for each beginning.
MONTHS = 12
# Fewer than these tell too much about one person, and too little about a service.
ENOUGH = 5
MOST_WORDS = 200
# A telephone number, however it is written; what looks like a reference; addresses of mail and of pages.
_LEADS = re.compile(
    r"(?P<number>\+?\d(?:[\s().\-]{0,2}\d){3,})"
    r"|(?P<reference>(?<![^\W_])[A-Za-z]{3}[\s\-_.]*[A-Za-z\d]{4}[\s\-_.]*[A-Za-z\d](?![^\W_]))"
    r"|\S+@\S+|https?://\S+"
)
HIDDEN = "***"

_within = (
    _rating.c.charity == bindparam("charity"),
    _rating.c.at >= bindparam("month_0"),
    _rating.c.at < bindparam("end"),
)
# Months begin in Riyadh and times are kept in UTC, so the beginnings are compared rather than the dates cut.
_month = case(*((_rating.c.at >= bindparam(f"month_{n}"), n) for n in range(MONTHS - 1, 0, -1)), else_=0)
_placed = select(_rating.c.service, _rating.c.stars, _month.label("month")).where(*_within).subquery()
_COUNT = select(_placed.c.service, _placed.c.month, _placed.c.stars, func.count().label("number")).group_by(
    _placed.c.service, _placed.c.month, _placed.c.stars
)
_WORDS = (
    select(_rating.c.service, _rating.c.words)
    .where(*_within, _rating.c.words != "", _rating.c.service.in_(bindparam("services", expanding=True)))
    .order_by(_rating.c.id.desc())
    .limit(MOST_WORDS)
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ratings of each number of stars, from five stars down to one."""

    counts: tuple[int, ...] = (0,) * len(STARS)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(tuple(one + two for one, two in zip(self.counts, other.counts, strict=True)))

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> float:
        return sum(stars * count for stars, count in zip(STARS, self.counts, strict=True)) / self.number

    @property
    def low(self) -> float:
        """The share of one and two stars, 0 to 1."""
        return sum(self.counts[-2:]) / self.number


@dataclass(frozen=True, slots=True)
class Ratings:
    """The groups that are large enough to be shown; None stands for a smaller one.

    `months` are in the order of the beginnings that were asked for; a month without ratings is an empty tally.
    """

    whole: Tally | None
    services: Mapping[str, Tally | None]
    months: Sequence[Tally | None]
    words: Mapping[str, Sequence[str]]


def ratings(connection: Connection, charity: str, beginnings: Sequence[datetime], end: datetime) -> Ratings:
    """The charity's ratings of the `MONTHS` months that begin then, the last of which ends at `end`."""
    within = {"charity": charity, "end": end, **{f"month_{n}": at for n, at in enumerate(beginnings)}}
    services: dict[str, Tally] = {}
    months = dict.fromkeys(range(MONTHS), Tally())
    for row in connection.execute(_COUNT, within):
        one = Tally(tuple(row.number * (row.stars == stars) for stars in STARS))
        services[row.service] = services.get(row.service, Tally()) + one
        months[row.month] += one
    whole = sum(services.values(), Tally())
    shown = large_enough(services)
    return Ratings(
        whole=whole if whole.number >= ENOUGH or not whole.number else None,
        services=shown,
        months=tuple(large_enough(months).values()),
        words=_words(connection, within, [service for service, tally in shown.items() if tally]),
    )


def large_enough(groups: Mapping[K, Tally]) -> dict[K, Tally | None]:
    """None in place of each group with too few ratings.

    Where what is left out would be too few together, the whole less the others would give them away: then the smallest
    of the others is left out too.
    """
    small = {name for name, tally in groups.items() if 0 < tally.number < ENOUGH}
    others = sorted((name for name in groups if groups[name].number >= ENOUGH), key=lambda name: groups[name].number)
    if 0 < sum(groups[name].number for name in small) < ENOUGH:
        small.update(others[:1])
    return {name: None if name in small else tally for name, tally in groups.items()}


def unnamed(text: str) -> str:
    """The words without what leads to a person: long numbers, references, addresses. Names are not found."""
    return _LEADS.sub(lambda found: found[0] if _word(found) else HIDDEN, text)


def _word(found: re.Match[str]) -> bool:
    """English may look like a reference ("the best I"), and a reference may have a slip in it."""
    alike = found["reference"]
    return bool(alike) and not reference.find(alike) and all(char.isalpha() or char.isspace() for char in alike)


def _words(connection: Connection, within: Mapping[str, Any], services: Collection[str]) -> dict[str, list[str]]:
    """What people wrote, by service, in the alphabet's order: the order in which it came would tell whose it is."""
    said: dict[str, list[str]] = {}
    for row in connection.execute(_WORDS, {**within, "services": list(services)}):
        said.setdefault(row.service, []).append(unnamed(row.words))
    return {service: sorted(words) for service, words in said.items()}
