"""Remind people once, by day, of what they left open."""

from datetime import timedelta

from sqlalchemy import Connection

from bot import log
from bot.clock import RIYADH
from bot.context import Ports
from bot.saying import queue
from bot.window import knocks
from bot.worlds import world_of
from flows import reminding
from flows import session as sessions
from flows.message import Reply
from storage import reach, reminders, turns
from storage.engine import AWAY
from storage.states import Author, Owner

logger = log.get(__name__)
# Hours of the day in Riyadh in which a reminder disturbs nobody.
FROM, UNTIL = 9, 20
# Whoever wrote this recently needs no reminder now.
_LATELY = timedelta(hours=2)
_LATER = timedelta(days=1)


async def send(ports: Ports) -> int:
    """Say every reminder that is due, each in a transaction of its own; how many were said."""
    now = ports.clock()
    if not FROM <= now.astimezone(RIYADH).hour < UNTIL:
        return 0
    said = 0
    for row in await ports.database.read(reminders.due, now):
        about = (row.id, row.conversation_id, row.text_key, row.subject)
        try:
            conversation = await ports.database.write(_remind, ports, *about)
        except AWAY:
            raise
        except Exception as error:
            # One that cannot be said must not hold up those behind it.
            logger.error("reminder not said", conversation=row.conversation_id, exc_info=error)
            await ports.database.write(reminders.postpone, row.id, now + _LATER)
            continue
        if conversation is not None:
            said += 1
            await ports.wake.wake(conversation)
    return said


def _remind(connection: Connection, ports: Ports, key: int, home: int, kind: str, subject: str) -> int | None:
    """Settle one reminder; the conversation in which something is now to be sent, or None."""
    now = ports.clock()
    held = turns.hold(connection, home)
    session = sessions.load(held.session)
    where = reach.find(connection, home, _channels(ports, held.charity), now, knocks=knocks(ports, held.charity))
    if held.owner != Owner.BOT or (where.inbound and now - where.inbound < _LATELY):
        reminders.postpone(connection, key, now + _LATER)
        return None
    if not reminders.take(connection, key, now) or session.muted or where.conversation is None:
        return None
    turn = reminding.remind(session, world_of(connection, ports, held, session, now), kind, subject)
    if turn is None:
        return None
    # By SMS where WhatsApp's window is shut.
    target = held if where.conversation == home else turns.hold(connection, where.conversation)
    # On a phone that others may read it names neither the service nor the papers.
    shared = Reply(ports.packs[held.charity].texts["remind.shared"].say(session.language))
    queue(connection, ports, target, (shared,) if where.shared else turn.replies, Author.BOT, now)
    return target.id


def _channels(ports: Ports, charity: str) -> set[str]:
    return {channel for slug, channel in ports.channels if slug == charity}
