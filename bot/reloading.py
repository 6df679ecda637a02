"""An understander that takes up a newer model while messages come, and keeps the one it has where that is unfit."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bot import log
from bot.ports import Understander
from flows.message import Meaning

logger = log.get(__name__)
EVERY = 2.0  # seconds between two looks


class Reloading:
    """Reads by `engine`. When `stamp` changes, `prepare` makes what `swap` then puts into the engine.

    `prepare` runs in a thread and may raise `ValueError` or `OSError`; `swap` runs between two readings.
    """

    def __init__(
        self,
        engine: Understander,
        *,
        stamp: Callable[[], object],
        prepare: Callable[[], Any],
        swap: Callable[[Any], None],
        every: float = EVERY,
    ) -> None:
        self._engine, self._stamp, self._prepare, self._swap, self._every = engine, stamp, prepare, swap, every
        self._known, self._looked = stamp(), time.monotonic()

    async def read(self, text: str, *, charity: str) -> Meaning:
        """What the text means, by the newest model that is fit."""
        if time.monotonic() - self._looked >= self._every:
            await self._look()
        return await self._engine.read(text, charity=charity)

    async def close(self) -> None:
        """Close the engine, if it holds anything open."""
        if close := getattr(self._engine, "close", None):
            await close()

    async def _look(self) -> None:
        self._looked = time.monotonic()
        if (found := self._stamp()) == self._known:
            return
        self._known = found
        # Whoever waits for this reading may give up; the model is taken up all the same.
        self._taking = asyncio.create_task(self._take_up())
        await asyncio.shield(self._taking)

    async def _take_up(self) -> None:
        try:
            self._swap(await asyncio.to_thread(self._prepare))
        except (ValueError, OSError) as error:
            logger.error("the new model is unfit: the old one reads on", why=str(error))
        else:
            logger.info("a new model reads")
