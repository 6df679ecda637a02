"""The models that were made: files of one folder, which of them is in use, and what was decided when.

`current.json` says so. It is written whole or not at all, so every process that looks at it sees one decision.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nlu.model import ModelError

TAKEN, FORCED, REFUSED, ROLLED_BACK = "taken", "forced", "refused", "rolled back"
KEPT = 5  # files beside the one in use, the newest; each has some 15 MB
_CURRENT = "current.json"
_DECISIONS = 100


@dataclass(frozen=True, slots=True)
class Decision:
    """`what` became of a model (the name of its file): taken, forced, refused, rolled back."""

    at: str
    what: str
    model: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`current` is the name of a file, or "". `weighed` is the digest of data and code at the last decision: until one
    of them changes there is nothing to decide anew. `decisions` are oldest first.
    """

    current: str = ""
    weighed: str = ""
    decisions: tuple[Decision, ...] = ()

    def after(self, what: str, model: str, *, weighed: str, reason: str = "") -> "Shelf":
        """The shelf once this is decided, now."""
        made = Decision(datetime.now(UTC).isoformat(timespec="seconds"), what, model, reason)
        current = self.current if what == REFUSED else model
        return replace(self, current=current, weighed=weighed, decisions=(*self.decisions, made)[-_DECISIONS:])

    def last(self, model: str) -> Decision | None:
        """What was decided last about the model."""
        return next((made for made in reversed(self.decisions) if made.model == model), None)


def read(folder: Path) -> Shelf:
    """An empty shelf where nothing was decided yet. Raises `ModelError` for a file that is not ours."""
    path = folder / _CURRENT
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        shelf = Shelf(
            str(found["current"]), str(found["weighed"]), tuple(Decision(**made) for made in found["decisions"])
        )
    except FileNotFoundError:
        return Shelf()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path.name}: damaged; train again, or name a model to roll back to") from error
    if Path(shelf.current).name != shelf.current:
        raise ModelError(f"{path.name}: names no file of its folder")
    return shelf


def write(folder: Path, shelf: Shelf) -> None:
    """Decide: from now on every process takes up this one. Files long out of use go."""
    part = folder / f"{_CURRENT}.part"
    part.write_text(json.dumps(asdict(shelf), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(folder / _CURRENT)
    for path in [path for path in files(folder) if path.name != shelf.current][KEPT:]:
        path.unlink(missing_ok=True)


def files(folder: Path) -> list[Path]:
    """Every model, the newest first."""
    return sorted(folder.glob("embedded-*.npz"), key=lambda path: (-path.stat().st_mtime_ns, path.name))


def stamp(folder: Path) -> tuple[int, int]:
    """Changes with every decision; zeros where none was made."""
    try:
        found = (folder / _CURRENT).stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process decides at a time; who comes second finds the first one's decision."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
