"""The sweeper: finds in SQL what a lost wake-up, a crash or a pause left lying."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ParamSpec

from bot import broadcasts, log, papers, reconcile, reminders, telegram_bots, templates, window
from bot.context import Ports
from bot.wake import Handler
from storage import sweep

logger = log.get(__name__)
P = ParamSpec("P")
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
        await once(ports, handler)
        if time.monotonic() - tidied >= _TIDY:
            tidied = time.monotonic()
            await tidy(ports)
            await _done(watch.look, ports)
            if await _done(reconcile.missed, ports, back):
                back = _LATELY
        await asyncio.sleep(ports.settings.sweep_seconds)


async def tidy(ports: Ports) -> None:
    """What needs no hurry: reminders, papers that may be kept no longer, and templates that WhatsApp has approved."""
    for chore in (_templates, reminders.send, papers.expire, papers.sweep):
        await _done(chore, ports)


async def once(ports: Ports, handler: Handler) -> None:
    """What a person may be waiting for: hand over every conversation with something left lying, and the rest."""
    await _done(_hand_over, ports, handler)
    for chore in (window.tend, _reports, reconcile.sent, broadcasts.feed):
        await _done(chore, ports)


async def _done(chore: Callable[P, Awaitable[object]], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Do one chore. Whatever goes wrong with it keeps no other from its turn, and it is tried again in its next."""
    try:
        await chore(*args, **kwargs)
    except Exception as error:
        logger.warning("chore not done", chore=chore.__qualname__, exc_info=error)
        return False
    return True


async def _hand_over(ports: Ports, handler: Handler) -> None:
    now = ports.clock()
    before = now - timedelta(seconds=ports.settings.grace_seconds)
    left = await ports.database.read(sweep.left_lying, before=before, now=now, stale=now - ports.lease)
    for conversation in left:
        await handler(conversation)
    ports.metrics.swept.inc(len(left))


async def _reports(ports: Ports) -> None:
    """Status reports that came before our own receipts."""
    if await ports.database.read(sweep.any_reports):
        now = ports.clock()
        await ports.database.write(sweep.match_reports, now=now, give_up=now - timedelta(seconds=_GIVE_UP))


async def _templates(ports: Ports) -> None:
    await ports.database.read(templates.load, ports)
