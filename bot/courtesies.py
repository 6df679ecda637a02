"""What makes a chat pleasant and may as well fail: signs of life, taps seen, buttons put away. Never tried twice."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from bot.context import Ports
from channels.base import SendError
from flows.message import Kind
from storage import shown
from storage.outbox import Claimed
from storage.turns import Waiting

# Seconds after which silence is noticed, and for which a channel shows that somebody is writing.
NOTICED, LASTS = 1.0, 4.5


@contextmanager
def typing(ports: Ports, event: Waiting) -> Iterator[None]:
    """Show that an answer is being made, where making it takes long enough to be noticed."""
    channel: Any = ports.channels.get((event.charity, event.channel))
    if not hasattr(channel, "typing"):
        yield
        return
    task = asyncio.create_task(_keep_typing(ports, event, channel))
    try:
        yield
    finally:
        task.cancel()


async def _keep_typing(ports: Ports, event: Waiting, channel: Any) -> None:
    await asyncio.sleep(NOTICED)
    while True:
        await _try(ports, event, lambda: channel.typing(event.incoming.address))
        await asyncio.sleep(LASTS)


async def after(ports: Ports, event: Waiting, claimed: Sequence[Claimed]) -> None:
    """Tell the provider that a tap was seen, and put the buttons away that the answer to them has left behind."""
    channel: Any = ports.channels.get((event.charity, event.channel))
    if event.incoming.kind is Kind.TAP and hasattr(channel, "acknowledge"):
        await _try(ports, event, lambda: channel.acknowledge(event.incoming))
    if claimed and hasattr(channel, "put_away"):
        # Whatever was said now, the buttons of the question before it count no longer.
        sent = await ports.database.read(shown.before, event.conversation)
        old = next((message for message, payload in sent if channel.asks(payload)), None)
        if old:
            await _try(ports, event, lambda: channel.put_away(old))


async def _try(ports: Ports, event: Waiting, call: Callable[[], Awaitable[None]]) -> None:
    if ports.gate.hushed(event.charity, event.channel):
        return
    # Whatever goes wrong here, the answer itself is on its way.
    with suppress(Exception):
        try:
            async with asyncio.timeout(ports.settings.send_seconds):
                await call()
        except SendError as error:
            await ports.gate.hush(event.charity, event.channel, error)
