"""The transaction of a turn: lock, load, decide, write; nothing here waits for anybody but the database."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from bot.points import reach
from flows import session as sessions
from flows.events import Event, HandedOff, Submitted
from flows.message import Incoming, Kind, Meaning, Reply
from flows.pack import Pack
from flows.redact import mask
from flows.reference import ALPHABET, LENGTH, find
from flows.session import Session
from flows.turn import World
from storage import outbox, packs, records, turns
from storage.dossier import dossier
from storage.outbox import Claimed
from storage.records import Standing
from storage.states import Author, Owner
from storage.turns import Held, Line, Waiting

# The bot broke down, so a person must look; nobody is in danger by it.
_TROUBLE = HandedOff("trouble", 2)


def answer(connection: Connection, ports: Ports, event: Waiting, meaning: Meaning) -> Sequence[Claimed] | None:
    """Handle the message; the deliveries claimed for sending now. None when it is no longer the next one.

    Raises `ReferenceTaken` for another draw, and whatever the engine raises.
    """
    now = ports.clock()
    held = turns.take_up(connection, event, now)
    if held is None:
        return None
    before = replace(sessions.load(held.session), owner=held.owner)
    world = _world(connection, ports, held, before, event.incoming, meaning, now)
    turn = ports.advance(before, event.incoming, meaning, world)
    standing = records.record(connection, held, turn.events, pack=world.pack, now=now, inbox=event.id)
    after = replace(turn.session, owner=standing.owner)
    _save(connection, held, sessions.dump(after), standing, event, now)
    _transcribe(connection, event, before, world.pack, now)
    claimed = _put_out(connection, ports, held, standing, turn.replies, now, author=_author(turn.events))
    reach("turn.before_commit")
    return claimed


def give_up(connection: Connection, ports: Ports, event: Waiting, error: str) -> Sequence[Claimed] | None:
    """Lay the message aside, open a case and, where the bot still spoke for the charity, apologise once."""
    held = turns.hold(connection, event.conversation)
    now = ports.clock()
    if not turns.mark_failed(connection, event, error, final=True):
        return None
    pack = ports.packs[held.charity]
    standing = records.record(connection, held, [_TROUBLE], pack=pack, now=now, inbox=event.id)
    _save(connection, held, held.session, standing, event, now)
    _transcribe(connection, event, Session(), pack, now)
    language = str((held.session or {}).get("language", "ar"))
    sorry = (Reply(pack.texts["sorry"].say(language)),) if held.owner == Owner.BOT else ()
    return _put_out(connection, ports, held, standing, sorry, now)


def pack_of(connection: Connection, ports: Ports, charity: str, session: Session) -> Pack:
    """The version that the running form began with, else a sleeping one's, else the present one."""
    present = ports.packs[charity]
    pinned = next((frame.pack for frame in (*reversed(session.stack), *session.parked) if frame.pack), "")
    if pinned in ("", present.version):
        return present
    if known := ports.old_packs.get((charity, pinned)):
        return known
    old = packs.find(connection, charity, pinned)
    if old is None:
        return present
    # A flow that is newer than the form may say what the old version has no words for.
    whole = old.model_copy(update={"texts": {**present.texts, **old.texts}})
    ports.old_packs[charity, pinned] = whole
    return whole


def _world(
    connection: Connection,
    ports: Ports,
    held: Held,
    session: Session,
    incoming: Incoming,
    meaning: Meaning,
    now: datetime,
) -> World:
    named = find(incoming.text) if incoming.text else []
    entity = meaning.entity("reference")
    return World(
        pack=pack_of(connection, ports, held.charity, session),
        flows=ports.flows,
        now=now,
        draw=tuple(secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH)),
        dossier=dossier(connection, held, [*named, *([entity] if entity and entity not in named else [])]),
        channel=held.channel,
    )


def _save(
    connection: Connection,
    held: Held,
    session: dict[str, object] | None,
    standing: Standing,
    event: Waiting,
    now: datetime,
) -> None:
    turns.save(
        connection,
        held,
        session,
        owner=standing.owner,
        epoch=standing.epoch,
        inbound=event.received_at,
        now=now,
    )


def _transcribe(connection: Connection, event: Waiting, session: Session, pack: Pack, now: datetime) -> None:
    """What the person said, as staff may read it: a tap by its label."""
    incoming = event.incoming
    said = _label(incoming.tap, session, pack) if incoming.kind is Kind.TAP else incoming.text
    media = tuple(asdict(file) for file in incoming.media)
    turns.transcribe(connection, event.conversation, Line("in", Author.PERSON, mask(said), (), media, event.id), now)


def _label(tap: str, session: Session, pack: Pack) -> str:
    offered = {choice.id: choice.label for choice in session.offered}
    way = pack.texts.get(f"way.{tap.removeprefix('go.')}")
    return offered.get(tap) or (way.say(session.language) if way else tap)


def _author(events: Sequence[Event]) -> Author:
    """Who speaks: advice in danger and a reference number are never dropped, whoever takes over meanwhile."""
    lasting = any(isinstance(e, Submitted) or (isinstance(e, HandedOff) and e.priority == 1) for e in events)
    return Author.SYSTEM if lasting else Author.BOT


def _put_out(
    connection: Connection,
    ports: Ports,
    held: Held,
    standing: Standing,
    replies: Sequence[Reply],
    now: datetime,
    *,
    author: Author = Author.BOT,
) -> list[Claimed]:
    """Transcript and outbox; claimed at once unless something older is still on its way."""
    if not replies:
        return []
    channel = ports.channels[held.charity, held.channel]
    worker = "" if held.unsent else ports.worker
    to = Claimed(0, held.id, held.charity, held.channel, held.address, {}, author=author, epoch=standing.epoch)
    # First every line, then every delivery: their numbers are waited for twice, however many there are.
    said = [turns.transcribe(connection, held.id, _line(reply, author), now) for reply in replies]
    sent = []
    for line, reply in zip(said, replies, strict=True):
        message = line.one().id
        for payload in channel.render(reply):
            delivery = replace(to, payload=payload)
            sent.append((delivery, outbox.put(connection, delivery, message=message, now=now, claimed_by=worker)))
    claimed = [replace(delivery, id=put.one().id) for delivery, put in sent]
    return claimed if worker else []


def _line(reply: Reply, author: Author) -> Line:
    buttons = tuple({"id": button.id, "label": button.label} for button in reply.buttons)
    return Line("out", author, mask(reply.text), buttons)
