"""CPU seconds by process, from /proc: they stay comparable on a machine that others use too."""

import os
from collections.abc import Mapping
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def spent(processes: Mapping[str, int], database: str = "") -> dict[str, float]:
    """Seconds each process has used so far, and under "postgres" those of the servers of this database's clients.

    PostgreSQL's common processes (checkpointer, WAL writer) are not counted: others use them too.
    """
    seconds = {name: _of(pid) for name, pid in processes.items()}
    seconds["generator"] = _of(os.getpid())
    if database:
        seconds["postgres"] = sum(_of(pid) for pid in _serving(database))
    return seconds


def busy() -> float:
    """Seconds that all cores together have worked so far, for whomever."""
    fields = [int(field) for field in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    # user, nice, system, idle, iowait, irq, softirq, steal: everything but waiting.
    return (sum(fields) - fields[3] - fields[4]) * _TICK


def _of(pid: int) -> float:
    """User and system time; 0 for a process that has gone."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK


def _serving(database: str) -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit() and _serves(entry, database)]


def _serves(entry: Path, database: str) -> bool:
    try:
        title = (entry / "cmdline").read_bytes()
    except OSError:
        return False
    return title.startswith(b"postgres:") and database.encode() in title
