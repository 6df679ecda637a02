"""A new model beside the one in use, on messages that neither has learnt."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.message import Meaning
from nlu.embedded import Embedded
from nlu.evaluate import Line, count, read_lines
from nlu.intents import EMERGENCY
from nlu.model import Model

# Written to measure by and never learnt; `nlu/learning.py` refuses them and a test looks for them in `nlu/data`.
ASIDE = Path(__file__).with_name("held_out") / "messages.jsonl"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1 on `lines` messages; `of` is the digest of the messages: figures of two sets do not compare."""

    of: str
    lines: int
    accuracy: float
    macro_f1: float
    top3: float
    emergency_recall: float
    false_alarms: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Trial:
    """`old` is None where there is nothing to compare with; `unheard` are emergencies that only the old one heard, and
    `misread` what only the old one read right.
    """

    new: Figures
    old: Figures | None = None
    unheard: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()

    @property
    def falls(self) -> tuple[str, ...]:
        """What must not fall and does, in words."""
        if self.old is None:
            return ()
        pairs = (("emergency recall", "emergency_recall"), ("accuracy", "accuracy"))
        before, now = asdict(self.old), asdict(self.new)
        return tuple(
            f"{words} falls from {before[at]:.4f} to {now[at]:.4f}" for words, at in pairs if now[at] < before[at]
        )

    def text(self) -> str:
        """Both side by side, for a terminal."""
        old: Mapping[str, Any] = asdict(self.old) if self.old else {}
        rows = [f"{self.new.lines} messages that no model has learnt", f"{'':<18} {'in use':>8} {'new':>8}"]
        for name, value in asdict(self.new).items():
            if isinstance(value, float):
                before = f"{old[name]:.4f}" if name in old else "-"
                rows.append(f"{name.replace('_', ' '):<18} {before:>8} {value:>8.4f}")
        for title, texts in (("no longer heard as an emergency", self.unheard), ("no longer read right", self.misread)):
            rows += [f"{title} ({len(texts)}):", *(f"  {text}" for text in texts[:_SHOWN])] if texts else []
        return "\n".join(rows)


_SHOWN = 5


def aside(path: Path = ASIDE) -> list[Line]:
    """The messages held aside."""
    return read_lines(path)


def digest(lines: Sequence[Line]) -> str:
    """Changes with any message or label."""
    return hashlib.sha256(repr([(line.text, line.intent) for line in lines]).encode()).hexdigest()[:16]


def alone(model: Model, lines: Sequence[Line]) -> Trial:
    """The figures of one model."""
    return Trial(_figures(lines, _readings(model, lines)))


def beside(old: Model, new: Model, lines: Sequence[Line]) -> Trial:
    """The figures of both, and what the old one alone understood."""
    before, now = _readings(old, lines), _readings(new, lines)
    rows = list(zip(lines, before, now, strict=True))
    unheard = tuple(line.text for line, b, n in rows if line.intent == EMERGENCY and b.emergency and not n.emergency)
    misread = tuple(
        line.text for line, b, n in rows if b.intent == line.intent != n.intent and line.text not in unheard
    )
    return Trial(_figures(lines, now), _figures(lines, before), unheard, misread)


def _readings(model: Model, lines: Sequence[Line]) -> list[Meaning]:
    engine = Embedded(model, {})
    return [engine.read_now(line.text, charity=line.charity) for line in lines]


def _figures(lines: Sequence[Line], read: Sequence[Meaning]) -> Figures:
    told = count(lines, read)
    shares = (told.accuracy, told.macro_f1, told.top3, told.emergency_recall, told.false_alarms, told.coverage)
    return Figures(digest(lines), len(lines), *(round(share, 4) for share in shares))
