"""`python -m bench.questions`: is the right question of a pack answered, and none where there is none?

Every phrasing of every pack is asked with itself taken out, and messages out of scope as they are; the weights of
`nlu/retrieval.py` and its threshold come from here. `nlu/held_out/questions.jsonl` is only measured.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

from bot.packs import load_all
from bot.settings import Settings
from nlu import dataset, versions
from nlu.evaluate import sure_at
from nlu.features import Vector, Vectoriser, core
from nlu.gate import HELD_OUT
from nlu.intents import OUT_OF_SCOPE
from nlu.model import Model
from nlu.retrieval import ANSWER, WEIGHTS, Index, Measures
from nlu.training import SURE_PRECISION

_FOREIGN = 400  # messages out of scope, shared out among the packs
_RESTRAINT = 1e-5
Numbers = NDArray[np.float64]
Weights = tuple[float, ...]
Questions = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What speaks for every question, their names, and which is `wanted`, or ""."""

    measures: Measures
    names: tuple[str, ...]
    wanted: str


class Remembering(Vectoriser):
    """The same phrasings are looked at again and again."""

    @cache  # noqa: B019  it lives as long as the process
    def vector(self, folded: str) -> Vector:
        return super().vector(folded)

    __hash__ = object.__hash__


def ask(index: Index, model: Model, text: str, wanted: str = "") -> Asked:
    """One text, before the weights."""
    folded = core(text)
    vector = model.vectoriser.vector(folded)
    return Asked(index.measures(folded, vector, model.likely(vector)), index.questions, wanted)


def lessons(questions: Questions, foreign: Sequence[str], model: Model) -> list[Asked]:
    """Every phrasing without itself, and what is foreign."""
    found = []
    for name, texts in questions.items():
        for text in texts:
            others = {**questions, name: [other for other in texts if other != text]}
            found.append(ask(Index.of(others, model), model, text, name))
    index = Index.of(questions, model)
    return [*found, *(ask(index, model, text) for text in foreign)]


def fit(taught: Sequence[Asked]) -> Weights:
    """The weights of the measures, and last what none of the questions has for itself."""

    def surprise(weights: Numbers) -> tuple[float, Numbers]:
        loss, slope = _RESTRAINT * float(weights @ weights), 2 * _RESTRAINT * weights
        for asked in taught:
            kinship = asked.measures.kinship
            chance = softmax(np.append(kinship @ weights[:-1] - weights[-1], 0.0))
            place = asked.names.index(asked.wanted) if asked.wanted else -1
            loss -= float(np.log(chance[place])) / len(taught)
            chance[place] -= 1
            slope += np.append(chance[:-1] @ kinship, -chance[:-1].sum()) / len(taught)
        return loss, slope

    found = minimize(surprise, np.zeros(len(WEIGHTS)), jac=True, method="L-BFGS-B").x
    return tuple(round(float(weight), 2) for weight in found)


def judge(asked: Sequence[Asked], weights: Weights) -> list[tuple[float, str, str]]:
    """(share, wanted, read) of the best question of every text."""
    best = [(one.measures.shares(weights), one) for one in asked]
    return [(float(shares.max()), one.wanted, one.names[int(shares.argmax())]) for shares, one in best]


def report(judged: Sequence[tuple[float, str, str]]) -> dict[str, float | int]:
    """How many there are, of how many that have an answer the best is right, how many are answered, and rightly."""
    answered = [wanted == read for share, wanted, read in judged if share >= ANSWER]
    answerable = [wanted == read for _, wanted, read in judged if wanted]
    return {
        "lines": len(judged),
        "answerable": len(answerable),
        "best_right": round(sum(answerable) / len(answerable), 4),
        "answered": len(answered),
        "right": sum(answered),
    }


def main() -> None:
    """Print what the packs teach, and how it does: pack by pack from the others, and on what was held out."""
    settings = Settings()
    model = versions.in_use(settings.data_dir / "models")
    learnt = model.vectoriser
    model = replace(model, vectoriser=Remembering(learnt.columns, learnt.weights))
    packs = {slug: {q.id: q.ask for q in pack.questions} for slug, pack in load_all(settings.charities_dir).items()}
    foreign = [example.text for example in dataset.load().examples if example.intent == OUT_OF_SCOPE]
    foreign = foreign[:: max(1, len(foreign) // _FOREIGN)]
    taught = {
        slug: lessons(asked, foreign[number :: len(packs)], model) for number, (slug, asked) in enumerate(packs.items())
    }
    judged = []
    for slug, asked in taught.items():
        judged += judge(asked, fit([one for other, rest in taught.items() if other != slug for one in rest]))
    weights, threshold = fit([one for rest in taught.values() for one in rest]), sure_at(SURE_PRECISION, judged)
    print(json.dumps({"weights": weights, "threshold": round(threshold, 3)}))
    print(json.dumps({"phrasings, taught by the other packs": report(judged)}))
    indexes = {slug: Index.of(asked, model) for slug, asked in packs.items()}
    rows = [json.loads(row) for row in (HELD_OUT / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    fresh = [ask(indexes[row["charity"]], model, row["text"], row["question"]) for row in rows]
    print(json.dumps({"held out": report(judge(fresh, WEIGHTS))}))


if __name__ == "__main__":
    main()
