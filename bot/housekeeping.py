"""The sweeper: finds in SQL what a lost wake-up, a crash or a pause left lying."""

import asyncio
import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import broadcasts, log, papers, reconcile, reminders, telegram_bots, templates, window
from bot.context import Ports
from bot.wake import Handler
from storage import sweep

logger = log.get(__name__)
# Seconds after which a status report of a message that we do not know is laid aside.
_GIVE_UP = 600
# Seconds between two rounds of what needs no hurry.
_TIDY = 300.0
# How far back messages are looked for that no webhook told us of: at the start, and then each time.
_AT_START, _LATELY = timedelta(hours=24), timedelta(hours=1)


async def run(ports: Ports, handler: Handler) -> None:
    """Sweep for ever. `handler` only starts the work, it does not wait for it."""
    tidied, back, watch = -_TIDY, _AT_START, telegram_bots.Watch()
    while True:
        try:
            await once(ports, handler)
            if time.monotonic() - tidied >= _TIDY:
                tidied = time.monotonic()
                await tidy(ports)
                await watch.look(ports)
                await reconcile.missed(ports, back)
                back = _LATELY
        except (SQLAlchemyError, OSError) as error:
            logger.warning("sweep failed", error=type(error).__name__)
        await asyncio.sleep(ports.settings.sweep_seconds)


async def tidy(ports: Ports) -> None:
    """What needs no hurry: reminders, papers that may be kept no longer, and templates that WhatsApp has approved."""
    await ports.database.read(templates.load, ports)
    await reminders.send(ports)
    await papers.expire(ports)
    await papers.sweep(ports)


async def once(ports: Ports, handler: Handler) -> int:
    """Hand over every conversation with something left lying; how many there were."""
    now = ports.clock()
    before = now - timedelta(seconds=ports.settings.grace_seconds)
    left = await ports.database.read(sweep.left_lying, before=before, now=now, stale=now - ports.lease)
    for conversation in left:
        await handler(conversation)
    ports.metrics.swept.inc(len(left))
    await window.tend(ports)
    if await ports.database.read(sweep.any_reports):
        await ports.database.write(sweep.match_reports, now=now, give_up=now - timedelta(seconds=_GIVE_UP))
    await reconcile.sent(ports)
    await broadcasts.feed(ports)
    return len(left)
