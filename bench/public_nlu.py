"""`python -m bench.public_nlu`: the embedded engine's features on public Arabic intent data, alone and with others.

The data, and which of them are unseen: `bench.public_data`.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from bench import everyday
from bench.public_data import FEW, FULL, HELD, MSA, PALESTINIAN, SAUDI, read, tell, tell_few
from nlu.dialect import plain
from nlu.features import Floats, learn
from nlu.fitting import matrix
from nlu.model import softmax

FULL_TESTS = ("val", MSA, PALESTINIAN, SAUDI, HELD)
_SHARPNESS = 6.0  # of the SVM's scores, and
_BLUNTNESS = 0.7  # of naive Bayes, which is always too sure
Chances = Callable[[Sequence[str]], Floats]  # a row a text, a column an intent by its name
Way = Callable[[Sequence[str], Sequence[str]], Chances]


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


def measure(name: str, learnt: Sequence[str], tests: Sequence[str]) -> tuple[dict[str, float], float]:
    """Learn some files together: shares of right answers in others, 0..1, and seconds of processor time to fit."""
    texts, intents = (list(chain.from_iterable(part)) for part in zip(*map(read, learnt), strict=True))
    begun = time.process_time()
    chances = WAYS[name](texts, intents)
    seconds = time.process_time() - begun
    kinds = np.array(sorted(set(intents)))
    scores = {}
    for test in tests:
        asked, wanted = read(test)
        scores[test] = round(float((kinds[chances(asked).argmax(1)] == np.array(wanted)).mean()), 4)
    return scores, round(seconds, 1)


def few(name: str, beside: Sequence[str] = ()) -> None:
    """Tell the mean of three draws of twenty Saudi examples an intent, learnt alone or beside other files."""
    tell_few(name, [measure(name, (*beside, draw), [HELD])[0][HELD] for draw in FEW], beside)


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
        few(name)
        if not options.few_only:
            scores, seconds = measure(name, (FULL,), FULL_TESTS)
            tell(name, [FULL], scores, seconds=seconds)
    if not options.few_only:
        few("vote", beside=(FULL,))
        print(json.dumps({"milliseconds": latency()}))
    print(json.dumps({"peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
