"""What a check found, where it stands and what to do about it: shared by the checks of packs and of flows."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An `error` fails `sanad check`; a `blank` waits for the charity; a `note` is for the charity to read."""

    ERROR = "error"
    WARNING = "warning"
    BLANK = "blank"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is relative to the folder of all packs (or flows); `line` begins at 1."""

    level: Level
    file: str
    line: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}: {self.level}: {self.message}"
        return f"{told}\n    {self.remedy}" if self.remedy else told
