"""What the understander needs to know of one charity's pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Catalogue:
    """`services`: slug -> the names people give it. `questions`: question id -> its phrasings."""

    services: Mapping[str, Sequence[str]] = field(default_factory=dict)
    questions: Mapping[str, Sequence[str]] = field(default_factory=dict)


NO_CATALOGUE = Catalogue()
