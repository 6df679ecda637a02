"""The transaction of a turn: lock, load, decide, write; nothing here waits for anybody but the database."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import number_codes, private, window
from bot.context import Ports
from bot.points import reach
from flows import proving, reminding
from flows import session as sessions
from flows.events import Event, HandedOff, Submitted
from flows.message import Dossier, Incoming, Kind, Meaning, Reply
from flows.pack import Pack
from flows.parking import hand_over
from flows.redact import mask
from flows.reference import ALPHABET, LENGTH, find
from flows.session import Session
from flows.turn import World
from flows.twins import looked_for
from flows.words import continues
from storage import desk, documents, outbox, packs, records, reminders, turns
from storage.dossier import Wanted, dossier
from storage.outbox import Claimed
from storage.records import Standing
from storage.siblings import take_forms
from storage.states import BACKGROUND, Author, Owner
from storage.turns import Held, Line, Waiting

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
    claimed = _put_out(connection, ports, held, standing, turn.replies, now, author=_author(turn.events))
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
    return _put_out(connection, ports, held, standing, sorry, now)


def pack_of(connection: Connection, ports: Ports, charity: str, session: Session) -> Pack:
    """The version that the running form began with, else a sleeping one's, else the present one."""
    pinned = next((frame.pack for frame in (*reversed(session.stack), *session.parked) if frame.pack), "")
    return version_of(connection, ports, charity, pinned)


def version_of(connection: Connection, ports: Ports, charity: str, version: str) -> Pack:
    """That version of the charity's pack, or the present one where it is not known."""
    present = ports.packs[charity]
    if version in ("", present.version):
        return present
    if known := ports.old_packs.get((charity, version)):
        return known
    return ports.old_packs.setdefault((charity, version), packs.of_version(connection, present, version))


def world_of(
    connection: Connection,
    ports: Ports,
    held: Held,
    session: Session,
    now: datetime,
    named: Sequence[str] = (),
    said: Incoming | None = None,
) -> World:
    """What the engine may look at; `named` are the references that the person's message names, `said` the message."""
    pack = pack_of(connection, ports, held.charity, session)
    return World(
        pack=pack,
        flows=ports.flows,
        now=now,
        draw=tuple(secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH)),
        dossier=_askable(dossier(connection, held, _wanted(session, pack, named, said), now), pack),
        channel=held.channel,
    )


def _askable(found: Dossier, pack: Pack) -> Dossier:
    """Without the missing papers that this version of the pack has no name for: nobody can be asked for them."""
    known = {paper.id for paper in pack.documents}
    views = (replace(v, missing=tuple(kind for kind in v.missing if kind in known)) for v in found.applications)
    return replace(found, applications=tuple(views))


def _wanted(session: Session, pack: Pack, named: Sequence[str], said: Incoming | None) -> Wanted:
    in_hand = session.top.memo.get("reference", "") if session.top else ""
    return Wanted(
        references=[*named, *([in_hand] if in_hand and in_hand not in named else [])],
        # Of an application that is being signed for anew; a form that is filled in has the name itself.
        signing=in_hand if session.top and session.top.step == "declare" else "",
        twin=looked_for(session, pack),
        card=proving.shared(said) if said else "",
        code=proving.typed(session, said) if said else "",
        proving=proving.asked(session),
    )


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
    """Transcript and outbox; claimed at once unless something older is still on its way. Nothing is said on a channel
    that was closed meanwhile.
    """
    channel = ports.channels.get((held.charity, held.channel))
    if not replies or channel is None:
        return []
    worker = "" if held.unsent else ports.worker
    to = Claimed(0, held.id, held.charity, held.channel, held.address, {}, author=author, epoch=standing.epoch)
    # First every line, then every delivery: their numbers are waited for twice, however many there are.
    said = [turns.transcribe(connection, held.id, line_of(reply, author), now) for reply in replies]
    sent = []
    for line, reply in zip(said, replies, strict=True):
        message = line.one().id
        for payload in channel.render(reply):
            delivery = replace(to, payload=payload)
            sent.append((delivery, outbox.put(connection, delivery, message=message, now=now, claimed_by=worker)))
    claimed = [replace(delivery, id=put.one().id) for delivery, put in sent]
    return claimed if worker else []


def queue(
    connection: Connection, ports: Ports, held: Held, replies: Sequence[Reply], author: Author, now: datetime
) -> list[int]:
    """Transcript and outbox, for whoever wakes the conversation after the commit; the messages' ids."""
    channel = ports.channels.get((held.charity, held.channel))
    said = []
    for reply in replies if channel else ():
        assert channel is not None
        said.append(turns.say(connection, held.id, line_of(reply, author), now))
        desk.send(connection, held, author, said[-1], channel.render(reply), now)
    return said


def line_of(reply: Reply, author: Author) -> Line:
    """The reply as staff may read it."""
    buttons = tuple({"id": button.id, "label": button.label} for button in reply.buttons)
    # What matters only to the order of sending is the system's to whoever reads it.
    return Line("out", Author.SYSTEM if author in BACKGROUND else author, mask(reply.text), buttons)
