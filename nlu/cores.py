"""Work for several processes, one a core. For training only: a server reads in its own process."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_MANY = 1000  # items: fewer are done before other processes have started
_MOST = 4  # processes, of 200 to 240 MB each while they learn; there are six fits of a second and a half to share


class _Here(Executor):
    """Does everything at once, in this process."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        done: Future[Result] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


HERE = _Here()


@contextmanager
def workers(items: int, module: str) -> Iterator[Executor]:
    """As many processes as there are cores, which import `module` at once; `HERE` where so few are not worth it."""
    # It knows what a container may use. Its loky would be simpler, and never ends in a child process of ours.
    from joblib import cpu_count  # noqa: PLC0415  a server that trains nothing does without

    if items < _MANY or cpu_count() == 1:
        yield HERE
        return
    with processes(min(cpu_count(), _MOST), module) as pool:
        yield pool


def processes(many: int, module: str) -> ProcessPoolExecutor:
    """So many processes of our own, which import `module` at once and end with this one, however it ends."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(many, mp_context=spawn, initializer=_begin, initargs=(module,))


def _begin(module: str) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    import_module(module)


def _end_with_parent() -> None:
    # A worker waits for work from a pipe that it holds open itself: of a parent that was killed it would never hear.
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


def spread(
    pool: Executor, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]
) -> list[Future[list[Result]]]:
    """`work` on a part of the items at a time, begun at once; `together` gives the results in their order."""
    size = max(1, -(-len(items) // _MOST))
    return [pool.submit(work, items[start : start + size]) for start in range(0, len(items), size)]


def together(parts: Sequence[Future[list[Result]]]) -> list[Result]:
    """Every part's results, one after another."""
    return [each for part in parts for each in part.result()]
