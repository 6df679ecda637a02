"""What staff do to a conversation, each as one transaction. Every one is audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.console import answers
from bot.console.conversation import window_left
from bot.console.secure import LEADING, digest
from bot.context import Ports
from bot.saying import queue
from bot.worlds import world_of
from flows import session as sessions
from flows.engine import resume
from storage import console, desk, links, ownership, records, staff, turns
from storage.staff import SignedIn
from storage.states import Author, Owner
from storage.turns import Held


class Missing(Exception):  # noqa: N818  a page that is not there; nothing went wrong
    """There is no such conversation, or it is none of her charities'."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it to which conversation, and when."""

    key: int
    who: SignedIn
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """`notice` is a key of `words.NOTICES`, or "" where a claim was lost to `holder`."""

    ok: bool
    notice: str = ""
    holder: str = ""


def claim(connection: Connection, act: Act, *, over: bool) -> Done:
    """Take the conversation; `over` takes it from a colleague, which only leaders may."""
    _seen(connection, act)
    over = over and act.who.role in LEADING
    if not ownership.claim(connection, act.key, act.who.staff, now=act.now, over=over):
        return Done(False, holder=_seen(connection, act).holder or "")
    _audit(connection, act, "take_over" if over else "claim")
    return Done(True, "claimed")


def release(connection: Connection, act: Act) -> Done:
    """Put the conversation back into the queue."""
    _seen(connection, act)
    if not ownership.release(connection, act.key, act.who.staff, act.now):
        return Done(False, "not_yours")
    _audit(connection, act, "release")
    return Done(True, "released")


def reply(connection: Connection, act: Act, *, text: str, payloads: Sequence[Mapping[str, Any]], form: str) -> Done:
    """Say it to the person, once however often the same `form` is sent."""
    held, row = _hold(connection, act)
    if _had(connection, act, form):
        return Done(True, "repeated")
    if not _hers(held, act):
        return Done(False, "not_yours")
    desk.reply(connection, held, act.who.staff, text=text, payloads=payloads, now=act.now)
    ownership.renew(connection, act.key, act.who.staff, act.now)
    ownership.answered(connection, act.key, act.now)
    _audit(connection, act, "reply", form)
    # The outbox lays it aside before anything is sent.
    waits = window_left(held.channel, row.last_inbound_at, act.now) == timedelta(0)
    return Done(True, "parked" if waits else "replied")


def note(connection: Connection, act: Act, *, text: str, form: str) -> Done:
    """Write a private note, once however often the same `form` is sent."""
    _hold(connection, act)
    if _had(connection, act, form):
        return Done(True, "noted")
    if not desk.note(connection, act.key, act.who.staff, text, act.now):
        return Done(False, "no_case")
    ownership.renew(connection, act.key, act.who.staff, act.now)
    _audit(connection, act, "note", form)
    return Done(True, "noted")


def hand_back(connection: Connection, ports: Ports, act: Act, *, close: bool) -> Done:
    """Give the conversation to the bot, which goes on at the first unanswered question."""
    _seen(connection, act)
    if not ownership.give_back(connection, act.key, act.who.staff, now=act.now, close=close):
        return Done(False, "not_yours")
    _resume(connection, ports, turns.hold(connection, act.key), act.now)
    _audit(connection, act, "hand_back")
    return Done(True, "handed_back" if close else "handed_back_open")


def reveal(connection: Connection, act: Act, answer: str) -> Done:
    """Write down who looked at an identity number, before it is shown."""
    row = _seen(connection, act)
    found = answers.whole(sessions.load(row.session), answer)
    if found is None:
        return Done(False, "no_answer")
    _audit(connection, act, f"reveal:{found[0]}")
    return Done(True)


def separate(connection: Connection, act: Act, link: int, *, why: str) -> Done:
    """Undo what joined this conversation's address with another; each keeps its own history."""
    row = _seen(connection, act)
    if link not in {each.id for each in links.of(connection, row)}:
        return Done(False, "not_joined")
    done = links.undo(connection, link, staff=act.who.staff, why=why, now=act.now)
    _audit(connection, act, "separate")
    return Done(done, "separated" if done else "not_joined")


def keep(connection: Connection, act: Act) -> None:
    """She is writing: the lease goes on."""
    _seen(connection, act)
    ownership.renew(connection, act.key, act.who.staff, act.now)


def _resume(connection: Connection, ports: Ports, held: Held, now: datetime) -> None:
    session = sessions.load(held.session)
    world = world_of(connection, ports, held, session, now)
    turn = resume(session, world)
    standing = records.record(connection, held, turn.events, pack=world.pack, now=now)
    after = sessions.dump(replace(turn.session, owner=standing.owner))
    turns.save(connection, held, after, owner=standing.owner, epoch=standing.epoch, now=now)
    # Whoever asked for no more messages hears nothing that was not asked for; the next word wakes the bot.
    if not session.muted:
        queue(connection, ports, replace(held, epoch=standing.epoch), turn.replies, Author.BOT, now)


def _seen(connection: Connection, act: Act) -> Any:
    row = console.conversation(connection, act.key, act.who.charities)
    if row is None:
        raise Missing
    return row


def _hold(connection: Connection, act: Act) -> tuple[Held, Any]:
    """Lock, then load."""
    _seen(connection, act)
    held = turns.hold(connection, act.key)
    return held, _seen(connection, act)


def _hers(held: Held, act: Act) -> bool:
    """A lease that ran out takes nothing away as long as nobody else has claimed."""
    return held.owner == Owner.STAFF and held.owner_staff_id == act.who.staff


def _had(connection: Connection, act: Act, form: str) -> bool:
    """Was this very form carried out before? The conversation's lock makes looking and writing one step."""
    since = act.now - timedelta(days=1)
    return staff.audited(connection, action="form", subject=_mark(act, form), since=since) > 0


def _mark(act: Act, form: str) -> str:
    return f"form:{digest(f'{act.who.staff}:{form}')[:32]}"


def _audit(connection: Connection, act: Act, action: str, form: str = "") -> None:
    charity = _seen(connection, act).charity
    done = {action: f"conversation:{act.key}"} | ({"form": _mark(act, form)} if form else {})
    for name, subject in done.items():
        staff.audit(connection, act.who.staff, charity=charity, action=name, subject=subject, now=act.now)
