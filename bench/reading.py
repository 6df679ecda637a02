"""`python -m bench.reading FILE.jsonl ...`: what reading a message costs, and what typing errors cost the reading.

The files are labelled lines as for `sanad nlu evaluate`; by default those that are never learnt.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bench.mistyped import draws
from bot import packs, settings, understanding
from bot.ports import Understander
from flows import library
from nlu.evaluate import Line, Report, evaluate, read_lines
from nlu.gate import HELD_OUT

_DRAWS = 5
_WARM = 50  # messages read before the clock runs


def main() -> None:
    """Print the time of a message, the figures as written and mistyped, memory, and with --train a training's time."""
    options = _options()
    lines = [line for file in options.files for line in read_lines(file)]
    read = settings.read(engine=options.engine)
    engine = understanding.understander(read, packs.load_all(read.charities_dir, library.texts()), alone=True)
    with asyncio.Runner() as runner:
        runner.run(_cost(engine, lines))
        runner.run(_typing(engine, lines))
        if close := getattr(engine, "close", None):
            runner.run(close())
    print(f"memory of this process {_resident():.0f} MB")
    if options.train:
        print(f"sanad nlu train, start and evaluation with it, by the clock: {_training():.1f} s")


async def _cost(engine: Understander, lines: Sequence[Line]) -> None:
    waited, worked = [], []
    for number, line in enumerate([*lines[:_WARM], *lines]):
        clock, cpu = perf_counter(), process_time()
        await engine.read(line.text, charity=line.charity)
        if number >= _WARM:
            waited.append(perf_counter() - clock)
            worked.append(process_time() - cpu)
    for name, seconds in (("by the clock", waited), ("of processor time here", worked)):
        middle, late = np.percentile(seconds, (50, 99)) * 1_000
        print(f"a message {name}: p50 {middle:.2f} ms, p99 {late:.2f} ms, of {len(lines)}")


async def _typing(engine: Understander, lines: Sequence[Line]) -> None:
    written = await evaluate(engine, lines)
    mistyped = [
        await evaluate(engine, [replace(line, text=text) for line, text in zip(lines, texts, strict=True)])
        for texts in draws([line.text for line in lines], _DRAWS)
    ]
    print(f"as written:  {_figures([written])}")
    print(f"mistyped:    {_figures(mistyped)}   (mean of {_DRAWS} draws)")
    losses = [100 * (written.accuracy - one.accuracy) for one in mistyped]
    print(f"accuracy lost: {np.mean(losses):.1f} points; by draw {', '.join(f'{loss:.1f}' for loss in losses)}")


def _figures(reports: Sequence[Report]) -> str:
    accuracy, recall, alarms = np.mean([(r.accuracy, r.emergency_recall, r.false_alarms) for r in reports], axis=0)
    return f"accuracy {accuracy:.3f}, emergency recall {recall:.3f}, false alarms {alarms:.4f}"


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _training() -> float:
    """Seconds of a first training into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        command = [str(Path(sys.executable).with_name("sanad")), "nlu", "train"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "SANAD_DATA_DIR": folder})
        return perf_counter() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[HELD_OUT / "messages.jsonl", HELD_OUT / "fresh.jsonl"])
    parser.add_argument("--engine", choices=("embedded", "rasa"), default="embedded")
    parser.add_argument("--train", action="store_true", help="train too, into a folder of its own")
    return parser.parse_args()


if __name__ == "__main__":
    main()
