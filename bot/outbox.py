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
from storage import outbox
from storage.outbox import Claimed, Receipt
from storage.states import DeliveryState

logger = log.get(__name__)
_random = secrets.SystemRandom()


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
        receipt = await _send_one(ports, delivery)
        receipts.append(receipt)
        if receipt.state is DeliveryState.QUEUED:
            rest = claimed[place + 1 :]
            receipts += [Receipt(later, DeliveryState.QUEUED, due=receipt.due, tried=False) for later in rest]
            break
    await ports.database.write(_settle, receipts, ports.clock())
    reach("receipt.after_commit")
    for receipt in receipts:
        _count(ports, receipt)


async def _send_one(ports: Ports, delivery: Claimed) -> Receipt:
    channel = ports.channels.get((delivery.charity, delivery.channel))
    if channel is None:
        return Receipt(delivery, DeliveryState.FAILED, error="no such channel")
    reach("send.before_call")
    started = time.perf_counter()
    try:
        async with ports.sends, asyncio.timeout(ports.settings.send_seconds):
            provider_id = await channel.send(delivery.address, delivery.payload)
        receipt = Receipt(delivery, DeliveryState.SENT, provider_id)
    except SendError as error:
        receipt = _decide(ports, delivery, error)
    except TimeoutError:
        receipt = Receipt(delivery, DeliveryState.UNKNOWN, error="timeout")
    except Exception as error:
        # An adapter should never raise anything else. Nobody can say how far the call got.
        logger.error("send failed", conversation=delivery.conversation, exc_info=error)
        receipt = Receipt(delivery, DeliveryState.UNKNOWN, error=type(error).__name__)
    ports.metrics.send_seconds.observe(time.perf_counter() - started)
    reach("send.after_call")
    return receipt


def _decide(ports: Ports, delivery: Claimed, error: SendError) -> Receipt:
    """What the refusal means: once more later, never, or nobody knows."""
    if error.kind == "unknown":
        channel = ports.channels[delivery.charity, delivery.channel]
        if not getattr(channel, "idempotent", False):
            return Receipt(delivery, DeliveryState.UNKNOWN, error=error.kind)
    elif not error.retryable:
        return Receipt(delivery, DeliveryState.FAILED, error=error.kind)
    if delivery.attempts + 1 >= ports.settings.send_attempts:
        return Receipt(delivery, DeliveryState.FAILED, error=error.kind)
    due = ports.clock() + timedelta(seconds=pause(ports, delivery.attempts, error.retry_after))
    return Receipt(delivery, DeliveryState.QUEUED, error=error.kind, due=due)


def pause(ports: Ports, attempts: int, retry_after: float | None) -> float:
    """Seconds until the next attempt: what the provider asked for, else exponential with full jitter."""
    most = min(ports.settings.retry_most_seconds, ports.settings.retry_seconds * 2**attempts)
    return retry_after if retry_after is not None else _random.uniform(0, most)


def _claim(connection: Connection, ports: Ports, conversation: int) -> Claimed | None:
    now = ports.clock()
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
