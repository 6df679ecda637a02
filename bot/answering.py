"""The transaction of a turn: lock, load, decide, write; nothing here waits for anybody but the database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import number_codes, private, window
from bot.context import Ports
from bot.points import reach
from bot.saying import put_out
from bot.worlds import pack_of, world_of
from flows import proving, reminding
from flows import session as sessions
from flows.events import Event, HandedOff, Submitted
from flows.message import Incoming, Kind, Meaning, Reply
from flows.pack import Pack
from flows.parking import hand_over
from flows.redact import mask
from flows.reference import find
from flows.session import Session
from flows.turn import World
from flows.words import continues
from storage import documents, records, reminders, transcribing, turns
from storage.outbox import Claimed
from storage.records import Standing
from storage.siblings import take_forms
from storage.states import Author, Owner
from storage.transcribing import Line
from storage.turns import Held, Waiting

# The bot broke down, so a person must look; nobody is in danger by it.
_TROUBLE = HandedOff("trouble", 2)


@dataclass(frozen=True, slots=True)
class Answered:
    """The deliveries claimed for sending now, and other conversations that have something to send."""

    claimed: Sequence[Claimed] = ()
    elsewhere: Sequence[int] = ()


def answer(connection: Connection, ports: Ports, event: Waiting, meaning: Meaning) -> Answered | None:
    """Handle the message. None when it is no longer the next one.

    Raises `ReferenceTaken` for another draw, and whatever the engine raises.
    """
    now = ports.clock()
    held = turns.take_up(connection, event, now)
    if held is None:
        return None
    if held.parked:
        told = private.hear(connection, ports, held, event.incoming, now)
        held, done = window.reopen(connection, ports, held, event.incoming, now)
        if told or done:
            _save(connection, held, held.session, Standing(held.owner, held.epoch), event, now)
            _transcribe(connection, event, sessions.load(held.session), ports.packs[held.charity], now)
            return Answered()
    before = replace(sessions.load(held.session), owner=held.owner)
    if continues(event.incoming, meaning):
        before = _reunited(connection, ports, held, before)
    world = _world(connection, ports, held, before, event.incoming, meaning, now)
    if world.dossier.proof.number and proving.goes_on(before):
        before = _reunited(connection, ports, held, before, world.dossier.proof.number)
        world = replace(world, pack=pack_of(connection, ports, held.charity, before))
    turn = ports.advance(before, event.incoming, meaning, world)
    documents.keep_files(connection, held, event.incoming.media, now)
    standing = records.record(connection, held, turn.events, pack=world.pack, now=now, inbox=event.id)
    after = replace(turn.session, owner=standing.owner)
    for kind, subject in reminding.due(before, after, turn.events):
        due = now + timedelta(days=ports.settings.remind_days)
        reminders.plan(connection, held.id, kind, subject=subject, due=due)
    _save(connection, held, sessions.dump(after), standing, event, now)
    _transcribe(connection, event, before, world.pack, now)
    claimed = put_out(connection, ports, held, standing, turn.replies, now, author=_author(turn.events))
    elsewhere = number_codes.send(connection, ports, held, turn.events, now)
    reach("turn.before_commit")
    return Answered(claimed, elsewhere)


def _reunited(connection: Connection, ports: Ports, held: Held, session: Session, proved: str = "") -> Session:
    """With the forms that the person left on another channel, where nothing is open here. `proved` is a number that
    this message proves to be theirs.
    """
    if session.parked or any(ports.flows[frame.flow].form for frame in session.stack):
        return session
    forms = take_forms(connection, held, lambda other: hand_over(other, ports.flows), proved=proved)
    return replace(session, parked=forms)


def give_up(connection: Connection, ports: Ports, event: Waiting, error: str) -> Sequence[Claimed] | None:
    """Lay the message aside, open a case and, where the bot still spoke for the charity, apologise once."""
    held = turns.hold(connection, event.conversation)
    now = ports.clock()
    if not turns.mark_failed(connection, event, error, final=True):
        return None
    pack = ports.packs[held.charity]
    documents.keep_files(connection, held, event.incoming.media, now)
    standing = records.record(connection, held, [_TROUBLE], pack=pack, now=now, inbox=event.id)
    _save(connection, held, held.session, standing, event, now)
    _transcribe(connection, event, Session(), pack, now)
    language = str((held.session or {}).get("language", "ar"))
    sorry = (Reply(pack.texts["sorry"].say(language)),) if held.owner == Owner.BOT else ()
    return put_out(connection, ports, held, standing, sorry, now)


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
    named += [entity] if entity and entity not in named else []
    return world_of(connection, ports, held, session, now, named, incoming)


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
    transcribing.transcribe(
        connection, event.conversation, Line("in", Author.PERSON, mask(said), (), media, event.id), now
    )


def _label(tap: str, session: Session, pack: Pack) -> str:
    offered = {choice.id: choice.label for choice in session.offered}
    way = pack.texts.get(f"way.{tap.removeprefix('go.')}")
    return offered.get(tap) or (way.say(session.language) if way else tap)


def _author(events: Sequence[Event]) -> Author:
    """Who speaks: advice in danger and a reference number are never dropped, whoever takes over meanwhile."""
    lasting = any(isinstance(e, Submitted) or (isinstance(e, HandedOff) and e.priority == 1) for e in events)
    return Author.SYSTEM if lasting else Author.BOT
