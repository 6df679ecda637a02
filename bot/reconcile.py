"""What became of messages whose answer was lost, and of those that came in while nobody listened."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from bot import inbox, log
from bot.context import Ports
from bot.saying import line_of
from channels.base import Listed, SendError
from flows import session as sessions
from flows.message import Reply
from storage import outbox, transcribing, turns, unsettled
from storage.engine import AWAY
from storage.outbox import Claimed
from storage.states import Author, Owner
from storage.unsettled import OVERTAKEN, UNCONFIRMED, Troubled

logger = log.get(__name__)
# Older ones are for staff to judge: news of yesterday is not sent by itself.
_OLDEST = timedelta(days=1)
# The provider's clock need not be ours, and its list tells whole seconds.
_SKEW = timedelta(seconds=10)
# How often one message is repeated by itself where no list says whether it arrived.
_REPEATS = 3


async def sent(ports: Ports) -> int:
    """Settle the deliveries of which nobody knows whether they were sent; how many conversations had one.

    Where the provider has a list, what stands in it was sent and what does not is sent again. Elsewhere what the bot
    said last is repeated with a kind word, and everything else is left for staff.
    """
    now = ports.clock()
    before = now - timedelta(seconds=ports.settings.unknown_seconds)
    rows = await ports.database.read(unsettled.unknown, before=before, after=now - _OLDEST)
    settled, tired = 0, set()
    for line, its in _by_conversation(rows):
        if line[:2] not in tired:
            try:
                await _settle(ports, its)
                settled += 1
            except SendError as error:
                # The list cannot be had now: the next round asks again.
                tired.add(line[:2])
                logger.warning("not reconciled", charity=line[0], channel=line[1], error=error.kind)
            except AWAY:
                raise
            except Exception as error:
                # Nor may one conversation keep the others from being settled.
                logger.error("not reconciled", conversation=line[2], exc_info=error)
    return settled


async def missed(ports: Ports, since: timedelta) -> int:
    """Accept what people sent in this time and no webhook told us of; how many messages those were."""
    stored = 0
    for (charity, name), line in ports.channels.items():
        if not hasattr(line, "received"):
            continue
        try:
            heard = await line.received(ports.clock() - since)
        except SendError as error:
            logger.warning("missed messages not looked for", charity=charity, channel=name, error=error.kind)
            continue
        accepted = await inbox.accept(ports, charity, name, heard)
        stored += accepted.stored
        if accepted.stored:
            logger.warning("messages came without a webhook", charity=charity, channel=name, count=accepted.stored)
    return stored


async def _settle(ports: Ports, rows: Sequence[Troubled]) -> None:
    """One conversation's unknown deliveries, oldest first. Raises `SendError`."""
    to = rows[0].claimed
    line: Any = ports.channels.get((to.charity, to.channel))
    listed = hasattr(line, "sent_to")
    if listed:
        rows = await _without_found(ports, line, rows)
    if not rows:
        return
    due = await ports.database.write(_not_found, ports, [row.id for row in rows], listed=listed)
    if due:
        await ports.wake.wake(to.conversation)


async def _without_found(ports: Ports, line: Any, rows: Sequence[Troubled]) -> list[Troubled]:
    """Those that do not stand in the provider's list; the others are marked as sent."""
    to = rows[0].claimed
    there = await line.sent_to(to.address, min(row.claimed_at or row.created_at for row in rows) - _SKEW)
    known = await ports.database.read(unsettled.known, to.charity, to.channel, [each.id for each in there])
    left = [each for each in there if each.id not in known]
    missing = []
    for row in rows:
        if (match := _first(line, row, left)) is None:
            missing.append(row)
            continue
        left.remove(match)
        await ports.database.write(unsettled.found, row.id, match.id)
    return missing


def _first(line: Any, row: Troubled, left: Iterable[Listed]) -> Listed | None:
    return next((each for each in left if line.fits(row.claimed.payload, each)), None)


def _not_found(connection: Connection, ports: Ports, keys: Sequence[int], *, listed: bool) -> bool:
    """Send again what is still worth sending. True where something is now to be sent."""
    rows = unsettled.these(connection, keys)
    if not rows:
        return False
    held = turns.hold(connection, rows[0].claimed.conversation)
    kept = []
    for row in rows:
        if hindrance := _hindrance(ports, held, row, listed=listed):
            unsettled.leave(connection, row.id, hindrance)
        else:
            kept.append(row)
    if kept and not listed:
        _say_sorry(connection, ports, held, kept[0].claimed)
    return sum(unsettled.again(connection, row, ports.clock()) for row in kept) > 0


def _say_sorry(connection: Connection, ports: Ports, held: turns.Held, about: Claimed) -> None:
    """The kind note before what is repeated; itself it is not repeated."""
    note = Reply(ports.packs[held.charity].texts["repeated"].say(sessions.load(held.session).language))
    author, now = Author(about.author), ports.clock()
    message = transcribing.say(connection, held.id, line_of(note, author), now)
    for payload in ports.channels[held.charity, held.channel].render(note):
        attempt = replace(about, payload=payload, attempts=_REPEATS)
        outbox.add(connection, attempt, message=message, now=now)


def _hindrance(ports: Ports, held: turns.Held, row: Troubled, *, listed: bool) -> str:
    """Why it is not sent again by itself."""
    of_bot = row.claimed.author == Author.BOT
    if of_bot and (row.overtaken or held.owner != Owner.BOT or row.claimed.epoch < held.epoch):
        return OVERTAKEN
    if row.claimed.attempts >= (ports.settings.send_attempts if listed else _REPEATS):
        return UNCONFIRMED
    if (held.charity, held.channel) not in ports.channels:
        return UNCONFIRMED
    # Staff see what became of their own words, and judge themselves; many people's broadcast bears no repetition.
    return "" if listed or row.claimed.author in (Author.BOT, Author.SYSTEM, Author.NOTICE) else UNCONFIRMED


def _by_conversation(rows: Sequence[Troubled]) -> list[tuple[tuple[str, str, int], list[Troubled]]]:
    def line(row: Troubled) -> tuple[str, str, int]:
        return row.claimed.charity, row.claimed.channel, row.claimed.conversation

    return [(key, list(its)) for key, its in groupby(sorted(rows, key=line), line)]
