"""One person on one channel, who waits for the answer before writing on."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot import drill_audit
from bot.context import Ports
from channels.compose import Said
from flows.message import Media
from tests.fakes.faults import Ledger
from tests.integration.kit.provider import Provider

_PATIENCE = 60.0
_ids = count(1)


@dataclass
class Person:
    """`say`, `choose` and `send` return what was answered; `address` is a chat id on Telegram, else E.164."""

    provider: Provider
    ledger: Ledger
    ports: Ports
    address: str
    _heard: int = field(default=0)

    async def say(self, text: str) -> str:
        return await self._do(Said(self._id(), self.address, text))

    async def send(self, media: Media) -> str:
        return await self._do(Said(self._id(), self.address, media=(media,)))

    async def choose(self, label: str) -> str:
        """Tap the button where there are buttons, else type its number in the menu."""
        last = self.received()[-1]
        if self.provider.channel == "telegram":
            buttons = [button for row in last["reply_markup"]["inline_keyboard"] for button in row]
            tap = next(button["callback_data"] for button in buttons if button["text"] == label)
            return await self._do(Said(self._id(), self.address, label, tap))
        if offered := last.get("choices"):
            tap = next(choice["id"] for choice in offered if label in (choice["title"], choice.get("description")))
            return await self._do(Said(self._id(), self.address, label, tap))
        numbered = next(line for line in last["body"].splitlines() if line.endswith(label))
        return await self.say("".join(char for char in numbered if char.isdecimal()))

    def received(self) -> list[dict[str, Any]]:
        """What the provider was given for this person, in order."""
        return [record for record in self.ledger.sent if record["to"].removeprefix("whatsapp:") == self.address]

    async def _do(self, said: Said) -> str:
        await self.provider.post(said)
        await quiet(self.ports)
        news = self.received()[self._heard :]
        self._heard += len(news)
        # A message that is only a file has no words.
        return "\n".join(record.get("body") or record.get("text", "") for record in news)

    def _id(self) -> str:
        return f"{next(_ids)}" if self.provider.channel == "telegram" else f"message {next(_ids)}"


async def quiet(ports: Ports) -> drill_audit.Books:
    """Wait until nothing waits and nothing is on its way."""
    async with asyncio.timeout(_PATIENCE):
        while not await ports.database.read(drill_audit.settled):  # noqa: ASYNC110  the truth is in SQL
            await asyncio.sleep(0.02)
    return await ports.database.read(drill_audit.books)
