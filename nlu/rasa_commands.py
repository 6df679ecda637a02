"""Rasa's own commands, run in its own environment (`make rasa`): they need Python 3.10, nothing else here does."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from nlu.rasa_models import RasaError

HOME = Path(__file__).resolve().parent.parent
COMMAND = HOME / ".venv-rasa" / "bin" / "rasa"
QUIET = {
    "MPLBACKEND": "agg",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
Block = dict[str, str]


def write(path: Path, blocks: Sequence[Block]) -> None:
    """Training data as Rasa reads it: blocks of examples, one a line after "- "."""
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": list(blocks)}, allow_unicode=True), "utf-8")


def learn(room: Path, pipeline: Path, *, nlu: str, name: str) -> None:
    """Train on the file or folder `nlu`; the model is `<name>.tar.gz` in `room`. Minutes."""
    run(room, "train", "nlu", "--config", str(pipeline), "--nlu", nlu, "--out", ".", "--fixed-model-name", name)


def judge(room: Path, *, name: str, nlu: str, out: str) -> list[tuple[float, str, str]]:
    """(confidence, true intent, read intent) of every example of `nlu`; Rasa's whole report is in `out`."""
    run(room, "test", "nlu", "--model", f"{name}.tar.gz", "--nlu", nlu, "--out", out, "--successes", "--no-warnings")
    rows: list[Mapping[str, Any]] = []
    for report in ("intent_successes.json", "intent_errors.json"):
        if (room / out / report).exists():
            rows += json.loads((room / out / report).read_text("utf-8"))
    if not rows:
        raise RasaError("`rasa test nlu` reported nothing")
    read = [(row["intent"], row["intent_prediction"]) for row in rows]
    return [(float(guess["confidence"]), str(true), str(guess["name"])) for true, guess in read]


def run(room: Path, *arguments: str) -> None:
    """One of Rasa's commands, in the folder `room`. Raises `RasaError` with the last it said."""
    if not COMMAND.exists():
        raise RasaError("Rasa is not installed here: run `make rasa`")
    done = subprocess.run(  # noqa: S603  the house's own environment, and arguments of ours
        [str(COMMAND), *arguments],
        cwd=room,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise RasaError(f"`rasa {' '.join(arguments[:2])}` failed:\n{said}")
