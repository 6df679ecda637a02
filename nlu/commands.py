"""What `sanad nlu train|parse|evaluate` do, without the terminal."""

import asyncio
import json
from pathlib import Path
from typing import Any

from nlu import dataset, training
from nlu.evaluate import Engine, Line, Report, evaluate
from nlu.model import save


def train(out_dir: Path = training.FOLDER) -> Path:
    """Train from `nlu/data` and write the model; its path. Raises `DataError` or `ModelError`."""
    data = dataset.load()
    path = training.path_of(data, out_dir)
    save(training.train(data), path)
    return path


def parse_line(engine: Engine, text: str, charity: str = "") -> dict[str, Any]:
    """One text as `sanad nlu parse` prints it."""
    meaning = asyncio.run(engine.read(text, charity=charity))
    return {
        "text": text,
        "intent": meaning.intent,
        "confidence": meaning.confidence,
        "ranking": [[intent, confidence] for intent, confidence in meaning.ranking],
        "entities": [{"entity": e.name, "value": e.value, "confidence": e.confidence} for e in meaning.entities],
    }


def evaluate_file(engine: Engine, path: Path) -> Report:
    """Measure on `{"text", "intent", "charity"?, "style"?}` lines. Raises `ValueError` naming the bad line."""
    return asyncio.run(evaluate(engine, read_lines(path)))


def read_lines(path: Path) -> list[Line]:
    """The labelled lines of a JSONL file; blank lines are skipped."""
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
