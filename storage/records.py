"""Write down what happened in a turn, in the turn's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from flows.events import (
    Asked,
    Checked,
    CodeTried,
    Corrected,
    Event,
    Flagged,
    HandedOff,
    Joined,
    Moved,
    Noted,
    OptedIn,
    OptedOut,
    PaperGiven,
    Rated,
    RatedWords,
    Submitted,
    TookBack,
)
from flows.pack import Pack
from flows.redact import anonymous, mask
from storage import applications, cases, codes, documents, links, moves, others
from storage.states import Owner
from storage.tables import Address, Consent, Note, Rating, UnansweredQuestion, table
from storage.turns import Held

_address, _rating = table(Address), table(Rating)
_RATING, _NOTE = insert(_rating), insert(table(Note))
_last = select(func.max(_rating.c.id)).where(_rating.c.conversation_id == bindparam("conversation")).scalar_subquery()
_RATING_WORDS = update(_rating).where(_rating.c.id == _last).values(words=bindparam("said"))
_QUESTION, _CONSENT = insert(table(UnansweredQuestion)), insert(table(Consent))
_OPT = update(_address).where(_address.c.id == bindparam("key")).values(opted_out_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Who speaks for the charity after the turn, and how often that changed."""

    owner: str
    epoch: int


def record(
    connection: Connection,
    held: Held,
    events: Sequence[Event],
    *,
    pack: Pack,
    now: datetime,
    inbox: int | None = None,
) -> Standing:
    """Record the events; who owns the conversation then. Raises `applications.ReferenceTaken`
    and `flows.life.Impossible`.
    """
    standing = Standing(held.owner, held.epoch)
    for event in events:
        match event:
            case Submitted():
                applications.submit(connection, held, event, pack=pack, now=now, inbox=inbox)
            case Corrected():
                applications.correct(connection, held, event, pack=pack, now=now, inbox=inbox)
            case Moved():
                moves.make(connection, held, event, pack=pack, now=now)
            case Checked() | CodeTried() | Joined():
                _prove(connection, held, event, now)
            case PaperGiven():
                documents.hand_in(connection, held, event, pack=pack, now=now)
            case HandedOff() | TookBack() | Flagged():
                standing = _change_owner(connection, held, event, standing, now)
            case OptedOut() | OptedIn():
                _opt(connection, held, now, given=isinstance(event, OptedIn))
            case Rated() | RatedWords() | Noted() | Asked():
                _keep(connection, held, event, now)
            case _:
                pass  # Steps and languages live in the session.
    return standing


def _prove(connection: Connection, held: Held, event: Checked | CodeTried | Joined, now: datetime) -> None:
    match event:
        case Checked():
            others.keep_check(connection, held, event, now)
        case CodeTried():
            codes.keep(connection, held, event, now)
        case Joined():
            links.join(connection, held, event, now)


def _change_owner(
    connection: Connection, held: Held, event: HandedOff | TookBack | Flagged, standing: Standing, now: datetime
) -> Standing:
    if isinstance(event, Flagged):
        # The bot goes on. As little urgent as can be: nobody was promised an answer at once.
        look = HandedOff(event.reason, 3)
        cases.open_or_raise(connection, held, look, epoch=standing.epoch, now=now)
        return standing
    after = Standing(Owner.BOT, standing.epoch + 1)
    if isinstance(event, HandedOff):
        # Staff who already speak with the person keep the conversation; the case only grows more urgent.
        with_staff = standing.owner == Owner.STAFF
        after = standing if with_staff else replace(after, owner=Owner.QUEUE)
        cases.open_or_raise(connection, held, event, epoch=after.epoch, now=now)
    return after


def _opt(connection: Connection, held: Held, now: datetime, *, given: bool) -> None:
    connection.execute(_OPT, {"key": held.address_id, "at": None if given else now})
    consent = {"address_id": held.address_id, "subject": "messages", "given": given, "at": now}
    connection.execute(_CONSENT, consent)


def _keep(connection: Connection, held: Held, event: Rated | RatedWords | Noted | Asked, now: datetime) -> None:
    about = {"charity": held.charity, "conversation_id": held.id, "at": now}
    match event:
        case Rated():
            rated = {"service": event.service, "reference": event.reference, "stars": event.stars, "words": ""}
            connection.execute(_RATING, about | rated)
        case RatedWords():
            connection.execute(_RATING_WORDS, {"conversation": held.id, "said": mask(event.words)})
        case Noted():
            connection.execute(_NOTE, about | {"subject": event.subject, "text": event.text, "extra": event.extra})
        case Asked():
            connection.execute(_QUESTION, about | {"text": anonymous(event.text), "intent": event.intent})
