"""What a charity has not told us yet, so that it can be asked. The bot offers a person in its place."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.marked import Where
from bot.packs import Reading
from flows.findings import Finding, Level
from flows.pack import Pack
from flows.part import BLANK, Words

_ASK = "ask the charity, then write it here; until then people are offered a colleague"
_APPROVAL = {"meeting": "meeting", "hijri": "Hijri date", "gregorian": "Gregorian date"}


def blanks(reading: Reading, pack: Pack) -> Iterator[Finding]:
    """Every blank at its line, and what a charity has to confirm."""
    for where, told in _unfilled(pack):
        yield reading.finding(Level.BLANK, where, told, _ASK)
    for place, number in enumerate(pack.emergency):
        if not number.confirmed:
            told = f"emergency number {number.number} ({number.label.say('en')}) is not confirmed"
            remedy = "confirm it for the charity's region, then write `confirmed: true`"
            yield reading.finding(Level.BLANK, ("emergency", place, "confirmed"), told, remedy)


def _unfilled(pack: Pack) -> Iterator[tuple[Where, str]]:
    for where, words in words_of(pack, ()):
        if words.blank:
            yield where, f"{'.'.join(map(str, where))} is not filled in"
    for name, value in pack.contact.model_dump().items():
        if value == BLANK:
            yield ("contact", name), f"contact: no {name}"
    for name, what in _APPROVAL.items():
        if getattr(pack.policy.approval, name) == BLANK:
            yield ("policy", "approval", name), f"the policy's approval: no {what}"
    yield from _links(pack)
    if pack.committee.at_least_days is None:
        yield ("committee",), "the committee's period is not known"


def _links(pack: Pack) -> Iterator[tuple[Where, str]]:
    for place, service in enumerate(pack.services):
        if service.link == BLANK:
            yield ("services", place, "link"), f"service {service.id}: no registration link"
    for place, file in enumerate(pack.files):
        if file.link == BLANK:
            yield ("files", place, "link"), f"file {file.id}: no link"


def words_of(part: object, where: Where) -> Iterator[tuple[Where, Words]]:
    """Every text in a part of a pack, with the place it was typed in."""
    if isinstance(part, Words):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from words_of(getattr(part, name), (*where, name))
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from words_of(item, (*where, name))
    elif isinstance(part, list):
        for place, item in enumerate(part):
            yield from words_of(item, (*where, place))
