"""Send what is due, in order per conversation, and write down what became of it."""

import asyncio
import secrets
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import log
from bot.context import Ports
from bot.points import reach
from channels.base import SendError
from storage import outbox, window
from storage.outbox import Claimed, Receipt
from storage.states import Author, DeliveryState

logger = log.get(__name__)
_random = secrets.SystemRandom()
# Seconds: what is due later than `_SOON` is left to the sweeper; `_AFTER` spares a look that comes a moment too early.
_SOON = 60.0
_AFTER = 0.005


async def deliver(ports: Ports, conversation: int) -> None:
    """Send the conversation's due deliveries, oldest first, until one has to wait or is being sent elsewhere."""
    while (claimed := await ports.database.write(_claim, ports, conversation)) is not None:
        await send(ports, [claimed])


async def send(ports: Ports, claimed: Sequence[Claimed]) -> None:
    """Send what this worker has claimed, in order; the receipts are one commit."""
    receipts: list[Receipt] = []
    for place, delivery in enumerate(claimed):
        if place and not await ports.database.write(outbox.renew, delivery, ports.clock()):
            # While the first was being sent a person took over, say: the bot says no more.
            continue
        receipt = await _send_or_postpone(ports, delivery)
        receipts.append(receipt)
        if receipt.state is DeliveryState.QUEUED:
            rest = claimed[place + 1 :]
            receipts += [Receipt(later, DeliveryState.QUEUED, due=receipt.due, tried=False) for later in rest]
            break
    await ports.database.write(_settle, receipts, ports.clock())
    reach("receipt.after_commit")
    for receipt in receipts:
        _count(ports, receipt)
    if claimed and receipts[-1].due:
        _come_back(ports, receipts[-1].delivery.conversation, receipts[-1].due)


async def _send_or_postpone(ports: Ports, delivery: Claimed) -> Receipt:
    """Send it, or give it back without a call: the provider's limits, or its trouble, let nothing through now."""
    # The gate is asked when there is room for the call: what it lets through is called at once.
    async with ports.sends:
        if not (wait := await ports.gate.wait(delivery)):
            return await _send_one(ports, delivery)
    due = ports.clock() + timedelta(seconds=wait)
    return Receipt(delivery, DeliveryState.QUEUED, error="paced", due=due, tried=False)


def _come_back(ports: Ports, conversation: int, due: datetime) -> None:
    """Wake the conversation when its turn has come. Where this process is no more by then, a sweep finds it."""
    seconds = max(0.0, (due - ports.clock()).total_seconds())
    if seconds <= _SOON:
        asyncio.get_running_loop().call_later(seconds + _AFTER, ports.alarm.ring, conversation)


async def _send_one(ports: Ports, delivery: Claimed) -> Receipt:
    channel = ports.channels.get((delivery.charity, delivery.channel))
    if channel is None:
        return Receipt(delivery, DeliveryState.FAILED, error="no such channel")
    reach("send.before_call")
    started = time.perf_counter()
    failure, why, provider_id = None, "", None
    try:
        async with asyncio.timeout(ports.settings.send_seconds):
            provider_id = await channel.send(delivery.address, delivery.payload)
    except SendError as error:
        failure, why = error, error.kind
    except TimeoutError:
        failure, why = SendError("unknown"), "timeout"
    except Exception as error:
        # An adapter should never raise anything else. Nobody can say how far the call got.
        logger.error("send failed", conversation=delivery.conversation, exc_info=error)
        failure, why = SendError("unknown"), type(error).__name__
    ports.metrics.send_seconds.observe(time.perf_counter() - started)
    await ports.gate.heard(delivery, failure)
    reach("send.after_call")
    if failure is None:
        return Receipt(delivery, DeliveryState.SENT, provider_id)
    return _decide(ports, delivery, failure, why)


def _decide(ports: Ports, delivery: Claimed, error: SendError, why: str) -> Receipt:
    """What the refusal means: once more later, when the person has written, never, or nobody knows."""
    if error.kind == "window" and delivery.author != Author.KNOCK:
        return Receipt(delivery, DeliveryState.PARKED, error=why)
    if error.kind == "unknown":
        channel = ports.channels[delivery.charity, delivery.channel]
        if not getattr(channel, "idempotent", False):
            return Receipt(delivery, DeliveryState.UNKNOWN, error=why)
    elif not error.retryable:
        return Receipt(delivery, DeliveryState.FAILED, error=why)
    if delivery.attempts + 1 >= ports.settings.send_attempts:
        return Receipt(delivery, DeliveryState.FAILED, error=why)
    due = ports.clock() + timedelta(seconds=pause(ports, delivery.attempts, error.retry_after))
    return Receipt(delivery, DeliveryState.QUEUED, error=why, due=due)


def pause(ports: Ports, attempts: int, retry_after: float | None) -> float:
    """Seconds until the next attempt: what the provider asked for, else exponential with full jitter."""
    most = min(ports.settings.retry_most_seconds, ports.settings.retry_seconds * 2**attempts)
    return retry_after if retry_after is not None else _random.uniform(0, most)


def _claim(connection: Connection, ports: Ports, conversation: int) -> Claimed | None:
    now = ports.clock()
    window.park(connection, conversation, now)
    return outbox.claim_next(
        connection,
        conversation,
        worker=ports.worker,
        now=now,
        stale_before=now - ports.lease,
        idempotent=ports.idempotent,
    )


def _settle(connection: Connection, receipts: Sequence[Receipt], now: datetime) -> None:
    outbox.settle(connection, receipts, now)
    reach("receipt.before_commit")


def _count(ports: Ports, receipt: Receipt) -> None:
    to, state = receipt.delivery, receipt.state
    ports.metrics.deliveries.labels(to.charity, to.channel, state.value).inc()
    if state in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
        logger.warning(
            "not delivered", conversation=to.conversation, delivery=to.id, state=state.value, why=receipt.error
        )
