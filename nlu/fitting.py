"""The linear classifier, by scikit-learn: the one module that needs it, and SciPy. It is imported only to train."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.cores import HERE
from nlu.features import Floats, Vectoriser
from nlu.model import softmax

_C = 0.5  # best of 0.1 to 1 by held-out accuracy, within a third of a point of 1 and faster
_LOOSE = 100.0  # six weights from thousands of rows need no restraint
_TOLERANCE = 5e-2  # the same figures as 1e-2 in nine tenths of the time
_FOLDS = 5
_SEED = 7  # of the folds and of the solver, so that the same data give the same model


@dataclass(frozen=True, slots=True)
class Fit:
    """`weights` (places x classes) and `bias`; what every text scores when learnt (`seen`) and held out (`unseen`)."""

    weights: Floats
    bias: Floats
    seen: Floats
    unseen: Floats


def fit(rows: csr_matrix, labels: NDArray[np.intp], pool: Executor = HERE) -> Fit:
    """One against the rest for every class of `labels` (0..classes-1, three or more), each fold by a worker."""
    folds = [*StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(rows, labels)]
    whole, *parts = pool.submit(_machine, rows, labels), *(pool.submit(_held_out, rows, labels, *it) for it in folds)
    machine = whole.result()
    unseen = np.empty((len(labels), len(machine.classes_)))
    for (_, rest), scores in zip(folds, parts, strict=True):
        unseen[rest] = scores.result()
    return Fit(
        weights=np.ascontiguousarray(machine.coef_.T, np.float32),
        bias=machine.intercept_.astype(np.float32),
        seen=machine.decision_function(rows).astype(np.float32),
        unseen=unseen.astype(np.float32),
    )


def _machine(rows: csr_matrix, labels: NDArray[np.intp]) -> LinearSVC:
    return LinearSVC(C=_C, tol=_TOLERANCE, random_state=_SEED).fit(rows, labels)


def _held_out(rows: csr_matrix, labels: NDArray[np.intp], learnt: NDArray[np.intp], rest: NDArray[np.intp]) -> Any:
    """What the texts of `rest` score by a machine that has seen those of `learnt` only."""
    return _machine(rows[learnt], labels[learnt]).decision_function(rows[rest])


def alarm(rows: Floats, urgent: NDArray[np.bool_]) -> Floats:
    """The weight of every column of `model.evidence`, on held-out scores, in the log-odds of an emergency."""
    judge = LogisticRegression(C=_LOOSE, fit_intercept=False, max_iter=500)
    weights: Floats = judge.fit(rows, urgent).coef_[0].astype(np.float32)
    return weights


def sharpness(unseen: Floats, labels: NDArray[Any]) -> float:
    """The factor that makes the held-out probabilities honest (temperature scaling)."""

    def surprise(factor: float) -> float:
        chance = softmax(unseen * np.float32(factor))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chance, 1e-9)).mean())

    return float(minimize_scalar(surprise, bounds=(1, 60), method="bounded").x)


def matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> csr_matrix:
    """A row a folded text."""
    places, values, ends = vectoriser.rows(texts)
    return csr_matrix((values, places, [0, *ends]), shape=(len(texts), len(vectoriser.weights)))
