"""`make bench-public`: one table of every engine on the public Arabic intent data, beside what is aimed at.

Runs `bench.public_nlu`, `bench.public_encoder` and `bench.public_rasa`, two at a time, each in its own environment:
more than an hour of a processor.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.public_data import FULL, HELD, MSA, PALESTINIAN, SAUDI
from nlu.rasa_training import PIPELINE

_HOUSE = Path(__file__).resolve().parent.parent
_OURS, _TORCH = _HOUSE / ".venv/bin/python", _HOUSE / ".venv-encoder/bin/python"
# DIET takes hours; `python -m bench.public_rasa` measures it too.
_RASA = ("--pipeline", str(PIPELINE), "--pipeline", str(_HOUSE / "nlu/pipelines/counts.yml"))
_RUNS: tuple[tuple[Path | str, ...], ...] = (
    (_TORCH, "bench.public_encoder"),
    (_OURS, "bench.public_rasa", "--full", *_RASA),
    (_OURS, "bench.public_rasa", "--draws", "3", *_RASA),
    (_TORCH, "bench.public_encoder", "--full"),
    (_OURS, "bench.public_nlu"),
)
_FEW = "20 Saudi"
# What learnt, what is asked, how the column is called, what is aimed at.
_COLUMNS: tuple[tuple[str, str, str, float | None], ...] = (
    (_FEW, HELD, "20 Saudi examples", 0.76),
    (FULL, SAUDI, "unseen Saudi, full set", 0.78),
    (FULL, MSA, "MSA", 0.90),
    (FULL, PALESTINIAN, "Palestinian", None),
)


def run(command: Sequence[Path | str]) -> list[dict[str, Any]]:
    """The rows that a script told. Raises `CalledProcessError`; what it says of its troubles is shown."""
    python, module, *options = command
    one = {**os.environ, "OMP_NUM_THREADS": "1"}
    told = subprocess.run(
        [python, "-m", module, *options], cwd=_HOUSE, env=one, stdout=subprocess.PIPE, check=True, text=True
    )
    return [row for row in map(json.loads, told.stdout.splitlines()) if "way" in row]


def table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Markdown: a line for each way, and the aims. What learnt several files together is left out."""
    found: dict[str, dict[tuple[str, str], float]] = {}
    for row in rows:
        if len(row["learnt"]) == 1:
            scores = {(row["learnt"][0], test): share for test, share in row["scores"].items()}
            found.setdefault(row["way"], {}).update(scores)
    yield f"| | {' | '.join(name for _, _, name, _ in _COLUMNS)} |"
    yield f"|---{'|---' * len(_COLUMNS)}|"
    for way, scores in found.items():
        yield f"| {way} | {' | '.join(_share(scores.get((learnt, test))) for learnt, test, _, _ in _COLUMNS)} |"
    yield f"| aimed at | {' | '.join(_share(aim) for *_, aim in _COLUMNS)} |"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}".removeprefix("0")


def main() -> None:
    """Print the table."""
    with ThreadPoolExecutor(2) as lanes:
        rows = [row for rows in lanes.map(run, _RUNS) for row in rows]
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
