"""The models of a folder: which is in use, which can be used, and the way back to an earlier one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu import shelf, training
from nlu.model import Model, ModelError, load
from nlu.shelf import REFUSED, ROLLED_BACK, Shelf

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Version:
    """A model's file: `error` says why it cannot be used, `meta` is what it tells of itself, `what` became of it."""

    name: str
    current: bool
    meta: dict[str, Any]
    what: str = ""
    reason: str = ""
    error: str = ""


def in_use(folder: Path) -> Model:
    """The model in use. Raises `ModelError` when there is none, or it cannot be used by this code."""
    return _usable(folder / shelf.read(folder).current)


def left(folder: Path, warn: Warn) -> Model | None:
    """For a start without readable data: the model in use or, where that is damaged, the newest that was."""
    known = record(folder, warn)
    used = {made.model for made in known.decisions if made.what != REFUSED}
    names = [known.current, *(path.name for path in shelf.files(folder) if path.name in used)]
    return next((model for name in names if (model := sound(folder, name, warn))), None)


def roll_back(folder: Path, name: str = "", *, weighed: str = "", reason: str = "") -> str:
    """Return to a model, by default the one that was in use before; the name of its file.

    `weighed` is the digest of the present data and code: until they change the next start trains no other. Raises
    `ModelError` where there is no such model, or this code cannot use it.
    """
    with shelf.locked(folder):
        known = record(folder, silent)
        chosen = _named(folder, name) if name else _before(folder, known)
        _usable(folder / chosen)
        shelf.write(folder, known.after(ROLLED_BACK, chosen, weighed=weighed or known.weighed, reason=reason))
        return chosen


def versions(folder: Path) -> list[Version]:
    """Every model of the folder, the newest first."""
    known = record(folder, silent)
    return [_version(path, known) for path in shelf.files(folder)]


def record(folder: Path, warn: Warn) -> Shelf:
    """What was decided about the models; nothing, and a warning, where the record of it is damaged."""
    try:
        return shelf.read(folder)
    except ModelError as error:
        warn(str(error))
        return Shelf()


def sound(folder: Path, name: str, warn: Warn) -> Model | None:
    """The model, or None and a warning where the file is missing, damaged or of another code."""
    if not name or not (folder / name).exists():
        return None
    try:
        return _usable(folder / name)
    except ModelError as error:
        warn(str(error))
        return None


def _usable(path: Path) -> Model:
    model = load(path)
    if model.meta.get("code") != training.code():
        raise ModelError(f"{path.name}: made by another version of Sanad")
    return model


def _named(folder: Path, name: str) -> str:
    found = [path.name for path in shelf.files(folder) if path.stem.removeprefix("embedded-").startswith(_bare(name))]
    if len(found) != 1:
        raise ModelError(f"{len(found) or 'no'} models are called {name!r}; see `sanad nlu models`")
    return found[0]


def _bare(name: str) -> str:
    return name.removeprefix("embedded-").removesuffix(".npz")


def _before(folder: Path, known: Shelf) -> str:
    """Of the models that were in use, the newest that was made before the present one and is still there."""
    names = [path.name for path in shelf.files(folder)]
    older = names[names.index(known.current) + 1 :] if known.current in names else names
    used = {made.model for made in known.decisions if made.what != REFUSED}
    found = next((name for name in older if name in used), "")
    if not found:
        raise ModelError("there is no earlier model to return to")
    return found


def _version(path: Path, known: Shelf) -> Version:
    decided = known.last(path.name)
    what, reason = (decided.what, decided.reason) if decided else ("", "")
    current = path.name == known.current
    try:
        return Version(path.name, current, dict(_usable(path).meta), what, reason)
    except ModelError as error:
        return Version(path.name, current, {}, what, reason, str(error))


def silent(_: str) -> None:
    """Who asks by hand sees for himself."""
