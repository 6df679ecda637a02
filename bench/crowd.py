"""Many people at once, each writing on only when the answer to the last message has reached the provider."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.wire import Link, connect

# Seconds a person waits for an answer before the run is called broken, and of silence after which nothing more comes.
PATIENCE = 30.0
SILENCE = 0.5


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one person posts, in order, as bytes."""

    address: str
    posts: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, acknowledged and answered: seconds from the post. `at` is when it was complete."""

    at: float
    acknowledged: float
    answered: float


@dataclass
class Mailbox:
    """What reached one person: how many messages, when the last one came, its text."""

    count: int = 0
    at: float = 0.0
    text: str = ""
    wanted: int = 0
    ready: asyncio.Future[None] | None = None


@dataclass
class Crowd:
    """`expected` says how many messages answer each line of the script; empty, an acknowledgment is enough."""

    host: str
    port: int
    expected: Sequence[int] = ()
    turns: list[Turn] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    boxes: dict[str, Mailbox] = field(default_factory=lambda: defaultdict(Mailbox))

    def delivered(self, address: str, text: str) -> None:
        """The provider took a message to this person."""
        box = self.boxes[address]
        # A message that is only a file has no words.
        box.count, box.at, box.text = box.count + 1, time.perf_counter(), text or box.text
        if box.ready and box.count >= box.wanted and not box.ready.done():
            box.ready.set_result(None)

    async def rehearse(self, conversation: Conversation) -> list[int]:
        """One person alone: how many messages answer each line. Nothing more is expected after some silence."""
        counts = []
        async with self._link() as link:
            for data in conversation.posts:
                before = self.boxes[conversation.address].count
                await self._turn(link, conversation.address, data, 1)
                await asyncio.sleep(SILENCE)
                counts.append(self.boxes[conversation.address].count - before)
        return counts

    async def talk(self, waiting: Iterator[Conversation], people: int, exhausted: Callable[[], None]) -> None:
        """`people` at once until nobody waits any more: then `exhausted` is called, and all who began finish."""
        ends = asyncio.Event()

        async def place() -> None:
            for conversation in waiting:
                await self._one(conversation)
            if not ends.is_set():
                ends.set()
                exhausted()

        await asyncio.gather(*(place() for _ in range(people)))

    async def _one(self, conversation: Conversation) -> None:
        place = 0
        try:
            async with self._link() as link:
                for place, data in enumerate(conversation.posts):
                    wanted = self.expected[place] if self.expected else 0
                    self.turns.append(await self._turn(link, conversation.address, data, wanted))
        except (TimeoutError, OSError) as error:
            heard = self.boxes[conversation.address].text
            self.faults.append(f"{type(error).__name__} {error} at message {place}, after hearing {heard!r}")
        else:
            self.finished.append(conversation.address)

    async def _turn(self, link: Link, address: str, data: bytes, messages: int) -> Turn:
        box = self.boxes[address]
        box.wanted, box.ready = box.count + messages, asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            status = await link.post(data)
            acknowledged = ended = time.perf_counter()
            if not 200 <= status < 300:
                raise ConnectionError(f"the webhook was answered by {status}")
            if messages:
                await box.ready
                ended = max(box.at, acknowledged)
        return Turn(ended, acknowledged - began, ended - began)

    @asynccontextmanager
    async def _link(self) -> AsyncIterator[Link]:
        link = await connect(self.host, self.port)
        try:
            yield link
        finally:
            link.close()
