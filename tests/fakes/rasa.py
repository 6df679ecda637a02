"""The real Rasa, in its own environment, serving the model of the present data; a strict small one; and none."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.processes import free_port
from nlu import dataset
from nlu.rasa_commands import COMMAND, HOME, QUIET
from nlu.rasa_training import PIPELINE, path_of
from tests.conftest import missing

MODELS = HOME / "var" / "rasa"
_PATIENCE = 300.0  # seconds; it imports TensorFlow


def model() -> Path:
    """The model that `make rasa` made of the present data; without it the test is skipped, or fails where CI=true."""
    path = path_of(dataset.load(), PIPELINE, MODELS)
    if not COMMAND.exists() or not path.exists():
        missing("Rasa with a model of the present data (`make rasa`)")
    return path


class Served:
    """A process of Rasa. `pause` and `go_on` play a server that hangs, `kill` one that is gone."""

    def __init__(self, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "rasa.log"
        self._folder, self._model = folder, model()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        where = ["--interface", "127.0.0.1", "--port", str(self.port), "--model", str(self._model)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(COMMAND), "run", "--enable-api", *where],
                cwd=self._folder,
                env={**os.environ, **QUIET},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, f"Rasa ended:\n{self.log.read_text()[-2000:]}"
            assert time.monotonic() < deadline, "Rasa starts too slowly"
            time.sleep(0.1)

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process
        os.killpg(self._process.pid, number)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/status", timeout=5) as answer:  # noqa: S310  our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Rasa until the end of the block, started and ready."""
    rasa = Served(folder)
    try:
        rasa.start()
        yield rasa
    finally:
        rasa.kill()
