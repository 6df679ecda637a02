"""Processes that train: what they give, and that none outlives the one that started it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from nlu.cores import HERE, spread, together, workers

_TRAINING = """
import sys
from nlu import renewal
from tests.unit.test_nlu_cores import tell_and_wait
renewal.apart(tell_and_wait, sys.argv[1])
"""


def tell_and_wait(file: str) -> None:
    Path(f"{file}.part").write_text(str(os.getpid()))
    Path(f"{file}.part").rename(file)
    time.sleep(600)


def lengths(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def test_parts_come_back_in_their_order_whoever_did_them() -> None:
    texts = ["a" * n for n in range(11)]
    with workers(10_000, "nlu.cores") as pool:
        assert together(spread(pool, lengths, texts)) == together(spread(HERE, lengths, texts)) == [*range(11)]
    assert together(spread(HERE, lengths, [])) == []


def test_no_training_outlives_a_server_that_was_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", _TRAINING, str(told)]) as server:
        _until(told.exists)
        server.kill()
    _until(lambda: not _alive(told.read_text()))


def _alive(pid: str) -> bool:
    """A dead process that nobody has waited for is a zombie, and lives no more."""
    stat = Path("/proc", pid, "stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
