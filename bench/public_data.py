"""The public Arabic intent data, and a row of what was measured on them.

`public_nlu/` lies beside the repository, or under SANAD_SHARED. The data are never copied, and nothing learnt from them
is kept. Settings were chosen on `val` alone; the tests are only measured.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from nlu.features import core

SHARED = Path(os.environ.get("SANAD_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "public_nlu"
# Three draws of twenty Saudi examples an intent, and the half of the Saudi lines that none of them comes from.
FEW, HELD = ("fs20_sau_s1", "fs20_sau_s2", "fs20_sau_s3"), "sau_held"
# No Saudi line is in the full set, so that all of `test_sau` is unseen where that is learnt.
FULL, SAUDI, MSA, PALESTINIAN = "train_full", "test_sau", "test_msa", "test_pal"
Rows = tuple[list[str], list[str]]


def read(name: str) -> Rows:
    """(texts, intents) of one file of `intent<TAB>text` lines."""
    lines = (SHARED / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    intents, texts = zip(*(line.split("\t", 1) for line in lines if line), strict=True)
    return [core(text) for text in texts], list(intents)


def tell(way: str, learnt: Sequence[str], scores: Mapping[str, float], **more: object) -> None:
    """Print one row as JSON: what learnt, from which files, and its shares of right answers, 0..1, by test."""
    print(json.dumps({"way": way, "learnt": [*learnt], "scores": scores, **more}), flush=True)


def tell_few(way: str, draws: Sequence[float], beside: Sequence[str] = ()) -> None:
    """The same of twenty Saudi examples an intent, learnt alone or beside other files: the mean of the draws."""
    tell(way, [*beside, "20 Saudi"], {HELD: round(sum(draws) / len(draws), 4)}, draws=[*draws])
