"""What a check found, where it stands and what to do about it: shared by the checks of packs and of flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# A file and a line in it, from 1.
Place = tuple[str, int]


class Level(StrEnum):
    """An `error` fails `sanad check`; a `blank` waits for the charity; a `note` is for the charity to read."""

    ERROR = "error"
    WARNING = "warning"
    BLANK = "blank"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is relative to the folder of all packs, or begins with `flows/`; `line` begins at 1."""

    level: Level
    file: str
    line: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}: {self.level}: {self.message}"
        return f"{told}\n    {self.remedy}" if self.remedy else told


@dataclass(frozen=True, slots=True)
class Places:
    """Where flows and shared texts were typed. A step is found by (flow, step), a flow itself by (flow, "")."""

    steps: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    texts: Mapping[str, Place] = field(default_factory=dict)

    def step(self, flow: str, step: str = "") -> Place:
        """The step's line, or else its flow's."""
        found = self.steps.get((flow, step)) or self.steps.get((flow, ""))
        return found or ("flows/library", 1)

    def text(self, key: str) -> Place:
        return self.texts.get(key, ("flows/library/texts/ar.yaml", 1))
