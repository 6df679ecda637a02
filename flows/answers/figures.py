"""Long numbers as people type or dictate them."""

import re

from flows import numerals

_RUN = re.compile(r"\d+(?:[ .\-–‐_()]+\d+)*")
_CHUNK = re.compile(r"\d+")


def figures(text: str) -> list[tuple[str, ...]]:
    """Runs of digits as typed, each a tuple of its pieces: "12 345 x 6" is [("12", "345"), ("6",)].

    `text` has ASCII digits (`arabic.digits`). Without any digit, dictated digits are read as one run.
    """
    runs = [tuple(_CHUNK.findall(run)) for run in _RUN.findall(text)]
    return runs or dictated(text)


def dictated(text: str) -> list[tuple[str, ...]]:
    """Spoken digits and pairs ("صفر خمسه خمسه سبعه وستين") as runs of pieces; none when "65" may be 605."""
    runs: list[list[str]] = []
    end, last = -1, 0.0
    for number in numerals.numbers(numerals.tokens(text)):
        value = number.value
        if not isinstance(value, int) or value > 999:
            return []
        if number.start == end:
            if last and not last % 10 and value < (100 if not last % 100 else 10):
                return []
            runs[-1].append(str(value))
        else:
            runs.append([str(value)])
        end, last = number.end, value
    return [tuple(run) for run in runs]
