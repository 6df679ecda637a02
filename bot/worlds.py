"""What the engine may look at: the pack's version that a form began with, and what the records say."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from flows import proving
from flows.message import Dossier, Incoming
from flows.pack import Pack
from flows.reference import ALPHABET, LENGTH
from flows.session import Session
from flows.turn import World
from flows.twins import looked_for
from storage import packs
from storage.dossier import Wanted, dossier
from storage.turns import Held


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
