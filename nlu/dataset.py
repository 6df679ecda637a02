"""The training set: Rasa 3.1 NLU files under `nlu/data`, read with the line of every example and checked."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from flows.arabic import fold
from nlu.intents import INTENTS

DATA = Path(__file__).with_name("data")
_KINDS = ("intent", "synonym", "regex", "lookup")
_ENTITY = re.compile(r"\[([^\[\]]+)\](\{[^{}]*\})")


class DataError(ValueError):
    """A training file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence without its annotation marks, and where it stands (`file:line`)."""

    intent: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Every example, and per entity value the names it goes by (`synonyms["marital"]`).

    `calm` are answers to a form's questions: they have no intent and are learnt only as no emergency.
    """

    examples: tuple[Example, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    calm: tuple[str, ...] = ()

    def digest(self) -> str:
        """Changes when any sentence, label or synonym changes; file names and order of keys do not matter."""
        rows = sorted([e.intent, e.text] for e in self.examples)
        names = {value: list(self.synonyms[value]) for value in sorted(self.synonyms)}
        return hashlib.sha256(json.dumps([rows, names, sorted(self.calm)], ensure_ascii=False).encode()).hexdigest()


def load(folder: Path = DATA, *, learned: Path | None = None) -> Dataset:
    """Read every `*.yml` of the folder, in name order, `calm.txt`, and every `*.yml` of `learned`, if there is one.

    A learned line that has since become an example is passed over. Raises `DataError` on the first thing wrong.
    """
    examples, synonyms = _read(sorted(folder.glob("*.yml")))
    calm = _calm(folder / "calm.txt")
    known = {(fold(example.text), example.intent) for example in examples}
    more, names_more = _read(sorted(learned.glob("*.yml")) if learned else ())
    examples += [example for example in more if (fold(example.text), example.intent) not in known]
    for value, words in names_more.items():
        synonyms.setdefault(value, []).extend(words)
    _check([*examples, *calm], folder)
    names = {value: tuple(dict.fromkeys(names)) for value, names in synonyms.items()}
    return Dataset(tuple(examples), names, tuple(line.text for line in calm))


def examples_of(path: Path) -> list[Example]:
    """The examples of one file, whatever stands elsewhere. Raises `DataError` or `OSError`."""
    return _read([path])[0]


def _read(paths: Iterable[Path]) -> tuple[list[Example], dict[str, list[str]]]:
    """The examples, and per entity value its names, of these files."""
    examples: list[Example] = []
    synonyms: dict[str, list[str]] = {}
    for path in paths:
        for kind, name, lines in _blocks(path):
            if kind == "synonym":
                synonyms.setdefault(name, []).extend(text for text, _ in lines)
            for marked, where in lines if kind == "intent" else ():
                text, named = _unmarked(marked, where)
                examples.append(Example(name, text, where))
                for value, words in named:
                    synonyms.setdefault(value, []).append(words)
    return examples, synonyms


def _calm(path: Path) -> list[Example]:
    """The lines of the file, without an intent; comments begin with #. A folder without it has none."""
    if not path.exists():
        return []
    rows = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [Example("calm", row.strip(), f"{path.name}:{n}") for n, row in rows if row.strip() and row[0] != "#"]


def _blocks(path: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """(kind, its name, [(example, file:line)]) for every block of the file; regex and lookup are for Rasa alone."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{path.name}:{line}: not readable as YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: not readable as YAML: {str(error).partition(chr(10))[0]}") from error
    for block in _value(root, "nlu", path):
        keys = {key.value: value for key, value in block.value} if isinstance(block, yaml.MappingNode) else {}
        kind = next((k for k in _KINDS if k in keys), "")
        here = f"{path.name}:{block.start_mark.line + 1}"
        if not kind or "examples" not in keys:
            raise DataError(f"{here}: a block needs one of {', '.join(_KINDS)}, and examples")
        name = keys[kind].value
        if kind == "intent" and name not in INTENTS:
            raise DataError(f"{here}: unknown intent {name!r}")
        yield kind, name, list(_items(keys["examples"], path))


def _value(root: yaml.Node | None, key: str, path: Path) -> list[yaml.Node]:
    if isinstance(root, yaml.MappingNode):
        for name, value in root.value:
            if name.value == key and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    raise DataError(f"{path.name}:1: no list named {key!r}")


def _items(node: yaml.Node, path: Path) -> Iterator[tuple[str, str]]:
    if not isinstance(node, yaml.ScalarNode):
        raise DataError(f"{path.name}:{node.start_mark.line + 1}: examples are a text block (`examples: |`)")
    for number, line in enumerate(node.value.splitlines(), start=node.start_mark.line + 2):
        where = f"{path.name}:{number}"
        if not line.strip():
            continue
        if not line.startswith("- "):
            raise DataError(f"{where}: an example begins with '- '")
        yield line[2:].strip(), where


def _unmarked(marked: str, where: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence as people write it, and (value, words) of every consultation type that is marked in it.

    A service's names stand in each charity's pack, and a reference number is known by its check digit.
    """
    named = []
    for words, note in _ENTITY.findall(marked):
        try:
            entity, value = (str(json.loads(note)[key]) for key in ("entity", "value"))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{where}: the annotation {note} needs JSON with an entity and a value") from error
        if entity == "consultation_type":
            named.append((value, words))
    return _ENTITY.sub(r"\1", marked), named


def _check(examples: list[Example], folder: Path) -> None:
    if not any(example.intent in INTENTS for example in examples):
        raise DataError(f"{folder.name}: no examples")
    seen: dict[str, Example] = {}
    for example in examples:
        key = fold(example.text)
        if not key:
            raise DataError(f"{example.where}: nothing is left of the example after folding")
        if key in seen:
            raise DataError(f"{example.where}: repeats {seen[key].where} ({seen[key].intent})")
        seen[key] = example
