"""What `sanad check` says of the packs: mistakes, missing translations, blanks, contradictions in the policy."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from bot.marked import Where
from bot.packs import NOBODY, Reading, clashes
from flows.arabic import fold
from flows.findings import Finding, Level
from flows.pack import BLANK, Pack, Words

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_ASK = "ask the charity, then write it here; until then people are offered a colleague"


def findings(readings: Iterable[Reading]) -> list[Finding]:
    """Everything found in the packs, in the order of the readings. The checks of flows are lists of the same kind."""
    kept = list(readings)
    found = [finding for reading in kept for finding in _of_pack(reading)]
    return found + list(clashes(kept)) + ([] if kept else [NOBODY])


def report(found: Iterable[Finding]) -> str:
    """The findings for a terminal, gravest first, then one line of counts."""
    kept = list(found)
    lines = [str(finding) for level in Level for finding in kept if finding.level is level]
    counts = ", ".join(f"{level}: {sum(f.level is level for f in kept)}" for level in Level)
    return "\n".join([*lines, counts])


def failed(found: Iterable[Finding]) -> bool:
    """Blanks, warnings and notes do not fail a check; an error does."""
    return any(finding.level is Level.ERROR for finding in found)


def _of_pack(reading: Reading) -> Iterator[Finding]:
    yield from reading.findings
    if reading.pack is None:
        return
    for check in (_texts, _blanks, _phrasings, _names, _unused, _remarks):
        yield from check(reading, reading.pack)


def _texts(reading: Reading, pack: Pack) -> Iterator[Finding]:
    """Both languages everywhere, with the same {values}. Shared texts are checked with the flows, not here."""
    for where, words in _words_of(pack, ()):
        if where[0] == "texts" and where not in reading.places:
            continue
        name = ".".join(str(part) for part in where)
        if not words.en:
            # A told answer in the wrong language is worse than a label in Arabic.
            level = Level.ERROR if where[0] in ("texts", "questions") else Level.WARNING
            yield reading.finding(level, where, f"{name} has no English", "add `en:`")
        elif set(_PLACEHOLDER.findall(words.ar)) != set(_PLACEHOLDER.findall(words.en)):
            told = f"{name} names different {{values}} in Arabic and in English"
            yield reading.finding(Level.ERROR, where, told, "use the same values in both")


def _blanks(reading: Reading, pack: Pack) -> Iterator[Finding]:
    for where, words in _words_of(pack, ()):
        if words.blank:
            yield reading.finding(Level.BLANK, where, f"{'.'.join(map(str, where))} is not filled in", _ASK)
    for name, value in pack.contact.model_dump().items():
        if value == BLANK:
            yield reading.finding(Level.BLANK, ("contact", name), f"contact: no {name}", _ASK)
    for place, service in enumerate(pack.services):
        if service.link == BLANK:
            told = f"service {service.id}: no registration link"
            yield reading.finding(Level.BLANK, ("services", place, "link"), told, _ASK)
    for place, number in enumerate(pack.emergency):
        if not number.confirmed:
            told = f"emergency number {number.number} ({number.label.say('en')}) is not confirmed"
            remedy = "confirm it for the charity's region, then write `confirmed: true`"
            yield reading.finding(Level.BLANK, ("emergency", place, "confirmed"), told, remedy)
    if pack.committee.at_least_days is None:
        yield reading.finding(Level.BLANK, ("committee",), "the committee's period is not known", _ASK)


def _phrasings(reading: Reading, pack: Pack) -> Iterator[Finding]:
    """Two questions with one phrasing: which answer is given would be chance."""
    owners: dict[str, str] = {}
    for place, question in enumerate(pack.questions):
        for turn, text in enumerate(question.ask):
            owner = owners.setdefault(fold(text), question.id)
            if owner != question.id:
                told = f"{text!r} asks {question.id}, but also {owner}"
                where = ("questions", place, "ask", turn)
                yield reading.finding(Level.ERROR, where, told, "keep it where it belongs and remove the other")


def _names(reading: Reading, pack: Pack) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for place, service in enumerate(pack.services):
        for turn, name in enumerate(service.names):
            owner = owners.setdefault(fold(name), service.id)
            if owner != service.id:
                told = f"{name!r} names {service.id}, but also {owner}"
                yield reading.finding(Level.WARNING, ("services", place, "names", turn), told, "keep one of them")


def _unused(reading: Reading, pack: Pack) -> Iterator[Finding]:
    asked = {name for service in pack.services for name in service.fields}
    shown = {name for service in pack.services for name in service.documents}
    for part, used in (("fields", asked), ("documents", shown)):
        for place, item in enumerate(getattr(pack, part)):
            if item.id not in used:
                told = f"no service uses {item.id!r} of {part}"
                yield reading.finding(Level.WARNING, (part, place), told, "remove it or name it in a service")
    for place, service in enumerate(pack.services):
        if service.intake == "form" and not service.fields:
            told = f"service {service.id} takes applications but asks nothing"
            yield reading.finding(Level.WARNING, ("services", place), told, "add `fields:`")


def _remarks(reading: Reading, pack: Pack) -> Iterator[Finding]:
    for place, remark in enumerate(pack.remarks):
        yield reading.finding(Level.NOTE, ("remarks", place), remark)


def _words_of(part: object, where: Where) -> Iterator[tuple[Where, Words]]:
    """Every text in a part of a pack, with the place it was typed in."""
    if isinstance(part, Words):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _words_of(getattr(part, name), (*where, name))
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from _words_of(item, (*where, name))
    elif isinstance(part, list):
        for place, item in enumerate(part):
            yield from _words_of(item, (*where, place))
