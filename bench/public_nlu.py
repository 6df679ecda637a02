"""`python -m bench.public_nlu`: the embedded engine's features on public Arabic intent data, alone and with others.

Reads `public_nlu/` beside the repository, or under SANAD_SHARED. The data are never copied, and nothing learnt from
them is kept. Settings were chosen on `val` alone; the tests are only measured. All Saudi lines are unseen where the
full set is learnt; where twenty of each intent are learnt, the half that they do not come from is.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from bench import everyday
from nlu.dialect import plain
from nlu.features import Floats, core, learn
from nlu.fitting import matrix
from nlu.model import softmax

SHARED = Path(os.environ.get("SANAD_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "public_nlu"
FEW, FULL = ("fs20_sau_s1", "fs20_sau_s2", "fs20_sau_s3"), "train_full"
FULL_TESTS = ("val", "test_msa", "test_pal", "test_sau", "sau_held")
_SHARPNESS = 6.0  # of the SVM's scores, and
_BLUNTNESS = 0.7  # of naive Bayes, which is always too sure
Rows = tuple[list[str], list[str]]
Chances = Callable[[Sequence[str]], Floats]  # a row a text, a column an intent by its name
Way = Callable[[Sequence[str], Sequence[str]], Chances]


def read(name: str) -> Rows:
    """(texts, intents) of one file of `intent<TAB>text` lines."""
    lines = (SHARED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    intents, texts = zip(*(line.split("\t", 1) for line in lines if line), strict=True)
    return [core(text) for text in texts], list(intents)


class Stems:
    """Letters, letters of stems, and stems with pairs of them at half the weight (`words`, 0 for none)."""

    def __init__(self, texts: Sequence[str], words: float = 0.5) -> None:
        letters, pairs = (
            {"analyzer": "char_wb", "ngram_range": (2, 4)},
            {"token_pattern": r"\S+", "ngram_range": (1, 2)},
        )
        kinds = ((letters, 1.0, False), (letters, 0.8, True), *(((pairs, words, True),) if words else ()))
        self._views = [
            (TfidfVectorizer(sublinear_tf=True, **kind).fit(_told(texts, bare)), share, bare)
            for kind, share, bare in kinds
        ]

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([share * view.transform(_told(texts, bare)) for view, share, bare in self._views]).tocsr()


def _told(texts: Sequence[str], bare: bool) -> Sequence[str]:
    return [" ".join(plain(text)) for text in texts] if bare else texts


def _svm() -> LinearSVC:
    return LinearSVC(C=0.5, tol=1e-2, random_state=7)


def _logistic() -> LogisticRegression:
    return LogisticRegression(C=20, tol=1e-5, max_iter=500)


def engine(machine: Callable[[], LinearSVC | LogisticRegression]) -> Way:
    """The product's own features; with the SVM its classifier too."""

    def learnt(texts: Sequence[str], intents: Sequence[str]) -> Chances:
        vectoriser = learn(texts)
        fitted = machine().fit(matrix(vectoriser, texts), intents)
        return lambda asked: _likely(fitted, matrix(vectoriser, asked))

    return learnt


def stems(machine: Callable[[], LinearSVC | LogisticRegression | MultinomialNB], words: float = 0.5) -> Way:
    """Letters and stems as scikit-learn counts them."""

    def learnt(texts: Sequence[str], intents: Sequence[str]) -> Chances:
        seen = Stems(texts, words)
        fitted = machine().fit(seen.rows(texts), intents)
        return lambda asked: _likely(fitted, seen.rows(asked))

    return learnt


def _likely(fitted: LinearSVC | LogisticRegression | MultinomialNB, rows: csr_matrix) -> Floats:
    if isinstance(fitted, LinearSVC):
        scores = _SHARPNESS * fitted.decision_function(rows)
    elif isinstance(fitted, MultinomialNB):
        scores = _BLUNTNESS * fitted.predict_log_proba(rows)
    else:
        return np.asarray(fitted.predict_proba(rows), np.float32)
    return softmax(np.asarray(scores, np.float32))


def vote(ways: Sequence[tuple[Way, float]]) -> Way:
    """The weighed mean of what several ways hold likely."""

    def learnt(texts: Sequence[str], intents: Sequence[str]) -> Chances:
        voters = [(way(texts, intents), share) for way, share in ways]
        return lambda asked: np.sum([share * voter(asked) for voter, share in voters], axis=0)

    return learnt


WAYS: dict[str, Way] = {
    "engine, svm": engine(_svm),
    "engine, logistic": engine(_logistic),
    "letters and letters of stems, logistic": stems(_logistic, words=0),
    "letters and stems, logistic": stems(_logistic),
    "letters and stems, svm": stems(_svm),
    "vote": vote([(engine(_svm), 1.0), (stems(_svm), 0.5), (stems(lambda: MultinomialNB(alpha=0.1)), 0.25)]),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """`scores` are shares of right answers, 0..1; `seconds` of processor time to fit."""

    way: str
    learnt: tuple[str, ...]
    scores: dict[str, float]
    seconds: float


def measure(name: str, learnt: Sequence[str], tests: Sequence[str]) -> Measured:
    """Learn some files together and score the others."""
    texts, intents = (list(chain.from_iterable(part)) for part in zip(*map(read, learnt), strict=True))
    begun = time.process_time()
    chances = WAYS[name](texts, intents)
    seconds = time.process_time() - begun
    kinds = np.array(sorted(set(intents)))
    scores = {}
    for test in tests:
        asked, wanted = read(test)
        scores[test] = round(float((kinds[chances(asked).argmax(1)] == np.array(wanted)).mean()), 4)
    return Measured(name, tuple(learnt), scores, round(seconds, 1))


def few(name: str, beside: Sequence[str] = ()) -> dict[str, object]:
    """The mean of three draws of twenty Saudi examples an intent, learnt alone or beside other files."""
    draws = [measure(name, (*beside, draw), ["sau_held"]).scores["sau_held"] for draw in FEW]
    return {"way": name, "learnt": [*beside, "20 Saudi"], "sau_held": round(sum(draws) / len(draws), 4), "draws": draws}


def latency() -> dict[str, float]:
    """Milliseconds of processor time of one message, vector and scores, as the product computes them."""
    texts, intents = read(FULL)
    vectoriser = learn(texts)
    fitted = _svm().fit(matrix(vectoriser, texts), intents)
    weights, bias = np.ascontiguousarray(fitted.coef_.T, np.float32), fitted.intercept_.astype(np.float32)
    took = []
    for text in read("val")[0][:500]:
        start = time.thread_time()
        places, values = vectoriser.vector(text)
        (values @ weights[places] + bias).argmax()
        took.append((time.thread_time() - start) * 1000)
    return {f"p{share}": round(float(np.percentile(took, share)), 2) for share in (50, 99)}


def main() -> None:
    """Print one JSON object a row, and the memory of the whole run."""
    parser = argparse.ArgumentParser(prog="python -m bench.public_nlu", description=__doc__)
    parser.add_argument("--way", choices=tuple(WAYS), action="append", help="instead of all")
    parser.add_argument("--few-only", action="store_true", help="leave out the full training set")
    parser.add_argument("--without-words", action="store_true", help="the product's words of the dialects alone")
    options = parser.parse_args()
    if not options.without_words:
        everyday.teach()
    for name in options.way or list(WAYS):
        print(json.dumps(few(name)), flush=True)
        if not options.few_only:
            print(json.dumps(asdict(measure(name, (FULL,), FULL_TESTS))), flush=True)
    if not options.few_only:
        print(json.dumps(few("vote", beside=(FULL,))), flush=True)
        print(json.dumps({"milliseconds": latency()}))
    print(json.dumps({"peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
