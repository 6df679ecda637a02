"""Loads the charities' packs: YAML files merged, validated as one, every mistake told with its file and line."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.marked import Marked, MarkedError, Where, parse
from bot.pack_rules import Mistake, mistakes_in, remedy_for
from flows.findings import Finding, Level
from flows.pack import Pack
from flows.part import Words

LANGUAGES = ("ar", "en")
# Keys of a pack that have a file of their own, or are computed.
_ELSEWHERE = {"questions": "faq.yaml", "texts": "texts/ar.yaml and texts/en.yaml", "version": "no file: it is computed"}


NOBODY = Finding(Level.ERROR, ".", 1, "no charity here", "add a folder with a pack.yaml")


class PackError(Exception):
    """Packs that must not be served. `findings` lists every mistake of every file."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Reading:
    """One folder as read: the pack (None when broken), what is wrong with it, and where everything was typed."""

    name: str
    pack: Pack | None
    findings: tuple[Finding, ...]
    places: Mapping[Where, tuple[str, int]]

    def finding(self, level: Level, where: Where, message: str, remedy: str = "") -> Finding:
        file, line = _place(self.places, where, self.name)
        return Finding(level, file, line, message, remedy)


def load(folder: Path, shared: Mapping[str, Words] | None = None) -> Pack:
    """The pack in `folder`, its texts laid over the `shared` ones. Raises `PackError`."""
    return _sound([read(folder, shared)])[0]


def load_all(root: Path, shared: Mapping[str, Words] | None = None) -> dict[str, Pack]:
    """Every pack under `root` by slug. Raises one `PackError` for all that is wrong in any of them."""
    return {pack.slug: pack for pack in _sound(read_all(root, shared))}


def read_all(root: Path, shared: Mapping[str, Words] | None = None) -> list[Reading]:
    """Every folder of `root`, broken ones too; names that begin with a dot or an underscore are passed over."""
    # `glob`, not `iterdir`: a root that is not there holds no charity, which is told like any other mistake.
    folders = sorted(path for path in root.glob("*") if path.is_dir() and path.name[0] not in "._")
    return [read(folder, shared) for folder in folders]


def read(folder: Path, shared: Mapping[str, Words] | None = None) -> Reading:
    """One folder; mistakes are returned, not raised."""
    draft = _Draft(folder)
    draft.take_pack()
    draft.take_questions()
    draft.take_texts(shared or {})
    pack = draft.build()
    return Reading(folder.name, pack, tuple(draft.findings), draft.places)


def clashes(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Reference numbers are told apart by their prefix, so no two charities may share one."""
    owners: dict[str, str] = {}
    for reading in readings:
        if reading.pack and owners.setdefault(reading.pack.prefix, reading.name) != reading.name:
            told = f"prefix {reading.pack.prefix} is already that of {owners[reading.pack.prefix]}"
            yield reading.finding(Level.ERROR, ("prefix",), told, "choose three other letters")


def _sound(readings: list[Reading]) -> list[Pack]:
    wrong = [f for reading in readings for f in reading.findings] + list(clashes(readings))
    if not readings:
        raise PackError([NOBODY])
    if wrong:
        raise PackError(wrong)
    return [reading.pack for reading in readings if reading.pack]


def _place(places: Mapping[Where, tuple[str, int]], where: Where, name: str) -> tuple[str, int]:
    """Where it was typed, or else the nearest part around it."""
    for end in range(len(where), 0, -1):
        if where[:end] in places:
            return places[where[:end]]
    return places.get((), (f"{name}/pack.yaml", 1))


@dataclass(slots=True)
class _Draft:
    """The pack being put together from its files."""

    folder: Path
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Where, tuple[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take_pack(self) -> None:
        marked = self._parse("pack.yaml")
        for key, file in _ELSEWHERE.items():
            if key in marked.value:
                self._wrong("pack.yaml", marked.lines[(key,)], f"`{key}` does not belong here", f"it has {file}")
        self.values |= marked.value
        self._mark(marked, "pack.yaml")

    def take_questions(self) -> None:
        marked = self._parse("faq.yaml")
        for key in sorted(marked.value.keys() - {"questions"}):
            self._wrong("faq.yaml", marked.lines[(key,)], f"unknown key `{key}`", "only `questions` stands here")
        self.values["questions"] = marked.value.get("questions", [])
        self._mark(marked, "faq.yaml", only="questions")

    def take_texts(self, shared: Mapping[str, Words]) -> None:
        own: dict[str, dict[str, Any]] = {}
        for language in reversed(LANGUAGES):  # the Arabic line wins as the place of a text's key
            file = f"texts/{language}.yaml"
            marked = self._parse(file)
            for key, text in marked.value.items():
                own.setdefault(key, {})[language] = text
                spot = (self._name(file), marked.lines[(key,)])
                self.places["texts", key, language] = self.places["texts", key] = spot
        self.values["texts"] = {**shared, **own}

    def build(self) -> Pack | None:
        if "slug" not in self.values and self.findings:
            return None  # pack.yaml could not be read: a list of all that it lacks would only hide the reason
        try:
            # Strict, so that a quoted "no" is a mistake and not False.
            pack = Pack.model_validate({**self.values, "version": self._version()}, strict=True)
        except ValidationError as error:
            for wrong in error.errors():
                self._note(Mistake(wrong["loc"], _told(wrong["loc"], wrong["msg"]), remedy_for(wrong)))
            return None
        for mistake in mistakes_in(pack, self.folder.name):
            self._note(mistake)
        return None if self.findings else pack

    def _version(self) -> str:
        """12 hex digits over everything the pack says: its own files, and its texts with the shared ones."""
        made = hashlib.sha256(_digest(self.folder).encode())
        for key, text in sorted(self.values["texts"].items()):
            made.update(f"{key}\0{text}\0".encode())
        return made.hexdigest()[:12]

    def _note(self, mistake: Mistake) -> None:
        self._wrong_at(_place(self.places, mistake.where, self.folder.name), mistake.message, mistake.remedy)

    def _wrong(self, file: str, line: int, message: str, remedy: str) -> None:
        self._wrong_at((self._name(file), line), message, remedy)

    def _wrong_at(self, place: tuple[str, int], message: str, remedy: str) -> None:
        self.findings.append(Finding(Level.ERROR, *place, message, remedy))

    def _name(self, file: str) -> str:
        return f"{self.folder.name}/{file}"

    def _mark(self, marked: Marked, file: str, only: str = "") -> None:
        for where, line in marked.lines.items():
            if not only or where[:1] == (only,):
                self.places[where] = (self._name(file), line)

    def _parse(self, file: str) -> Marked:
        """The file's mapping; an empty one after any mistake, which is noted."""
        try:
            marked = parse((self.folder / file).read_text(encoding="utf-8"))
        except MarkedError as error:
            self._wrong(file, error.line, error.message, error.remedy)
        except UnicodeDecodeError:
            self._wrong(file, 1, "not in UTF-8", "save the file as UTF-8")
        except OSError:
            self._wrong(file, 1, "the file is missing or cannot be read", f"add {file}")
        else:
            if isinstance(marked.value, dict):
                return marked
            self._wrong(file, 1, "the file is not a list of `key: value` lines", "begin it with a key")
        return Marked({}, {})


def _told(loc: Where, message: str) -> str:
    return f"{'.'.join(str(part) for part in loc)}: {message}"


def _digest(folder: Path) -> str:
    """The first 12 hex digits of the SHA-256 over the names and bytes of the pack's files."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes()
        made.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        made.update(content)
    return made.hexdigest()[:12]
