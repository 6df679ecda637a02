"""`python -m bench.public_rasa`: Rasa's pipelines on the public Arabic intent data of `bench.public_nlu`.

Needs `make rasa`, and minutes. One draw of twenty Saudi examples an intent by default; `--full` is hours for DIET.
"""

import argparse
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.public_data import FEW, FULL, HELD, MSA, PALESTINIAN, SAUDI, read, tell, tell_few
from nlu import rasa_commands as rasa
from nlu.rasa_training import PIPELINE

PIPELINES = (PIPELINE, *sorted((rasa.HOME / "nlu" / "pipelines").glob("*.yml")))
FULL_TESTS = ("val", SAUDI, MSA, PALESTINIAN)


def blocks(name: str) -> list[rasa.Block]:
    """One file of the public data as Rasa reads it."""
    found: dict[str, list[str]] = {}
    for text, intent in zip(*read(name), strict=True):
        found.setdefault(intent, []).append(f"- {text}\n")
    return [{"intent": intent, "examples": "".join(lines)} for intent, lines in found.items()]


def measure(pipeline: Path, train: str, tests: tuple[str, ...]) -> tuple[dict[str, float], float]:
    """Shares of right answers, 0..1, and seconds of processor time to start Rasa and learn."""
    with TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "domain.yml").write_text('version: "3.1"\n')  # Rasa's test wants one, and nothing in it.
        rasa.write(room / "train.yml", blocks(train))
        before = _seconds()
        rasa.learn(room, pipeline, nlu="train.yml", name="model")
        seconds = round(_seconds() - before, 1)
        scores = {}
        for test in tests:
            rasa.write(room / "test.yml", blocks(test))
            judged = rasa.judge(room, name="model", nlu="test.yml", out=test)
            scores[test] = round(sum(true == guess for _, true, guess in judged) / len(judged), 4)
    return scores, seconds


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print one JSON object a model."""
    parser = argparse.ArgumentParser(prog="python -m bench.public_rasa", description=__doc__)
    parser.add_argument("--pipeline", type=Path, action="append", help="instead of all of ours")
    parser.add_argument("--draws", type=int, default=1, choices=range(1, len(FEW) + 1))
    parser.add_argument("--full", action="store_true", help="the full training set instead")
    options = parser.parse_args()
    for pipeline in map(Path.resolve, options.pipeline or PIPELINES):
        found = []
        for train in (FULL,) if options.full else FEW[: options.draws]:
            scores, seconds = measure(pipeline, train, FULL_TESTS if options.full else (HELD,))
            tell(f"Rasa, {pipeline.name}", [train], scores, seconds=seconds)
            found.append(scores)
        if not options.full:
            tell_few(f"Rasa, {pipeline.name}", [scores[HELD] for scores in found])


if __name__ == "__main__":
    main()
