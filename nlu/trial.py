"""A new model beside the one in use, on messages that neither has learnt."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flows.message import Meaning
from nlu.cores import HERE, spread, together
from nlu.embedded import Embedded
from nlu.evaluate import Line, count, read_lines
from nlu.intents import EMERGENCY
from nlu.model import Model

# Written to measure by and never learnt; `nlu/learning.py` refuses them and a test looks for them in `nlu/data`.
_FOLDER = Path(__file__).with_name("held_out")
MESSAGES = _FOLDER / "messages.jsonl"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1 of `messages` lines; the two about emergencies of all `lines`.

    `of` is the digest of these lines: figures of two sets do not compare.
    """

    of: str
    messages: int
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
        rows = [
            f"{self.new.messages} messages, and danger in {self.new.lines} lines, that no model has learnt",
            f"{'':<18} {'in use':>8} {'new':>8}",
        ]
        for name, value in asdict(self.new).items():
            if isinstance(value, float):
                before = f"{old[name]:.4f}" if name in old else "-"
                rows.append(f"{name.replace('_', ' '):<18} {before:>8} {value:>8.4f}")
        for title, texts in (("no longer heard as an emergency", self.unheard), ("no longer read right", self.misread)):
            rows += [f"{title} ({len(texts)}):", *(f"  {text}" for text in texts[:_SHOWN])] if texts else []
        return "\n".join(rows)


_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Aside:
    """What is held aside: `messages` of every intent, and `danger`, emergencies and what only sounds like one: a line
    that is no emergency may have any intent, or none.
    """

    messages: tuple[Line, ...]
    danger: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Both, the messages first."""
        return (*self.messages, *self.danger)

    @property
    def digest(self) -> str:
        """Changes with any text or label."""
        rows = [[(line.text, line.intent) for line in part] for part in (self.messages, self.danger)]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def aside() -> Aside:
    """All that this house holds aside."""
    others = [path for path in sorted(_FOLDER.glob("*.jsonl")) if path != MESSAGES]
    return Aside(tuple(read_lines(MESSAGES)), tuple(line for path in others for line in read_lines(path)))


def alone(model: Model, held: Aside, pool: Executor = HERE) -> Trial:
    """The figures of one model."""
    return Trial(_figures(held, _readings(model, held, pool)))


def beside(old: Model, new: Model, held: Aside, pool: Executor = HERE) -> Trial:
    """The figures of both, and what the old one alone understood."""
    now = _readings(new, held, pool)
    before = now if old is new else _readings(old, held, pool)
    rows = list(zip(held.lines, before, now, strict=True))
    unheard = tuple(line.text for line, b, n in rows if line.intent == EMERGENCY and b.emergency and not n.emergency)
    misread = tuple(
        line.text
        for line, b, n in rows[: len(held.messages)]
        if b.intent == line.intent != n.intent and line.text not in unheard
    )
    return Trial(_figures(held, now), _figures(held, before), unheard, misread)


def _readings(model: Model, held: Aside, pool: Executor) -> list[Meaning]:
    return together(spread(pool, partial(_read, model), held.lines))


def _read(model: Model, lines: Sequence[Line]) -> list[Meaning]:
    engine = Embedded(model, {})
    return [engine.read_now(line.text, charity=line.charity) for line in lines]


def _figures(held: Aside, read: Sequence[Meaning]) -> Figures:
    told = count(held.messages, read[: len(held.messages)])
    rang = [(meaning.emergency, line.intent == EMERGENCY) for line, meaning in zip(held.lines, read, strict=True)]
    heard = [alarm for alarm, danger in rang if danger]
    false = [alarm for alarm, danger in rang if not danger]
    shares = (told.accuracy, told.macro_f1, told.top3, _share(heard), _share(false), told.coverage)
    return Figures(held.digest, len(held.messages), len(held.lines), *(round(share, 4) for share in shares))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
