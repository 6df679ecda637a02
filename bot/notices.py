"""Make a move of an application and tell the person, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot import private, when
from bot.context import Ports
from bot.saying import queue
from bot.window import knocks
from bot.worlds import version_of, world_of
from flows import session as sessions
from flows.notices import Notice, notify
from flows.pack import Pack
from flows.session import Session
from storage import life, reach, records, turns
from storage.life import Moved, Wish
from storage.reach import Reach
from storage.states import Author
from storage.turns import Held


@dataclass(frozen=True, slots=True)
class Carried:
    """A move that was made. `conversation` now has something to send, or is None; `untold` says why nobody was told."""

    moved: Moved
    conversation: int | None = None
    untold: str = ""


@dataclass(frozen=True, slots=True)
class _News:
    """A move with the version of the pack that it was made by."""

    wish: Wish
    moved: Moved
    pack: Pack

    def notice(self, language: str) -> Notice:
        wish, moved = self.wish, self.moved
        papers = [paper for kind in wish.papers if (paper := self.pack.document(kind))]
        return Notice(
            wish.name,
            wish.reference,
            moved.service,
            words=wish.reason.strip(),
            when=when.say(wish.at, language) if wish.at else "",
            place=wish.place.strip(),
            cancelled=when.say(moved.cancelled, language) if moved.cancelled else "",
            papers=tuple(paper.label.say(language) for paper in papers),
        )


def carry_out(connection: Connection, ports: Ports, wish: Wish, now: datetime) -> Carried:
    """Make the move and, where it is one that the person hears of, tell them. Raises `flows.life.Impossible`."""
    found = life.about(connection, wish.charity, wish.reference)
    pack = version_of(connection, ports, wish.charity, found.pack)
    channels = {channel for charity, channel in ports.channels if charity == wish.charity}
    home = found.conversation_id or reach.of_origin(connection, wish.charity, found.origin)
    where = reach.find(connection, home, channels, now, knocks=knocks(ports, wish.charity))
    # The conversation before the application, as every turn of the person takes them: else two could wait for ever.
    held = turns.hold(connection, where.conversation) if where.conversation is not None else None
    moved = life.move(connection, wish, pack=pack, now=now)
    if not moved.move.told:
        return Carried(moved)
    message = _tell(connection, ports, held, where, _News(wish, moved, pack), now) if held else None
    life.tell(connection, moved.event, message=message, untold=where.untold)
    return Carried(moved, where.conversation, where.untold)


def _tell(connection: Connection, ports: Ports, held: Held, where: Reach, news: _News, now: datetime) -> int:
    """Say it in the conversation; the message's id."""
    known = sessions.load(held.session) if held.session else Session(language=where.language)
    before = replace(known, owner=held.owner)
    world = world_of(connection, ports, held, before, now)
    turn = notify(before, world, news.notice(before.language))
    standing = records.record(connection, held, turn.events, pack=world.pack, now=now)
    after = replace(turn.session, owner=standing.owner)
    if after != before:
        state = sessions.dump(after)
        turns.save(connection, held, state, owner=standing.owner, epoch=standing.epoch, now=now)
    # Of the system, not of the bot: whoever takes the conversation over meanwhile, it is sent.
    said = queue(connection, ports, replace(held, epoch=standing.epoch), turn.replies, Author.NOTICE, now)
    if where.shared:
        private.announce(connection, ports, held, messages=said, reference=news.wish.reference, now=now)
    return said[0]
