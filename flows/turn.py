"""What the engine is given beside the message, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.events import Event
from flows.flow import Flow
from flows.message import Dossier, Reply
from flows.pack import Pack
from flows.session import Session


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside the conversation that a turn may look at. `draw` is four random numbers for a reference.

    `now` is aware and in the charity's own time zone (Asia/Riyadh). `channel` is the channel's name.
    """

    pack: Pack
    flows: Mapping[str, Flow]
    now: datetime
    draw: tuple[int, ...] = (0, 0, 0, 0)
    dossier: Dossier = Dossier()
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Turn:
    """The engine's answer to one message: the next session, what to say, what happened."""

    session: Session
    replies: tuple[Reply, ...] = ()
    events: tuple[Event, ...] = ()
