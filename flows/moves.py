"""What a step asks the engine to do next: a step's name, None for the end of the flow, or one of these."""

from dataclasses import dataclass, field
from typing import Final

from flows.session import Answer


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for the person's next message."""


@dataclass(frozen=True, slots=True)
class Miss:
    """The message was no answer to the question. `why` is what to tell the person, in words."""

    why: str


@dataclass(frozen=True, slots=True)
class Start:
    """Run another flow on top of this one, or in its place. An unknown service stays "".

    `answers` are those that the form begins with.
    """

    flow: str
    service: str = ""
    memo: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    instead: bool = False


WAIT: Final = Wait()
Move = str | None | Wait | Miss | Start
