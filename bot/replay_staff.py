"""What staff do in a replay: moves of an application and acts in a conversation, by two colleagues of the demo.

Both go through the console's own functions. One recommends and the other decides, as an application's life asks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import notices
from bot.console import desk
from bot.console.applications_view import parts_of
from bot.console.desk import Act, Done
from bot.context import Ports
from bot.staff import DEMO
from flows.life import COMMITTEE, MOVES, VISITS, Impossible
from flows.message import Reply
from storage import console, staff
from storage.life import Wish
from storage.staff import SignedIn

# An appointment is so many days after the clock, at ten in the morning of a working day.
AHEAD, HOUR, WEEKEND = timedelta(days=3), 10, (4, 5)
# The reasons of `Impossible` and of a refused `Done`.
_WHY = {
    "unknown": "there is no such application",
    "state": "not from where the application stands now",
    "actor": "this is for the person, not for staff",
    "reason": 'it needs "words"',
    "service": "the service is not verified in this way",
    "verification": "an interview or a visit that the service requires has not taken place",
    "recommendation": 'it needs "way": accept or reject',
    "appointment": 'it needs "place"',
    "visit": 'it needs "way": held or missed',
    "past": 'it needs "place"',
    "paper": "a paper that is none of the service's",
    "not_yours": "the conversation is not in the hands of staff: take it first",
}


class Refused(Exception):  # noqa: N818  nothing went wrong: staff may not do this
    """What staff cannot do, and why, in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line: what staff do (`name`), its other keys, the conversation, its last application, and the time."""

    name: str
    said: Mapping[str, Any]
    conversation: int
    reference: str
    now: datetime

    def word(self, key: str) -> str:
        return str(self.said.get(key, ""))


@dataclass(frozen=True, slots=True)
class Acted:
    """It is done: who has the conversation now (`owner`), and which one has something to send."""

    owner: str
    conversation: int | None


@dataclass(frozen=True, slots=True)
class Colleagues:
    """A supervisor, who does a researcher's part, and a member of the committee."""

    supervisor: SignedIn
    committee: SignedIn

    def act(self, connection: Connection, ports: Ports, asked: Asked) -> Acted:
        """Do it in this transaction. Raises `Refused`."""
        conversation: int | None = asked.conversation
        if asked.name in _ACTS:
            done = _ACTS[asked.name](connection, ports, asked, self.supervisor)
            if not done.ok:
                raise _refused(asked, done.notice)
        elif asked.name in MOVES:
            conversation = self._move(connection, ports, asked)
        else:
            raise Refused(f"staff cannot {asked.name!r}; there are: {', '.join((*_ACTS, *MOVES))}")
        row = console.conversation(connection, asked.conversation, self.supervisor.charities)
        return Acted(str(row.owner) if row else "", conversation)

    def _move(self, connection: Connection, ports: Ports, asked: Asked) -> int | None:
        """The conversation where the person is told of it: WhatsApp's may have closed, and SMS is open."""
        who = self.committee if COMMITTEE in MOVES[asked.name].actors else self.supervisor
        try:
            return notices.carry_out(connection, ports, _wish(asked, who), asked.now).conversation
        except Impossible as refusal:
            raise _refused(asked, refusal.why) from None


def hire(connection: Connection, charity: str, now: datetime) -> Colleagues:
    """The demo's two accounts. Without a password nobody can sign in to them."""
    return Colleagues(*(_hired(connection, charity, now, *member) for member in DEMO))


def _hired(connection: Connection, charity: str, now: datetime, login: str, name: str, role: str) -> SignedIn:
    number = staff.add(connection, login=login, name=name, password="", role=role, charities=[charity], now=now)
    if number is None:
        raise Refused(f"there is a {login} already")
    return SignedIn(0, number, name, role, (charity,), "", now, now)


def _refused(asked: Asked, why: str) -> Refused:
    return Refused(f"staff cannot {asked.name}: {_WHY.get(why, why)}")


def _wish(asked: Asked, who: SignedIn) -> Wish:
    return Wish(
        charity=who.charities[0],
        reference=asked.word("reference") or asked.reference,
        name=asked.name,
        actor=f"staff:{who.staff}",
        actors=parts_of(who),
        reason=asked.word("words"),
        way=asked.word("way"),
        at=_at(asked),
        place=asked.word("place"),
        kind=asked.word("kind"),
        papers=[str(paper) for paper in asked.said.get("papers", ())],
    )


def _at(asked: Asked) -> datetime | None:
    """A visit to come is some days ahead; one that is recorded was just now."""
    if asked.name in VISITS:
        day = asked.now + AHEAD
        while day.weekday() in WEEKEND:
            day += timedelta(days=1)
        return day.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return asked.now if asked.name == "record_visit" else None


def _take(connection: Connection, _: Ports, asked: Asked, who: SignedIn) -> Done:
    return desk.claim(connection, Act(asked.conversation, who, asked.now), over=False)


def _reply(connection: Connection, ports: Ports, asked: Asked, who: SignedIn) -> Done:
    row = console.conversation(connection, asked.conversation, who.charities)
    if row is None or not asked.word("text").strip():
        return Done(False, 'it needs "text"')
    text = asked.word("text")
    payloads = ports.channels[row.charity, row.channel].render(Reply(text))
    # Two lines of the same words are two replies.
    form = f"{asked.now.isoformat()}:{text}"
    return desk.reply(connection, Act(asked.conversation, who, asked.now), text=text, payloads=payloads, form=form)


def _hand_back(connection: Connection, ports: Ports, asked: Asked, who: SignedIn) -> Done:
    return desk.hand_back(connection, ports, Act(asked.conversation, who, asked.now), close=True)


_ACTS: Mapping[str, Callable[[Connection, Ports, Asked, SignedIn], Done]] = {
    "take": _take,
    "reply": _reply,
    "hand_back": _hand_back,
}
