"""YAML with its line numbers, so that a mistake in a pack or a flow is shown where it was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from flows.quick_yaml import Loader

# A place in a document: the keys and list positions that lead to it.
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document's plain value and the line (from 1) of every key and list item in it."""

    value: Any
    lines: Mapping[Where, int]


class MarkedError(Exception):
    """The document cannot be read as it stands."""

    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message
        self.remedy = remedy


def parse(text: str) -> Marked:
    """One YAML document. Raises `MarkedError` for bad YAML, a key that is no text or is given twice, and aliases."""
    try:
        try:
            return _read(Loader(text))
        except yaml.YAMLError:
            # PyYAML's own reader says better what is wrong, and where.
            return _read(yaml.SafeLoader(text))
    except yaml.MarkedYAMLError as error:
        raise MarkedError(_line_of(error), f"not valid YAML: {error.problem or error.context}", _INDENT) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise MarkedError(line, "a character that YAML does not allow", "retype this line") from error
    except (ValueError, RecursionError) as error:
        raise MarkedError(1, f"a value cannot be read: {error}", "put dates and odd numbers in quotes") from error


def _read(loader: Any) -> Marked:
    node = loader.get_single_node()
    return Marked(loader.construct_document(node), dict(_walk(node, (), set()))) if node else Marked(None, {})


_INDENT = "look at the indentation; a text with `: ` or ` #` in it needs quotes"


def _walk(node: yaml.Node, where: Where, seen: set[int]) -> Iterator[tuple[Where, int]]:
    if id(node) in seen:
        # Packs are edited by hand: what a line says must stand on that line.
        raise MarkedError(_line(node), "an alias (`*name`) repeats another part", "write the part out")
    seen.add(id(node))
    yield where, _line(node)
    if isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from _walk(item, (*where, place), seen)
    elif isinstance(node, yaml.MappingNode):
        yield from _walk_mapping(node, where, seen)


def _walk_mapping(node: yaml.MappingNode, where: Where, seen: set[int]) -> Iterator[tuple[Where, int]]:
    keys: set[str] = set()
    for key, value in node.value:
        if key.tag != "tag:yaml.org,2002:str":
            # `no:` and `1:` would become False and 1.
            raise MarkedError(_line(key), "a key that is not a plain word", "put the key in quotes")
        name = str(key.value)
        if name in keys:
            # YAML itself would silently keep the last one.
            raise MarkedError(_line(key), f"`{name}` is given twice", "keep one of them")
        keys.add(name)
        yield from _walk(value, (*where, name), seen)
        yield (*where, name), _line(key)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """An open bracket or quote is found out far below; its beginning is where the mistake is."""
    opened = (error.context or "").startswith(("while parsing a flow", "while scanning a quoted"))
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
