"""What `sanad check` says of the packs: mistakes, missing translations, blanks, contradictions in the policy."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bot import check_flows, flow_files
from bot.check_blanks import blanks, words_of
from bot.packs import NOBODY, Reading, clashes, read_all
from flows import check as flow_check
from flows.arabic import fold
from flows.check import said, wrong_values
from flows.findings import Finding, Level
from flows.pack import Pack


def findings(readings: Iterable[Reading]) -> list[Finding]:
    """Everything found in the packs, in the order of the readings. The checks of flows are lists of the same kind."""
    kept = list(readings)
    found = [finding for reading in kept for finding in _of_pack(reading)]
    return found + list(clashes(kept)) + ([] if kept else [NOBODY])


def everything(charities: Path) -> list[Finding]:
    """Packs, flows and shared texts, then the flows as every charity's people meet them."""
    shelf = _shared()
    readings = read_all(charities, shelf.texts)
    found = findings(readings) + shelf.findings + flow_check.findings(shelf.flows, shelf.texts, shelf.places)
    packs = {reading.pack.slug: reading.pack for reading in readings if reading.pack}
    # What does not hold together is not walked: each mistake would be told again and again, and slowly.
    return found if failed(found) else found + check_flows.findings(shelf, packs)


@cache
def _shared() -> flow_files.Shelf:
    return flow_files.read()


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
    for check in (_texts, blanks, _phrasings, _names, _unused, _remarks):
        yield from check(reading, reading.pack)


def _texts(reading: Reading, pack: Pack) -> Iterator[Finding]:
    """Both languages everywhere, with the same {values}. Shared texts are checked with the flows, not here."""
    for where, words in words_of(pack, ()):
        if where[0] == "texts" and where not in reading.places:
            continue
        name = ".".join(str(part) for part in where)
        if not words.en:
            # A told answer in the wrong language is worse than a label in Arabic.
            level = Level.ERROR if where[0] in ("texts", "questions") else Level.WARNING
            yield reading.finding(level, where, f"{name} has no English", "add `en:`")
            continue
        shelf = _shared()
        for message, remedy in wrong_values(words, of_flow=where[0] == "texts" and where[1] in said(shelf.flows)):
            yield reading.finding(Level.ERROR, where, f"{name}: {message}", remedy)
        if where[0] == "texts" and where[1] not in shelf.texts:
            yield reading.finding(
                Level.WARNING, where, f"{name} is said nowhere", "see flows/library/texts for the keys"
            )


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
