"""Take a conversation: every waiting message, oldest first, one commit each."""

import asyncio
import time
from collections.abc import Sequence

from bot import albums, answering, courtesies, log, outbox, papers
from bot.answering import Answered
from bot.context import Ports
from bot.points import reach
from flows.message import NOTHING, Kind, Meaning
from storage import turns
from storage.applications import ReferenceTaken
from storage.engine import AWAY
from storage.outbox import Claimed
from storage.turns import Waiting

logger = log.get(__name__)
_SPOKEN = (Kind.TEXT, Kind.MEDIA, Kind.VOICE, Kind.EDITED)
_DRAWS = 5


async def take(ports: Ports, conversation: int) -> None:
    """Handle every waiting message of one conversation and send what is due. Raises nothing but database trouble."""
    async with ports.locks.hold(conversation) as mine:
        if not mine:
            return
        reach("turn.before_read")
        waiting = await albums.waiting(ports, conversation)
        older = not waiting
        for event in waiting:
            done = await _take_one(ports, event)
            if done is None:
                # Out of step with another worker, or failed and to be tried again: the sweeper comes back for it.
                return
            older = older or not done.claimed
            await _answer(ports, event, done.claimed)
            for other in done.elsewhere:
                await outbox.deliver(ports, other)
        if older:
            # Something earlier is still on its way, or nothing was waiting: see what is due.
            await outbox.deliver(ports, conversation)


async def _take_one(ports: Ports, event: Waiting) -> Answered | None:
    """One turn, committed; what there is to send. None when the message was not taken."""
    started = time.perf_counter()
    try:
        with courtesies.typing(ports, event):
            # Before the turn takes its place: a slow file keeps nobody else waiting.
            event = await papers.bring(ports, event)
            async with ports.slots:
                meaning = await _read(ports, event)
                done = await _commit(ports, event, meaning)
    except AWAY:
        raise
    except Exception as error:
        return await _count_failure(ports, event, error)
    ports.metrics.turn_seconds.observe(time.perf_counter() - started)
    outcome = "not mine" if done is None else "done"
    ports.metrics.turns.labels(event.charity, outcome).inc()
    if done is not None:
        await ports.signals.publish(event.conversation)
    return done


async def _read(ports: Ports, event: Waiting) -> Meaning:
    """What the message means, outside any transaction. A failing understander fails the turn: it is tried again."""
    incoming = event.incoming
    if incoming.kind not in _SPOKEN or not incoming.text.strip():
        return NOTHING
    async with asyncio.timeout(ports.settings.read_seconds):
        return await ports.understander.read(incoming.text, charity=event.charity)


async def _commit(ports: Ports, event: Waiting, meaning: Meaning) -> Answered | None:
    for _ in range(_DRAWS):
        try:
            done = await ports.database.write(answering.answer, ports, event, meaning)
        except ReferenceTaken:
            continue
        reach("turn.after_commit")
        return done
    raise RuntimeError("no free reference number")


async def _answer(ports: Ports, event: Waiting, claimed: Sequence[Claimed]) -> None:
    """Send what the turn decided, and meanwhile what only pleases."""
    pleasing = asyncio.create_task(courtesies.after(ports, event, claimed))
    if claimed:
        await outbox.send(ports, claimed)
        ports.metrics.answer_seconds.observe((ports.clock() - event.received_at).total_seconds())
    await pleasing


async def _count_failure(ports: Ports, event: Waiting, error: Exception) -> Answered | None:
    """Note the failed attempt; after the last one the message is laid aside and a person is asked to help."""
    final = event.attempts + 1 >= ports.settings.turn_attempts
    name = type(error).__name__
    logger.error("turn failed", conversation=event.conversation, event_id=event.id, final=final, exc_info=error)
    ports.metrics.turns.labels(event.charity, "given up" if final else "failed").inc()
    if not final:
        await ports.database.write(turns.mark_failed, event, name, final=False)
        return None
    try:
        claimed = await ports.database.write(answering.give_up, ports, event, name)
    except AWAY:
        raise
    except Exception as trouble:
        # Not even that can be done (its charity was removed, say): no message may come back for ever.
        logger.error("given up without a case", conversation=event.conversation, event_id=event.id, exc_info=trouble)
        await ports.database.write(turns.mark_failed, event, name, final=True)
        return None
    await ports.signals.publish(event.conversation)
    return None if claimed is None else Answered(claimed)
