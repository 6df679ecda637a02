"""Is somebody in danger now? A decision of its own, over the whole text and at any step of any form."""

import math
from dataclasses import dataclass

from flows.arabic import fold
from flows.grief import besides, mourns
from nlu.danger import calmed, certain, signs, wanting

_WINDOW = 1000  # characters read together, so that "years ago" in one paragraph does not calm another
_STEP = 800
_CERTAIN = 0.95
_GUESS = 0.5
_SHARE = 0.25  # less of the classifier's shares than this is no alarm, whatever the words
# What it gives half or more to needs less evidence, since unusual words show no sign of danger. Of 393 new emergencies
# this heard five more, of 559 other new lines none.
_LIKELY, _LESS = 0.5, 0.5
_MOST = 10  # windows; longer texts are read at the beginning and at the end


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a text say by themselves: they prove danger, hint at it, or hint at one that is over; they tell
    of a home without food, or of a death and nothing else that hints.
    """

    proved: bool
    sign: bool
    calmed: bool
    want: bool = False
    grief: bool = False


def words(text: str) -> Words:
    """Over all parts of the text; a sign counts as calmed only where no part has one that is not."""
    parts = [fold(part) for part in windows(text)]
    hinting = [part for part in parts if signs(part)]
    return Words(
        proved=any(map(certain, parts)),
        sign=bool(hinting),
        calmed=bool(hinting) and all(map(calmed, hinting)),
        want=any(map(wanting, parts)),
        grief=any(map(mourns, parts)) and not any(signs(besides(part)) for part in parts),
    )


def proven(text: str) -> bool:
    """Do the words of any part of the text prove danger?"""
    return words(text).proved


def alarm(told: Words, *, score: float, threshold: float, share: float) -> float:
    """How sure it is that somebody is in danger now: 0 is no alarm, else 0.5 to 0.95.

    `score` is log-odds, an alarm from `threshold` on; what is proved by the words needs no score, and a bereavement is
    told of with much sorrow and in no danger. `share` is what the classifier gives to emergency among all intents (0 to
    1): words of danger make none of what it takes for another, and what it takes for one needs fewer of them.
    """
    if told.proved:
        return _CERTAIN
    least = _GUESS if told.want else 0.0
    threshold -= _LESS if share >= _LIKELY else 0.0
    if share < _SHARE or score < threshold or told.grief:
        return least
    return max(least, min(_CERTAIN, 1 / (1 + math.exp(threshold - score))))


def windows(text: str) -> list[str]:
    """The text in overlapping pieces; of a very long one the first and the last."""
    starts = list(range(0, max(1, len(text) - (_WINDOW - _STEP)), _STEP))
    if len(starts) > _MOST:
        starts = [*starts[: _MOST - 2], *starts[-2:]]
    return [text[start : start + _WINDOW] for start in starts]
