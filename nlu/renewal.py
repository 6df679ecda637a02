"""Which model reads: the one in use, until data or code change; then a new one, unless it is worse."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nlu import shelf, training, trial
from nlu.cores import processes, workers
from nlu.dataset import Dataset
from nlu.model import Model, ModelError, load, save
from nlu.shelf import FORCED, REFUSED, ROLLED_BACK, TAKEN, Shelf
from nlu.trial import Aside, Figures, Trial

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a new model: its file, its figures beside those of the one in use, and the decision's name."""

    path: Path
    trial: Trial
    what: str


@dataclass(frozen=True, slots=True)
class Version:
    """A model's file: `error` says why it cannot be used, `meta` is what it tells of itself, `what` became of it."""

    name: str
    current: bool
    meta: dict[str, Any]
    what: str = ""
    reason: str = ""
    error: str = ""


def ensure(data: Dataset, folder: Path, *, warn: Warn | None = None) -> Model:
    """The model to read with: the one in use while it is sound and data and code are as they were at the last decision.

    Else a new one is made and weighed as by `renew`. `warn` is told in one line what an operator should know.
    """
    warn = warn or _silent
    with shelf.locked(folder):
        known = _known(folder, warn)
        if known.weighed == training.digest(data) and (model := _sound(folder, known.current, warn)):
            return model
        outcome = apart(_renew, data, folder, known, "")
        if outcome.trial.falls:
            warn(f"{outcome.path.name} is {outcome.what}: {'; '.join(outcome.trial.falls)}")
        return load(folder / shelf.read(folder).current)


def apart(work: Callable[..., Outcome], *given: Any) -> Outcome:
    """In a process of its own: what training takes, and scikit-learn, would stay in a server's memory for its life."""
    with processes(1, __name__) as pool:
        return pool.submit(work, *given).result()


def renew(data: Dataset, folder: Path, *, force: str = "") -> Outcome:
    """Train, and put the new model in use unless emergency recall or accuracy falls beside the one that is.

    `force` is the reason to take it all the same; it is written down. Raises `ModelError` when the training is useless.
    """
    with shelf.locked(folder):
        return _renew(data, folder, _known(folder, _silent), force, afresh=True)


def in_use(folder: Path) -> Model:
    """The model in use. Raises `ModelError` when there is none, or it cannot be used by this code."""
    return _usable(folder / shelf.read(folder).current)


def left(folder: Path, warn: Warn) -> Model | None:
    """For a start without readable data: the model in use or, where that is damaged, the newest that was."""
    known = _known(folder, warn)
    used = {made.model for made in known.decisions if made.what != REFUSED}
    names = [known.current, *(path.name for path in shelf.files(folder) if path.name in used)]
    return next((model for name in names if (model := _sound(folder, name, warn))), None)


def roll_back(folder: Path, name: str = "", *, weighed: str = "", reason: str = "") -> str:
    """Return to a model, by default the one that was in use before; the name of its file.

    `weighed` is the digest of the present data and code: until they change the next start trains no other. Raises
    `ModelError` where there is no such model, or this code cannot use it.
    """
    with shelf.locked(folder):
        known = _known(folder, _silent)
        chosen = _named(folder, name) if name else _before(folder, known)
        _usable(folder / chosen)
        shelf.write(folder, known.after(ROLLED_BACK, chosen, weighed=weighed or known.weighed, reason=reason))
        return chosen


def versions(folder: Path) -> list[Version]:
    """Every model of the folder, the newest first."""
    known = _known(folder, _silent)
    return [_version(path, known) for path in shelf.files(folder)]


def _renew(data: Dataset, folder: Path, known: Shelf, force: str, *, afresh: bool = False) -> Outcome:
    path, held = training.path_of(data, folder), trial.aside()
    new = None if afresh else _sound(folder, path.name, _silent)
    with workers(len(data.examples), "nlu.fitting") as pool:
        new = new or training.train(data, pool)
        # The same data and code give the same model, by the same name.
        old = new if known.current == path.name else _sound(folder, known.current, _silent)
        weighed = trial.beside(old, new, held, pool) if old else trial.alone(new, held, pool)
    weighed = weighed if old else replace(weighed, old=_told(folder, known, held))
    save(replace(new, meta={**new.meta, "aside": asdict(weighed.new)}), path)
    # A model that this code cannot use is no reason to have none.
    what = TAKEN if not (old and weighed.falls) else FORCED if force else REFUSED
    reason = force if what == FORCED else "; ".join(weighed.falls)
    shelf.write(folder, known.after(what, path.name, weighed=training.digest(data), reason=reason))
    return Outcome(path, weighed, what)


def _told(folder: Path, known: Shelf, held: Aside) -> Figures | None:
    """What a model that this code cannot use told of itself, if it was measured on the same messages."""
    try:
        told = Figures(**load(folder / known.current).meta["aside"])
    except (ModelError, KeyError, TypeError):
        return None
    return told if told.of == held.digest else None


def _known(folder: Path, warn: Warn) -> Shelf:
    try:
        return shelf.read(folder)
    except ModelError as error:
        warn(str(error))
        return Shelf()


def _usable(path: Path) -> Model:
    model = load(path)
    if model.meta.get("code") != training.code():
        raise ModelError(f"{path.name}: made by another version of Sanad")
    return model


def _sound(folder: Path, name: str, warn: Warn) -> Model | None:
    """The model, or None and a warning where the file is missing, damaged or of another code."""
    if not name or not (folder / name).exists():
        return None
    try:
        return _usable(folder / name)
    except ModelError as error:
        warn(str(error))
        return None


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


def _silent(_: str) -> None:
    """Who asks by hand sees for himself."""
