"""The shared flows and texts as typed: what they say, the line of each step and text, and mistakes in the typing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot.marked import Marked, MarkedError, Where, parse
from bot.pack_rules import remedy_for
from flows import library
from flows.findings import Finding, Level, Place, Places
from flows.flow import Flow
from flows.part import Words

_FOLDER = "flows/library"
_SPELLING = "see docs/reference/flows.md for the kinds of steps and their keys"


@dataclass(slots=True)
class Shelf:
    """What was read; a flow or a text with a mistake stands in `findings` and not among the flows and texts."""

    flows: dict[str, Flow] = field(default_factory=dict)
    texts: dict[str, Words] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    steps: dict[tuple[str, str], Place] = field(default_factory=dict)
    lines: dict[str, Place] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        return Places(self.steps, self.lines)

    def wrong(self, place: Place, message: str, remedy: str) -> None:
        self.findings.append(Finding(Level.ERROR, *place, message, remedy))


def read(flows: Mapping[str, str] | None = None, texts: Mapping[str, str] | None = None) -> Shelf:
    """Files by name, as `library.sources()` and `library.text_sources()` give them and by default do."""
    shelf = Shelf()
    for name, text in (library.sources() if flows is None else flows).items():
        for first, part in _documents(text):
            _take_flow(shelf, f"{_FOLDER}/{name}", part, first)
    _take_texts(shelf, library.text_sources() if texts is None else texts)
    return shelf


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """(lines before it, text) of each YAML document."""
    before = 0
    for part in text.split("\n---\n"):
        yield before, part
        before += part.count("\n") + 2


def _parsed(shelf: Shelf, file: str, text: str, before: int = 0) -> Marked | None:
    try:
        marked = parse(text)
    except MarkedError as error:
        shelf.wrong((file, before + error.line), error.message, error.remedy)
        return None
    if not isinstance(marked.value, dict):
        shelf.wrong((file, before + 1), "not a list of `key: value` lines", _SPELLING)
        return None
    return marked


def _take_flow(shelf: Shelf, file: str, text: str, before: int) -> None:
    marked = _parsed(shelf, file, text, before)
    if marked is None:
        return
    lines = {where: before + line for where, line in marked.lines.items()}
    try:
        flow = Flow.model_validate(marked.value)
    except ValidationError as error:
        for wrong in error.errors():
            told = f"{'.'.join(map(str, wrong['loc'])) or 'flow'}: {wrong['msg']}"
            shelf.wrong((file, _nearest(lines, wrong["loc"])), told, remedy_for(wrong) if wrong["loc"] else _SPELLING)
        return
    place = (file, lines.get(("id",), before + 1))
    if flow.id in shelf.flows:
        shelf.wrong(place, f"a flow named {flow.id} stands in {shelf.steps[flow.id, ''][0]} too", "rename one of them")
        return
    shelf.flows[flow.id] = flow
    shelf.steps[flow.id, ""] = place
    shelf.steps |= {(flow.id, name): (file, lines["steps", name]) for name in flow.steps}


def _nearest(lines: Mapping[Where, int], where: Where) -> int:
    """Where it was typed, or else the part around it (a missing key has no line of its own)."""
    return next((lines[where[:end]] for end in range(len(where), -1, -1) if where[:end] in lines), 1)


def _take_texts(shelf: Shelf, files: Mapping[str, str]) -> None:
    (arabic_file, arabic), (english_file, english) = (
        (f, _parsed(shelf, f"{_FOLDER}/{f}", t)) for f, t in files.items()
    )
    if arabic is None or english is None:
        return
    for key, text in arabic.value.items():
        place = (f"{_FOLDER}/{arabic_file}", arabic.lines[key,])
        shelf.lines[key] = place
        shelf.texts[key] = Words.model_construct(ar=str(text), en=str(english.value.get(key, "")))
    for key in english.value.keys() - arabic.value.keys():
        place = (f"{_FOLDER}/{english_file}", english.lines[key,])
        shelf.wrong(place, f"text {key} has no Arabic", "add it to texts/ar.yaml")
