"""How well an engine does on labelled lines: one report, as text for people and as data for machines."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from flows.message import Meaning
from nlu.intents import EMERGENCY, OUT_OF_SCOPE

PRECISION = 0.95


class Engine(Protocol):
    """What `bot.ports.Understander` promises; restated because nothing here may import `bot`."""

    async def read(self, text: str, *, charity: str) -> Meaning: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled message."""

    text: str
    intent: str
    charity: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One intent: shares 0..1 and the number of lines that have it."""

    intent: str
    precision: float
    recall: float
    f1: float
    lines: int


@dataclass(frozen=True, slots=True)
class Report:
    """Shares are 0..1. `coverage` is of all lines, see `coverage_at`; `sure_*` are what the engine itself would act on.

    `confusions` are (true intent, what was read, how often), the most frequent first.
    """

    lines: int
    accuracy: float
    macro_f1: float
    top3: float
    emergency_recall: float
    false_alarms: float
    coverage: float
    sure_share: float
    sure_precision: float
    styles: dict[str, float]
    rows: tuple[Row, ...]
    confusions: tuple[tuple[str, str, int], ...]

    def json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def text(self) -> str:
        """A page for a terminal."""
        head = [
            f"lines {self.lines}   accuracy {self.accuracy:.3f}   macro F1 {self.macro_f1:.3f}   top-3 {self.top3:.3f}",
            f"emergency recall {self.emergency_recall:.3f}   false alarms {self.false_alarms:.4f}",
            f"coverage at {PRECISION:.0%} precision {self.coverage:.3f}   "
            f"acted on {self.sure_share:.3f} with precision {self.sure_precision:.3f}",
            "",
            *(f"{style:<16} {share:.3f}" for style, share in self.styles.items()),
            "",
            f"{'intent':<22} {'precision':>9} {'recall':>7} {'F1':>6} {'lines':>6}",
        ]
        rows = [f"{r.intent:<22} {r.precision:>9.3f} {r.recall:>7.3f} {r.f1:>6.3f} {r.lines:>6}" for r in self.rows]
        wrong = [f"{true} read as {read}: {times}" for true, read, times in self.confusions[:20]]
        return "\n".join([*head, *rows, "", *wrong])


async def evaluate(engine: Engine, lines: Sequence[Line]) -> Report:
    """Read every line and count. Raises `ValueError` when there are none."""
    return count(lines, await readings(engine, lines))


async def readings(engine: Engine, lines: Sequence[Line]) -> list[Meaning]:
    """What the engine reads in every line."""
    return [await engine.read(line.text, charity=line.charity) for line in lines]


def count(lines: Sequence[Line], read: Sequence[Meaning]) -> Report:
    """The figures of what was read. Raises `ValueError` when there are no lines."""
    if not lines:
        raise ValueError("there is nothing to evaluate")
    pairs = [(line.intent, meaning.intent) for line, meaning in zip(lines, read, strict=True)]
    rows = _rows(pairs)
    danger = [m.emergency for line, m in zip(lines, read, strict=True) if line.intent == EMERGENCY]
    calm = [m.emergency for line, m in zip(lines, read, strict=True) if line.intent != EMERGENCY]
    acted = [true == m.intent for (true, _), m in zip(pairs, read, strict=True) if m.sure]
    return Report(
        lines=len(lines),
        accuracy=_share(true == guess for true, guess in pairs),
        macro_f1=sum(row.f1 for row in rows if row.lines) / max(1, sum(1 for row in rows if row.lines)),
        top3=_share(line.intent in [i for i, _ in m.ranking[:3]] for line, m in zip(lines, read, strict=True)),
        emergency_recall=_share(danger),
        false_alarms=_share(calm),
        coverage=coverage_at(PRECISION, [(m.confidence, *pair) for m, pair in zip(read, pairs, strict=True)]),
        sure_share=len(acted) / len(lines),
        sure_precision=_share(acted),
        styles=_styles(lines, pairs),
        rows=rows,
        confusions=tuple((*pair, n) for pair, n in Counter(p for p in pairs if p[0] != p[1]).most_common()),
    )


def read_lines(path: Path) -> list[Line]:
    """The labelled lines of a JSONL file; blank lines are skipped. Raises `ValueError` naming the bad line."""
    lines = []
    for number, row in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not row.strip():
            continue
        try:
            found = json.loads(row)
            line = Line(found["text"], found["intent"], found.get("charity") or "", found.get("style") or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name}:{number}: a line is a JSON object with text and intent") from error
        lines.append(line)
    return lines


def coverage_at(precision: float, scored: Iterable[tuple[float, str, str]]) -> float:
    """The largest share of all lines that can be answered, most confident first, at this precision.

    `scored` are (confidence, true intent, read intent). Reading out_of_scope is declining to answer; answering a line
    that is out of scope is always wrong.
    """
    lines = list(scored)
    return len(_answerable(precision, lines)) / len(lines) if lines else 0.0


def sure_at(precision: float, scored: Iterable[tuple[float, str, str]]) -> float:
    """The confidence from which lines can be answered at this precision, see `coverage_at`; 1 where there is none."""
    return min((confidence for confidence, _, _ in _answerable(precision, scored)), default=1.0)


def _answerable(precision: float, scored: Iterable[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    answered = sorted((line for line in scored if line[2] != OUT_OF_SCOPE), key=lambda line: -line[0])
    right, best = 0, 0
    for number, (_, true, guess) in enumerate(answered, start=1):
        right += true == guess
        if right / number >= precision:
            best = number
    return answered[:best]


def _rows(pairs: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    true, guessed = Counter(t for t, _ in pairs), Counter(g for _, g in pairs)
    both = Counter(t for t, g in pairs if t == g)
    rows = []
    for intent in sorted(true | guessed):
        precision = both[intent] / guessed[intent] if guessed[intent] else 0.0
        recall = both[intent] / true[intent] if true[intent] else 0.0
        f1 = 2 * both[intent] / (true[intent] + guessed[intent])
        rows.append(Row(intent, precision, recall, f1, true[intent]))
    return tuple(rows)


def _styles(lines: Sequence[Line], pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    styles = sorted({line.style for line in lines} - {""})
    return {
        style: _share(t == g for line, (t, g) in zip(lines, pairs, strict=True) if line.style == style)
        for style in styles
    }


def _share(flags: Iterable[bool]) -> float:
    """The share of true ones; 0 when there are none to count."""
    values = list(flags)
    return sum(values) / len(values) if values else 0.0
