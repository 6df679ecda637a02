"""From the training set to a model: a linear classifier whose leave-one-out predictions come in closed form.

Ridge regression on one column an intent was chosen over logistic regression: measured the same accuracy, but trained in
a fraction of the time, and every example is judged by a model that has not seen it without training one more (Allen's
PRESS: held-out = target - alpha / diagonal of the inverse). Probabilities and thresholds are set on those predictions.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from nlu.dataset import Dataset
from nlu.features import Floats, Vectoriser, core, learn
from nlu.intents import EMERGENCY, OUT_OF_SCOPE
from nlu.model import Model, ModelError, Thresholds, danger, load, save

FOLDER = Path("var/models")
SURE_PRECISION = 0.95  # of what is acted upon without asking
FALSE_ALARMS = 0.02  # of held-out training text that is no emergency; far more of it nearly is one than people write
_RIDGE = 0.5
_LEARNT = 0.9  # a model that cannot repeat its own lessons is refused
_HERE = Path(__file__).parent
_CODE = [_HERE / f"{name}.py" for name in ("dialect", "features", "intents", "model", "preamble", "sound", "training")]


@dataclass(frozen=True, slots=True)
class Fit:
    """A solved regression: `weights`, `bias`, and for every example what it scores when it was not learnt."""

    weights: Floats
    bias: Floats
    seen: Floats
    unseen: Floats


def digest(data: Dataset) -> str:
    """Changes with the data and with the code that shapes a model; a model of another digest is rebuilt."""
    made = hashlib.sha256(data.digest().encode())
    for path in [*_CODE, _HERE.parent / "flows" / "arabic.py"]:
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def path_of(data: Dataset, folder: Path) -> Path:
    """Where the model of this data and code lives."""
    return folder / f"embedded-{digest(data)}.npz"


def ensure(data: Dataset, folder: Path = FOLDER) -> Model:
    """The model of this data and code: read if it is there and sound, else trained and written."""
    path = path_of(data, folder)
    if path.exists():
        try:
            return load(path)
        except ModelError:
            path.unlink()  # our own file, half-written or damaged: it can be made again
    model = train(data)
    save(model, path)
    return model


def train(data: Dataset) -> Model:
    """Fit everything. The same data gives the same model. Raises `ModelError` when the result is useless."""
    texts = [core(example.text) for example in data.examples]
    intents = tuple(sorted(_intents(data)))
    labels = np.array([intents.index(example.intent) for example in data.examples])
    vectoriser = learn(texts)
    targets = np.eye(len(intents), dtype=np.float32)[labels]
    urgent = labels == intents.index(EMERGENCY)
    fit = solve(_matrix(vectoriser, texts), np.column_stack([targets, np.where(urgent, 1, -1).astype(np.float32)]))
    learnt = float((fit.seen[:, :-1].argmax(1) == labels).mean())
    if learnt < _LEARNT:
        raise ModelError(f"the model knows only {learnt:.0%} of its own training set")
    sharpness = _sharpness(fit.unseen[:, :-1], labels)
    likely = _softmax(fit.unseen[:, :-1] * sharpness)
    alarm = danger(fit.unseen, intents)
    thresholds = Thresholds(
        sure=sure_from(likely, labels, intents.index(OUT_OF_SCOPE)),
        emergency=float(np.quantile(alarm[~urgent], 1 - FALSE_ALARMS)),
    )
    return Model(
        vectoriser=vectoriser,
        intents=intents,
        weights=fit.weights,
        bias=fit.bias,
        sharpness=sharpness,
        thresholds=thresholds,
        synonyms=data.synonyms,
        meta=_meta(data, likely, labels, alarm >= thresholds.emergency, urgent, thresholds.sure),
    )


def _intents(data: Dataset) -> set[str]:
    return {example.intent for example in data.examples}


def solve(rows: csr_matrix, targets: Floats) -> Fit:
    """Ridge regression with a constant feature, by the Gram matrix (examples x examples)."""
    gram = (rows @ rows.T).toarray().astype(np.float32) + 1
    factor, failed = lapack.spotrf(gram + _RIDGE * np.eye(len(gram), dtype=np.float32), lower=0)
    half, wrong = lapack.spotri(factor, lower=0)
    if failed or wrong:
        raise ModelError("the training set cannot be solved")
    inverse = np.triu(half) + np.triu(half, 1).T
    alpha = inverse @ targets
    return Fit(
        weights=np.ascontiguousarray(rows.T @ alpha, np.float32),
        bias=alpha.sum(0),
        seen=gram @ alpha,
        unseen=targets - alpha / np.diag(inverse)[:, None],
    )


def sure_from(likely: Floats, labels: NDArray[Any], refused: int) -> float:
    """The lowest probability above which `SURE_PRECISION` of the predictions other than class `refused` are right."""
    best, guess = likely.max(1), likely.argmax(1)
    order = np.argsort(-best, kind="stable")
    order = order[guess[order] != refused]
    right = np.cumsum(guess[order] == labels[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= SURE_PRECISION)
    return float(best[order[good[-1]]]) if len(good) else 1.0


def _matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> csr_matrix:
    vectors = [vectoriser.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in vectors)])
    values, places = np.concatenate([v for _, v in vectors]), np.concatenate([p for p, _ in vectors])
    return csr_matrix((values, places, ends), shape=(len(texts), len(vectoriser.weights)))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def _sharpness(unseen: Floats, labels: NDArray[Any]) -> float:
    """The factor that makes the held-out probabilities honest (temperature scaling)."""

    def surprise(factor: float) -> float:
        chance = _softmax(unseen * np.float32(factor))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chance, 1e-9)).mean())

    return float(minimize_scalar(surprise, bounds=(1, 60), method="bounded").x)


def _meta(
    data: Dataset, likely: Floats, labels: NDArray[Any], alarms: NDArray[Any], urgent: NDArray[Any], sure: float
) -> dict[str, Any]:
    """What a person asks of a model file: what made it, when, and how it did on held-out training text."""
    right = likely.argmax(1) == labels
    acted = (likely.max(1) >= sure) & (likely.argmax(1) != sorted(_intents(data)).index(OUT_OF_SCOPE))
    return {
        "digest": digest(data),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "examples": len(labels),
        "held_out": {
            "accuracy": round(float(right.mean()), 4),
            "sure_share": round(float(acted.mean()), 4),
            "sure_precision": round(float(right[acted].mean()), 4) if acted.any() else None,
            "emergency_recall_without_rules": round(float(alarms[urgent].mean()), 4),
            "false_alarms_without_rules": round(float(alarms[~urgent].mean()), 4),
        },
    }
