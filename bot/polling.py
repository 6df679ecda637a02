"""How Telegram reaches us: a webhook where we have a public address, else we ask for updates ourselves."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol, cast

from bot import inbox, log, telegram_bots
from bot.context import Ports
from channels.base import Request, SendError
from flows.message import Incoming

logger = log.get(__name__)
PAUSE = 5.0


class Pollable(Protocol):
    """A channel that can be asked for its updates."""

    def parse(self, request: Request) -> list[Incoming]: ...

    async def updates(self, offset: int = 0) -> list[dict[str, Any]]: ...

    async def set_webhook(self, url: str) -> None: ...

    async def delete_webhook(self) -> None: ...


def start(ports: Ports) -> list[asyncio.Task[None]]:
    """One task for each charity's bot: it registers the webhook and ends, or polls until it is cancelled."""
    serve = register if telegram_bots.public(ports.settings) else poll
    return [
        asyncio.create_task(serve(ports, charity, cast(Pollable, line)), name=f"telegram {charity}")
        for (charity, name), line in ports.channels.items()
        if name == "telegram"
    ]


async def register(ports: Ports, charity: str, line: Pollable) -> None:
    """Tell Telegram our address, until it has taken note of it."""
    url = telegram_bots.address(ports.settings, charity)
    while True:
        try:
            await line.set_webhook(url)
        except SendError as error:
            logger.warning("webhook not registered", charity=charity, why=error.kind)
            if not error.retryable and error.kind != "unknown":
                return
            await asyncio.sleep(error.retry_after or PAUSE)
        else:
            return


async def poll(ports: Ports, charity: str, line: Pollable) -> None:
    """Take updates one batch after another. Telegram forgets a batch when we ask for the next: it is stored by then."""
    offset, registered = 0, True
    while True:
        try:
            if registered:
                await line.delete_webhook()
                registered = False
            for update in await line.updates(offset):
                await _accept(ports, charity, line, update)
                offset = int(update["update_id"]) + 1
        except Exception as error:  # whatever goes wrong with one answer, the bot must not fall silent for good
            why = error.kind if isinstance(error, SendError) else type(error).__name__
            logger.warning("no updates", charity=charity, why=why)
            retry_after = error.retry_after if isinstance(error, SendError) else None
            await asyncio.sleep(retry_after or PAUSE)


async def _accept(ports: Ports, charity: str, line: Pollable, update: Mapping[str, Any]) -> None:
    try:
        incomings = line.parse(Request("", {}, json.dumps(update).encode()))
    except ValueError:
        # Nothing that we can store: to ask for it again would stop everybody behind it.
        logger.warning("update not understood", charity=charity, update=update.get("update_id"))
        return
    await inbox.accept(ports, charity, "telegram", incomings)
