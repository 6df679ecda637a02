"""What training leaves behind: the numbers the embedded engine reads a text with, and their file.

The file is NumPy's `.npz` without pickles, so a foreign file can be refused but never executed.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.emergency import Words
from nlu.features import VIEWS, Floats, Vector, Vectoriser
from nlu.intents import EMERGENCY

FORMAT = "sanad-embedded-4"
_ARRAYS = ("rarity", "weights", "bias", "alarm")
_EVIDENCE = 6  # columns of `evidence`


class ModelError(ValueError):
    """A model file that is missing, damaged or not ours."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`sure`: probability from which an intent is acted upon. `emergency`: log-odds from which it is one."""

    sure: float
    emergency: float


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` has a row for every place of the vector and a column for every intent.

    A last column, where there is one, stands for calm answers (`Dataset.calm`): no intent, but a rival of the alarm.
    `alarm` weighs the columns of `evidence`; `words` are what a mistyped word may be taken for, see `nlu.mending`.
    """

    vectoriser: Vectoriser
    intents: tuple[str, ...]
    weights: Floats
    bias: Floats
    alarm: Floats
    sharpness: float
    thresholds: Thresholds
    synonyms: Mapping[str, tuple[str, ...]]
    words: Mapping[str, int]
    meta: Mapping[str, Any]

    def scores(self, told: Words, *readings: Vector) -> tuple[Floats, float]:
        """Probabilities in the order of `intents`, and the log-odds of an emergency.

        Of a text that can be read in several ways the scores of all its readings are averaged.
        """
        raw = self._raw(readings)
        return self._shares(raw), float(evidence(raw[None, :], [told], self.intents)[0] @ self.alarm)

    def likely(self, vector: Vector) -> Floats:
        """The probabilities alone."""
        return self._shares(self._raw([vector]))

    def _raw(self, readings: Sequence[Vector]) -> Floats:
        each = [values @ self.weights[places] for places, values in readings]
        raw: Floats = np.mean(each, axis=0, dtype=np.float32) + self.bias
        return raw

    def _shares(self, raw: Floats) -> Floats:
        shares: Floats = softmax(raw[None, : len(self.intents)] * np.float32(self.sharpness))[0]
        return shares


def softmax(scores: Floats) -> Floats:
    """Every row as shares of 1."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    # Told outright: by its annotations NumPy would make doubles of these, which it does not.
    shares: Floats = np.divide(powers, powers.sum(1, keepdims=True), dtype=np.float32)
    return shares


def evidence(raw: Floats, told: Sequence[Words], intents: Sequence[str]) -> Floats:
    """What the alarm weighs, a row a text: the score of emergency, of its best rival, whether there is a word of
    danger, emergency's score again if there is, whether such words are calmed, and 1.

    `raw` has the columns of `Model.weights`.
    """
    place = intents.index(EMERGENCY)
    urgent, rival = raw[:, place], np.delete(raw, place, axis=1).max(1)
    sign, calmed = np.array([(words.sign, words.calmed) for words in told], np.float32).T
    return np.stack([urgent, rival, sign, sign * urgent, calmed, np.ones_like(urgent)], axis=1)


def save(model: Model, path: Path) -> None:
    """Write the file whole or not at all."""
    head = {
        "format": FORMAT,
        "intents": model.intents,
        "sharpness": model.sharpness,
        "thresholds": [model.thresholds.sure, model.thresholds.emergency],
        "synonyms": dict(model.synonyms),
        "words": dict(model.words),
        "meta": dict(model.meta),
    }
    terms = ["\n".join(column) for column in model.vectoriser.columns]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            head=_packed(json.dumps(head, ensure_ascii=False)),
            terms=_packed("\n\n".join(terms)),
            rarity=model.vectoriser.weights,
            weights=model.weights,
            bias=model.bias,
            alarm=model.alarm,
        )
    part.replace(path)


def load(path: Path) -> Model:
    """Read a model. Raises `ModelError` when the file is missing, damaged or of another kind."""
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            if head["format"] != FORMAT:
                raise ModelError(f"{path.name}: a model of format {head['format']!r}, wanted {FORMAT!r}")
            terms = file["terms"].tobytes().decode()
            rarity, weights, bias, alarm = (file[name].astype(np.float32, copy=False) for name in _ARRAYS)
    except FileNotFoundError as error:
        raise ModelError(f"{path.name}: there is no such model; train one first") from error
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path.name}: damaged, or not a model of Sanad") from error
    columns = _columns(terms)
    size, width = sum(map(len, columns)), len(bias)
    shapes = (rarity.shape, weights.shape, bias.shape, alarm.shape)
    fits = width - len(head["intents"]) in (0, 1) and shapes == ((size,), (size, width), (width,), (_EVIDENCE,))
    finite = all(np.isfinite(part).all() for part in (rarity, weights, bias, alarm))
    if len(columns) != len(VIEWS) or not fits or not finite:
        raise ModelError(f"{path.name}: its parts do not fit together")
    return Model(
        vectoriser=Vectoriser(columns, rarity),
        intents=tuple(head["intents"]),
        weights=weights,
        bias=bias,
        alarm=alarm,
        sharpness=float(head["sharpness"]),
        thresholds=Thresholds(*head["thresholds"]),
        synonyms={value: tuple(names) for value, names in head["synonyms"].items()},
        words=head["words"],
        meta=head["meta"],
    )


def _packed(text: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(text.encode(), np.uint8)


def _columns(terms: str) -> tuple[dict[str, int], ...]:
    columns: list[dict[str, int]] = []
    size = 0
    for block in terms.split("\n\n"):
        names = block.split("\n")
        columns.append(dict(zip(names, range(size, size + len(names)), strict=True)))
        size += len(names)
    return tuple(columns)
