"""Is somebody in danger now? A decision of its own, over the whole text and at any step of any form."""

from flows.arabic import fold
from nlu.danger import certain

_WINDOW = 1000  # characters read together, so that "years ago" in one paragraph does not calm another
_STEP = 800
_CERTAIN = 0.95
_MOST = 10  # windows; longer texts are read at the beginning and at the end


def proven(text: str) -> bool:
    """Do the words of any part of the text prove danger?"""
    return any(certain(fold(part)) for part in windows(text))


def alarm(*, proved: bool, score: float, threshold: float) -> float:
    """How sure it is that somebody is in danger now: 0 is no alarm, else 0.5 to 0.95.

    `score` is the classifier's, an alarm from `threshold` on; what is `proved` by the words needs no score.
    """
    if proved:
        return _CERTAIN
    return min(_CERTAIN, 0.5 + score - threshold) if score >= threshold else 0.0


def windows(text: str) -> list[str]:
    """The text in overlapping pieces; of a very long one the first and the last."""
    starts = list(range(0, max(1, len(text) - (_WINDOW - _STEP)), _STEP))
    if len(starts) > _MOST:
        starts = [*starts[: _MOST - 2], *starts[-2:]]
    return [text[start : start + _WINDOW] for start in starts]
