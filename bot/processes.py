"""Processes of bench and drill: each with a log of its own, ready before the next one starts, all ended at the end."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
# Seconds to be ready in, and to end in.
_PATIENCE = 60.0


class StartError(Exception):
    """A process that did not become ready; the end of its log is in the message."""


@dataclass
class Processes:
    """`pids` by name, in the order in which they were started."""

    folder: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self._running.items()}

    def start(self, name: str, command: Sequence[str], settings: Mapping[str, str] | None = None) -> None:
        """Start a command in the repository's folder, without any setting of whoever runs it."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("SANAD_")}
        with self.log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603  commands of ours
                command, cwd=HOUSE, env={**own, **(settings or {})}, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def sanad(self, command: str, settings: Mapping[str, str]) -> None:
        """Start `sanad COMMAND` of this very tree, wherever the environment's own copy comes from."""
        self.start(command, [sys.executable, "-c", "from bot.cli import app; app()", command], settings)

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        """Until `ready()`. Raises `StartError`."""
        deadline = time.monotonic() + _PATIENCE
        while not ready():
            if self._running[name].poll() is not None or time.monotonic() > deadline:
                raise StartError(f"{name} did not start:\n{self.log(name).read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def ended(self, name: str) -> int | None:
        """Its return code, negative for a signal; None while it runs."""
        return self._running[name].poll()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def stop(self) -> None:
        """Politely, the last one first; by force after a while."""
        for process in reversed(self._running.values()):
            process.terminate()
            try:
                process.wait(_PATIENCE / 4)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()


@contextmanager
def processes(folder: Path) -> Iterator[Processes]:
    """Whatever was started is stopped at the end."""
    made = Processes(folder)
    try:
        yield made
    finally:
        made.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_ready(port: int) -> bool:
    """Does the web server say so itself?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
