"""A page to look at: figures, a confusion matrix, a reliability plot, and the worst errors as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.message import Meaning
from nlu.evaluate import Line, count
from nlu.intents import EMERGENCY

WORST = 50
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was misread; `why` says what makes it one of the worst."""

    line: Line
    meaning: Meaning
    why: str


def worst(lines: Sequence[Line], read: Sequence[Meaning], most: int = WORST) -> list[Wrong]:
    """Emergencies that were not heard, then what was acted upon wrongly, then the rest, the most confident first."""
    wrong = [
        Wrong(line, meaning, _why(line, meaning))
        for line, meaning in zip(lines, read, strict=True)
        if meaning.intent != line.intent or meaning.emergency != (line.intent == EMERGENCY)
    ]
    order = ("not heard", "acted upon", "false alarm", "asked about")
    return sorted(wrong, key=lambda one: (order.index(one.why), -one.meaning.confidence, one.line.text))[:most]


def _why(line: Line, meaning: Meaning) -> str:
    if line.intent == EMERGENCY:
        return "asked about" if meaning.emergency else "not heard"
    if meaning.emergency:
        return "false alarm"
    return "acted upon" if meaning.sure else "asked about"


def write(folder: Path, lines: Sequence[Line], read: Sequence[Meaning], *, about: str) -> Path:
    """Write the page and its pictures into the folder; the page. `about` names the engine and the lines.

    Raises `ValueError` when there are no lines or what draws the pictures is not installed.
    """
    report = count(lines, read)
    try:
        from nlu import pictures
    except ImportError as error:
        raise ValueError(f"the pictures need {error.name}: install Sanad with its extra `report`") from None
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [(line.intent, meaning.intent) for line, meaning in zip(lines, read, strict=True)]
    right = [true == guess for true, guess in pairs]
    pictures.confusion(pairs, folder / "confusion.png")
    pictures.reliability([meaning.confidence for meaning in read], right, folder / "reliability.png")
    page = folder / "index.html"
    errors = worst(lines, read)
    page.write_text(
        _PAGES.get_template("report.html").render(report=report, errors=errors, about=about), encoding="utf-8"
    )
    return page
