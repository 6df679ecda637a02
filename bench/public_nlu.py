"""`python -m bench.public_nlu`: the embedded engine's features and classifier on public Arabic intent data.

Reads `public_nlu/` beside the repository, or under SANAD_SHARED. The data are never copied, and nothing learnt from
them is kept. Settings were chosen on `val` alone; the tests are only measured.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu.dialect import plain
from nlu.features import core, learn
from nlu.fitting import matrix

SHARED = Path(os.environ.get("SANAD_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "public_nlu"
# The product's own classifier, and the one that was better with few examples.
MACHINES = {
    "svm": lambda: LinearSVC(C=0.5, random_state=7),
    "logistic": lambda: LogisticRegression(C=20, tol=1e-5, max_iter=500),
}
FEW, FULL = ("fs20_sau_s1", "fs20_sau_s2", "fs20_sau_s3"), "train_full"
FULL_TESTS = ("val", "test_msa", "test_pal", "sau_held", "test_sau")
Rows = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """`scores` are shares of right answers, 0..1; `seconds` of processor time to fit; latency in milliseconds."""

    machine: str
    trained_on: str
    scores: dict[str, float]
    seconds: float
    p50: float
    p99: float


def read(name: str) -> Rows:
    """(texts, intents) of one file of `intent<TAB>text` lines."""
    lines = (SHARED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    intents, texts = zip(*(line.split("\t", 1) for line in lines if line), strict=True)
    return [core(text) for text in texts], list(intents)


def measure(machine: str, train: str, tests: Sequence[str]) -> Measured:
    """Fit on one file, score the others, and time single messages of the first."""
    texts, intents = read(train)
    begun = time.process_time()
    vectoriser = learn(texts)
    fitted = MACHINES[machine]().fit(matrix(vectoriser, texts), intents)
    seconds = time.process_time() - begun
    scores = {}
    for name in tests:
        asked, wanted = read(name)
        scores[name] = round(float(np.mean(fitted.predict(matrix(vectoriser, asked)) == np.array(wanted))), 4)
    weights, bias = np.ascontiguousarray(fitted.coef_.T, np.float32), fitted.intercept_.astype(np.float32)
    took = []
    for text in read(tests[0])[0][:500]:
        start = time.perf_counter()
        places, values = vectoriser.vector(text)
        (values @ weights[places] + bias).argmax()
        took.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(took, [50, 99])
    return Measured(machine, train, scores, round(seconds, 1), round(float(p50), 2), round(float(p99), 2))


class Stems:
    """Letters, letters of stems, and stems with pairs of them at half the weight."""

    def __init__(self, texts: Sequence[str]) -> None:
        letters, words = (
            {"analyzer": "char_wb", "ngram_range": (2, 4)},
            {"token_pattern": r"\S+", "ngram_range": (1, 2)},
        )
        kinds = ((letters, 1.0, False), (letters, 0.8, True), (words, 0.5, True))
        self._views = [
            (TfidfVectorizer(sublinear_tf=True, **kind).fit(_told(texts, bare)), share, bare)
            for kind, share, bare in kinds
        ]

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([share * view.transform(_told(texts, bare)) for view, share, bare in self._views]).tocsr()


def _told(texts: Sequence[str], bare: bool) -> Sequence[str]:
    return [" ".join(plain(text)) for text in texts] if bare else texts


def stems(train: str, test: str) -> float:
    """The share of right answers of logistic regression over `Stems`; better on `val` than the engine's features."""
    texts, intents = read(train)
    asked, wanted = read(test)
    seen = Stems(texts)
    machine = LogisticRegression(C=20, tol=1e-4, max_iter=300).fit(seen.rows(texts), intents)
    return float(np.mean(machine.predict(seen.rows(asked)) == np.array(wanted)))


def main() -> None:
    """Print one JSON object a model, and the memory of the whole run."""
    parser = argparse.ArgumentParser(prog="python -m bench.public_nlu", description=__doc__)
    parser.add_argument("--machine", choices=tuple(MACHINES), action="append")
    parser.add_argument("--few-only", action="store_true", help="leave out the full training set")
    options = parser.parse_args()
    mean = round(sum(stems(train, "sau_held") for train in FEW) / len(FEW), 4)
    print(json.dumps({"machine": "stems, logistic", "20 Saudi examples an intent": mean}), flush=True)
    for machine in options.machine or list(MACHINES):
        few = [measure(machine, train, ["sau_held"]) for train in FEW]
        mean = round(sum(one.scores["sau_held"] for one in few) / len(few), 4)
        print(json.dumps({"machine": machine, "20 Saudi examples an intent": mean, "draws": [asdict(o) for o in few]}))
        if not options.few_only:
            full = measure(machine, FULL, FULL_TESTS)
            print(json.dumps(asdict(full)), flush=True)
    print(json.dumps({"peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
