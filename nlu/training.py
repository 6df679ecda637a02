"""From the training set to a model: fit, then set probabilities and thresholds on held-out predictions.

scikit-learn is imported only when there is something to train (see `nlu/fitting.py`): a server that finds its model
starts without it.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import emergency
from nlu.cores import HERE, spread, together
from nlu.dataset import Dataset
from nlu.features import Floats, core, learn
from nlu.intents import EMERGENCY, OUT_OF_SCOPE
from nlu.model import Model, ModelError, Thresholds, evidence, softmax

SURE_PRECISION = 0.95  # of what is acted upon without asking
FALSE_ALARMS = 0.03  # of held-out examples of other intents; far more of them nearly are emergencies than people write
_LEARNT = 0.9  # a model that cannot repeat its own lessons is refused
_HERE = Path(__file__).parent
_MODULES = (
    "danger", "dialect", "emergency", "features", "fitting", "intents", "mending", "model", "preamble", "slips",
    "sound", "training",
)  # fmt: skip
_CODE = [*(_HERE / f"{name}.py" for name in _MODULES), _HERE / "danger.txt"]


@cache
def code() -> str:
    """Changes with the code that shapes a model. Asked once a process: it is the code that runs, not what an update has
    laid beside it, that must fit a model.
    """
    made = hashlib.sha256()
    for path in [*_CODE, _HERE.parent / "flows" / "arabic.py"]:
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def digest(data: Dataset) -> str:
    """Changes with the data and with the code; a model's file is named by it."""
    return hashlib.sha256(f"{data.digest()}{code()}".encode()).hexdigest()[:16]


def path_of(data: Dataset, folder: Path) -> Path:
    """Where the model of this data and code lives."""
    return folder / f"embedded-{digest(data)}.npz"


def train(data: Dataset, pool: Executor = HERE) -> Model:
    """Fit everything. The same data gives the same model. Raises `ModelError` when the result is useless."""
    from nlu import fitting

    intents = tuple(sorted({example.intent for example in data.examples}))
    labels = np.array([intents.index(example.intent) for example in data.examples])
    written = [*(example.text for example in data.examples), *data.calm]
    reading = spread(pool, _words, written)
    texts = [core(text) for text in written]
    classes = np.concatenate([labels, np.full(len(data.calm), len(intents))])
    vectoriser = learn(texts)
    fit = fitting.fit(fitting.matrix(vectoriser, texts), classes, pool)
    words = together(reading)
    known, told = len(intents), len(labels)  # the class of calm answers is for the alarm alone
    if (learnt := float((fit.seen[:told, :known].argmax(1) == labels).mean())) < _LEARNT:
        raise ModelError(f"the model knows only {learnt:.0%} of its own training set")
    sharpness = fitting.sharpness(fit.unseen[:told, :known], labels)
    likely = softmax(fit.unseen[:told, :known] * sharpness)
    urgent = classes == intents.index(EMERGENCY)
    rows = evidence(fit.unseen, words, intents)
    weights = fitting.alarm(rows, urgent)
    alarm, proved = rows @ weights, np.array([each.proved for each in words])
    thresholds = Thresholds(
        sure=sure_from(likely, labels, intents.index(OUT_OF_SCOPE)),
        emergency=float(np.quantile(alarm[:told][~urgent[:told]], 1 - FALSE_ALARMS)),
    )
    return Model(
        vectoriser=vectoriser,
        intents=intents,
        weights=fit.weights,
        bias=fit.bias,
        alarm=weights,
        sharpness=sharpness,
        thresholds=thresholds,
        synonyms=data.synonyms,
        words=Counter(word for text in texts for word in text.split()),
        meta={
            "digest": digest(data),
            "data": data.digest()[:16],
            "code": code(),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "examples": told,
            "calm": len(data.calm),
            "held_out": {
                **_acted(likely, labels, thresholds.sure, intents.index(OUT_OF_SCOPE)),
                **_alarmed(alarm[:told] >= thresholds.emergency, proved[:told], urgent[:told]),
                "calm_guessed": round(float((alarm[told:] >= thresholds.emergency).mean()), 4) if data.calm else None,
            },
        },
    )


def _words(texts: Sequence[str]) -> list[emergency.Words]:
    return [emergency.words(text) for text in texts]


def sure_from(likely: Floats, labels: NDArray[Any], refused: int) -> float:
    """The lowest probability above which `SURE_PRECISION` of the predictions other than class `refused` are right."""
    best, guess = likely.max(1), likely.argmax(1)
    order = np.argsort(-best, kind="stable")
    order = order[guess[order] != refused]
    right = np.cumsum(guess[order] == labels[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= SURE_PRECISION)
    return float(best[order[good[-1]]]) if len(good) else 1.0


def _acted(likely: Floats, labels: NDArray[Any], sure: float, refused: int) -> dict[str, float | None]:
    """What a person asks of a model file: how did it do on training text it had not seen?"""
    right = likely.argmax(1) == labels
    acted = (likely.max(1) >= sure) & (likely.argmax(1) != refused)
    return {
        "accuracy": round(float(right.mean()), 4),
        "sure_share": round(float(acted.mean()), 4),
        "sure_precision": round(float(right[acted].mean()), 4) if acted.any() else None,
    }


def _alarmed(guessed: NDArray[Any], proved: NDArray[Any], urgent: NDArray[Any]) -> dict[str, float]:
    """The same for the alarm: guessed alone, and together with the rules that prove, which are not learnt."""
    return {
        "recall_guessed": round(float(guessed[urgent].mean()), 4),
        "recall": round(float((guessed | proved)[urgent].mean()), 4),
        "false_alarms_guessed": round(float(guessed[~urgent].mean()), 4),
        "false_alarms": round(float((guessed | proved)[~urgent].mean()), 4),
    }
