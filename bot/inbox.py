"""Accept inbound events: stored and committed first, then woken for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from bot.points import reach
from flows.message import Incoming
from storage import inbox
from storage.inbox import Accepted


async def accept(ports: Ports, charity: str, channel: str, incomings: Sequence[Incoming]) -> Accepted:
    """Accept the events of one request once; a repeat changes nothing. Raises `SQLAlchemyError`: then nothing is."""
    reach("accept.before_store")
    with ports.metrics.accept_seconds.time():
        accepted = await ports.database.write(_store, charity, channel, incomings, ports.clock())
    reach("accept.after_commit")
    ports.metrics.accepted.labels(charity, channel).inc(accepted.stored)
    for conversation in accepted.waiting:
        await ports.wake.wake(conversation)
    return accepted


def _store(
    connection: Connection, charity: str, channel: str, incomings: Sequence[Incoming], now: datetime
) -> Accepted:
    accepted = inbox.accept(connection, charity, channel, incomings, now)
    reach("accept.before_commit")
    return accepted
