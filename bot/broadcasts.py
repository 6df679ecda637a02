"""One text to a filtered group: whom it reaches by which way, what that costs, and the sending, a few at a time."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import log
from bot.context import Ports
from bot.saying import line_of
from bot.window import knocks
from channels.limits import cost
from flows.message import Reply
from storage import audience, broadcasts, outbox, reach, staff, transcribing, turns
from storage.audience import Filter, Reached
from storage.broadcasts import Order
from storage.engine import AWAY
from storage.outbox import Claimed
from storage.states import Author
from storage.window import shut

logger = log.get(__name__)
# Seconds between two rounds of one broadcast, whichever worker makes them.
ROUND = 1.0
# Ways that reach somebody; every other word says why nobody is reached.
WAYS = ("whatsapp", "whatsapp_later", "telegram", "web", "sms")


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a broadcast would reach: `homes` are the conversations to begin from, `ways` counts people by way or by why
    they are left out, `segments` is what one SMS is charged as.
    """

    homes: Sequence[int]
    ways: Counter[str] = field(default_factory=Counter)
    segments: int = 0

    @property
    def reached(self) -> int:
        return len(self.homes)


def text_of(ports: Ports, charity: str, text: str) -> str:
    """What people read: the text, and how to stop such messages."""
    return f"{text.strip()}\n\n{ports.packs[charity].texts['broadcast.stop'].say('ar')}"


def plan(connection: Connection, ports: Ports, charity: str, asked: Filter, text: str) -> Plan:
    """Look only: nothing is written and nothing sent."""
    open_here, now, calls = _open(ports, charity), ports.clock(), knocks(ports, charity)
    homes, ways = [], Counter[str]()
    for its in audience.find(connection, charity, asked):
        home, way = _best(its, open_here, now, calls=calls)
        ways[way] += 1
        if home is not None:
            homes.append(home)
    sms = ports.channels.get((charity, "sms"))
    bodies = [payload["body"] for payload in sms.render(Reply(text_of(ports, charity, text)))] if sms else []
    return Plan(homes, ways, cost(bodies))


def begin(connection: Connection, ports: Ports, charity: str, order: Order) -> int:
    """Write the broadcast and everybody it is for down, once; workers do the rest. Its number."""
    found, now = plan(connection, ports, charity, order.asked, order.text), ports.clock()
    number = broadcasts.begin(connection, charity, order, found.homes, now)
    about = f"broadcast:{number}"
    staff.audit(connection, order.staff, charity=charity, action="broadcast", subject=about, now=now)
    return number


async def feed(ports: Ports) -> int:
    """Put the next messages of every running broadcast into the outbox, as many as its rate allows; how many."""
    fed = 0
    for broadcast in await ports.database.read(broadcasts.running):
        for target in await ports.database.write(broadcasts.turn, broadcast, ROUND, ports.clock()):
            conversation = await _tried(ports, broadcast, target)
            if conversation is not None:
                fed += 1
                await ports.wake.wake(conversation)
    return fed


async def _tried(ports: Ports, broadcast: Any, target: Any) -> int | None:
    """As `_write_to`; somebody to whom nothing can be written is left out: they must not hold up all the others."""
    try:
        return await ports.database.write(_write_to, ports, broadcast, target.id, target.conversation_id)
    except AWAY:
        raise
    except Exception as error:
        logger.error("left out of a broadcast", conversation=target.conversation_id, exc_info=error)
        await ports.database.write(broadcasts.settle, target.id, ports.clock(), why="trouble")
        return None


def _write_to(connection: Connection, ports: Ports, broadcast: Any, target: int, home: int) -> int | None:
    """Say it to one person; the conversation where it now waits to be sent, None where they are left out."""
    charity, text, now = broadcast.charity, broadcast.text, ports.clock()
    where = reach.find(connection, home, _open(ports, charity), now, knocks=knocks(ports, charity))
    # Who stopped messages on a channel that cannot stop them by itself is not written to either.
    why = where.untold or ("opted_out" if where.opted_out else "")
    if not broadcasts.settle(connection, target, now, why=why) or why or where.conversation is None:
        return None
    held = turns.hold(connection, where.conversation)
    reply = Reply(text_of(ports, charity, text))
    message = transcribing.say(connection, held.id, line_of(reply, Author.BROADCAST), now)
    broadcasts.said(connection, target, message)
    to = Claimed(0, held.id, charity, held.channel, held.address, {}, author=Author.BROADCAST, epoch=held.epoch)
    for payload in ports.channels[charity, held.channel].render(reply):
        outbox.add(connection, replace(to, payload=payload), message=message, now=now)
    return held.id


def _best(its: Sequence[Reached], open_here: Collection[str], now: datetime, *, calls: bool) -> tuple[int | None, str]:
    """The conversation to begin from, and the way; None and why, where nobody is reached.

    Where they wrote last, if it takes our words as they are; else WhatsApp by a template, else by SMS.
    """
    if any(each.opted_out for each in its):
        return None, "opted_out"
    free = [each for each in its if not each.blocked and each.channel in open_here]
    if not free:
        return None, "blocked" if any(each.blocked for each in its) else "no_channel"
    direct = [each for each in free if each.channel != "sms" and not shut(each.channel, each.inbound, now)]
    if direct:
        best = max(direct, key=_lately)
        return best.id, best.channel
    closed = [each for each in free if each.channel == "whatsapp"]
    if closed and calls:
        return closed[0].id, "whatsapp_later"
    sms = [each for each in free if each.channel == "sms"]
    if sms:
        return sms[0].id, "sms"
    by_number = [each for each in closed if each.address.startswith("+")] if "sms" in open_here else []
    return (by_number[0].id, "sms") if by_number else (None, "window")


def _lately(each: Reached) -> tuple[bool, float]:
    # A website hears of it only when the person comes back: anything else is better.
    return each.channel != "web", each.inbound.timestamp() if each.inbound else 0.0


def _open(ports: Ports, charity: str) -> set[str]:
    return {channel for slug, channel in ports.channels if slug == charity}
