"""One turn in the making: what the steps use to speak, to offer buttons and to move."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from flows import ours
from flows.answers import Parsed, parse
from flows.arabic import fold
from flows.events import Event
from flows.flow import Flow
from flows.message import Attachment, Button, Incoming, Meaning, Reply
from flows.pack import Pack
from flows.service import Service
from flows.session import Answer, Choice, Frame, Session
from flows.turn import Turn, World

# Nobody goes back further, and a form whose answers are changed again and again must not grow with every change.
MAX_TRAIL = 50


@dataclass(frozen=True)
class Said:
    """One message of the person together with what was made of it.

    `first` is the first one that we hear from somebody.
    """

    message: Incoming
    meaning: Meaning
    chosen: Choice | None = None
    first: bool = False

    @property
    def text(self) -> str:
        return self.message.text

    @cached_property
    def folded(self) -> str:
        """The text as matching sees it."""
        return fold(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words, in order."""
        return tuple(self.folded.split())

    def read(self, kind: str, today: date) -> Parsed:
        """What the whole message says as an answer of this kind; several questions of a form may ask for it."""
        if (kind, today) not in self._read:
            self._read[kind, today] = parse(kind, self.text, today=today)
        return self._read[kind, today]

    @cached_property
    def _read(self) -> dict[tuple[str, date], Parsed]:
        return {}

    @property
    def how(self) -> str:
        if any(file.heard for file in self.message.media):
            return "spoken"
        # Only a card that a provider vouches for is ever taken for words.
        return "button" if self.chosen else "shared" if self.message.state == "own" else "typed"

    @property
    def clear(self) -> bool:
        """Do the words say by themselves what is wanted?"""
        sure = self.meaning.sure and self.meaning.intent not in ("affirm", "deny")
        return sure or bool(self.meaning.answered)


@dataclass(slots=True)
class Play:
    """Mutable inside one call of the engine only; `turn()` is what leaves it."""

    world: World
    session: Session
    replies: list[Reply] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    # The last words were cut to fit an SMS: nothing is hung on them.
    brief: bool = False
    _saying: bool = False

    @property
    def pack(self) -> Pack:
        return self.world.pack

    @property
    def today(self) -> date:
        return self.world.now.date()

    @property
    def frame(self) -> Frame:
        assert self.session.top is not None, "a step runs only on a frame"
        return self.session.top

    @property
    def service(self) -> Service | None:
        return self.pack.service(self.frame.service)

    @property
    def flow(self) -> Flow:
        return self.world.flows[self.frame.flow]

    def text(self, key: str) -> str:
        """The pack's text in the person's language, its {values} not yet filled in (`flows.values.tell` does)."""
        return self.pack.texts[key].say(self.session.language)

    def holds(self, text: str, *keys: str) -> bool:
        """Does the person's text hold one of the phrases that each of these texts lists between bars?"""
        told = f" {fold(text)} "
        return all(any(f" {ours.folded(phrase)} " in told for phrase in self.text(key).split("|")) for key in keys)

    def say(self, text: str, *, ways_out: Iterable[str] = (), files: tuple[Attachment, ...] = ()) -> None:
        """Say something that expects no particular answer. What is said in one breath is one message."""
        buttons = tuple(self.way_out(name) for name in ways_out)
        if self._saying:
            before = self.replies.pop()
            text, files = f"{before.text}\n\n{text}", before.files + files
        self.replies.append(Reply(text, buttons, files))
        self._saying = not buttons

    def quietly(self, run: Callable[[], None]) -> None:
        """Run something without a word said."""
        before = list(self.replies), self._saying
        run()
        self.replies, self._saying = before

    def offer(
        self, text: str, options: Iterable[tuple[str, str]], *, ways_out: Iterable[str] = (), share: str = ""
    ) -> None:
        """Ask with buttons: (value, label) pairs, numbered from one. Only these will count as taps from now on.

        `share` labels the button that sends the person's own number.
        """
        prompt = self.session.prompt + 1
        offered = tuple(
            Choice(id=f"{prompt}.{number}", label=label, value=value)
            for number, (value, label) in enumerate(options, start=1)
        )
        buttons = (*(Button(c.id, c.label) for c in offered), *(self.way_out(name) for name in ways_out))
        self.session = replace(self.session, prompt=prompt, offered=offered)
        self.replies.append(Reply(text, buttons, share=share))
        self._saying = False

    def way_out(self, name: str) -> Button:
        """Its id is the same for ever: it is never an answer, so an old one is as good as a new one."""
        return Button(f"go.{name}", self.text(f"way.{name}"), word=True)

    def update(self, **changes: Any) -> None:
        """Change the running frame."""
        if "trail" in changes:
            changes["trail"] = changes["trail"][-MAX_TRAIL:]
        self.session = replace(self.session, stack=(*self.session.stack[:-1], replace(self.frame, **changes)))
        self.speak_of(changes.get("service", ""))

    def speak_of(self, service: str) -> None:
        """A service that is spoken about stays the subject until another one is, or the table is cleared."""
        if service:
            self.session = replace(self.session, subject=service)

    def remember(self, **memo: str) -> None:
        self.update(memo={**self.frame.memo, **memo})

    def forget(self, *keys: str) -> None:
        self.update(memo={key: value for key, value in self.frame.memo.items() if key not in keys})

    def put(self, answers: Mapping[str, Answer]) -> None:
        """Put answers into the running frame, in place of those of the same names."""
        self.update(answers={**self.frame.answers, **answers})

    def drop(self, *names: str) -> None:
        """Take these answers out of the running frame: they are asked for afresh."""
        left = dict(self.frame.answers)
        for name in names:
            left.pop(name, None)
        self.update(answers=left)

    def push(self, frame: Frame) -> None:
        self.session = replace(self.session, stack=(*self.session.stack, frame))

    def pop(self) -> None:
        self.session = replace(self.session, stack=self.session.stack[:-1])

    def happened(self, event: Event) -> None:
        self.events.append(event)

    def turn(self) -> Turn:
        return Turn(self.session, tuple(self.replies), tuple(self.events))
