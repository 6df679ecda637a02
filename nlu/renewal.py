"""Which model reads: the one in use, until data or code change; then a new one, unless it is worse."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nlu import shelf, training, trial
from nlu.cores import processes, workers
from nlu.dataset import Dataset
from nlu.model import Model, ModelError, load, save
from nlu.shelf import FORCED, REFUSED, TAKEN, Shelf
from nlu.trial import Aside, Figures, Trial
from nlu.versions import Warn, record, silent, sound


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a new model: its file, its figures beside those of the one in use, and the decision's name."""

    path: Path
    trial: Trial
    what: str


def ensure(data: Dataset, folder: Path, *, warn: Warn | None = None) -> Model:
    """The model to read with: the one in use while it is sound and data and code are as they were at the last decision.

    Else a new one is made and weighed as by `renew`. `warn` is told in one line what an operator should know.
    """
    warn = warn or silent
    with shelf.locked(folder):
        known = record(folder, warn)
        if known.weighed == training.digest(data) and (model := sound(folder, known.current, warn)):
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
        return _renew(data, folder, record(folder, silent), force, afresh=True)


def _renew(data: Dataset, folder: Path, known: Shelf, force: str, *, afresh: bool = False) -> Outcome:
    path, held = training.path_of(data, folder), trial.aside()
    new = None if afresh else sound(folder, path.name, silent)
    with workers(len(data.examples), "nlu.fitting") as pool:
        new = new or training.train(data, pool)
        # The same data and code give the same model, by the same name.
        old = new if known.current == path.name else sound(folder, known.current, silent)
        if old:
            weighed = trial.beside(old, new, held, pool)
        else:
            weighed = replace(trial.alone(new, held, pool), old=_told(folder, known, held))
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
