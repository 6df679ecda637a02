"""Lives of real processes: each one a fresh child of a server that has imported everything, ended by SIGKILL."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.integration.kit.site import Site

_forks = multiprocessing.get_context("forkserver")
# After the house, what libraries import at the first request or connection: one that is absent is passed over.
_LATE = ("anyio._backends._asyncio", "fastapi.telemetry._runtime", "phonenumbers.data.region_SA")
_forks.set_forkserver_preload(["tests.integration.kit.warm", *_LATE])


@dataclass
class Life:
    """One running process; `began` and `ended` are seconds of the wall clock."""

    role: str
    process: ForkServerProcess
    drill: str = ""
    began: float = field(default_factory=time.time)
    ended: float = 0.0

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.ended = time.time()

    async def died(self, patience: float) -> bool:
        """Did it die by its own drill, by SIGKILL, within so many seconds?"""
        loop, gone = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.process.sentinel, gone.set)
        try:
            async with asyncio.timeout(patience):
                await gone.wait()
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self.process.sentinel)
        self.process.join()
        self.ended = time.time()
        assert self.process.exitcode == -signal.SIGKILL, f"{self.role} ended by itself: {self.process.exitcode}"
        return True


@dataclass
class Lives:
    """Starts the processes of one site and remembers every one of them."""

    site: Site
    all: list[Life] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.site.folder / "processes.log"

    def begin(self, role: str, drill: str = "") -> Life:
        """`role` is serve or work; `drill` as in SANAD_DRILL."""
        process = _forks.Process(target=_live, args=(self.site, role, drill, self.log), daemon=True)
        process.start()
        life = Life(role, process, drill)
        self.all.append(life)
        return life

    def killed(self) -> set[int]:
        """The pids of those that died."""
        return {life.pid for life in self.all if life.ended}


@contextmanager
def lives(site: Site) -> Iterator[Lives]:
    """Whatever still lives at the end is killed."""
    _start_server()
    made = Lives(site)
    try:
        yield made
    finally:
        for life in made.all:
            if not life.ended:
                life.kill()


def _start_server() -> None:
    """Start the fork server uncounted: coverage slows a life down several times, and other tests count these lines."""
    counting = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_PROCESS")}
    try:
        forkserver.ensure_running()
    finally:
        os.environ.update(counting)


def _live(site: Site, role: str, drill: str, log: Path) -> None:
    # Here and not above: only the fork server should carry the whole house.
    from tests.integration.kit.warm import live

    live(site, role, drill, log)
