"""News by SMS to a phone that others may read: first only that there is some, all of it for the right last digits."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from flows import session as sessions
from flows.arabic import digits
from flows.events import Checked
from flows.message import Incoming, Kind, Reply
from flows.own import TRIES
from storage import desk, others, private, transcribing, window
from storage.private import News
from storage.states import Author
from storage.transcribing import Line
from storage.turns import Held

_DIGITS = re.compile(r"\d{4}|\d{10}")


def announce(
    connection: Connection, ports: Ports, held: Held, *, messages: Sequence[int], reference: str, now: datetime
) -> None:
    """Say only that there is news; what was put out for these messages waits."""
    private.lay_aside(connection, messages, reference, now)
    asks = any(news.last_four for news in private.waiting(connection, held, now) if news.reference == reference)
    _say(connection, ports, held, "news.digits" if asks else "news.any_word", reference, now)
    window.knock(connection, held.id, now)


def hear(connection: Connection, ports: Ports, held: Held, incoming: Incoming, now: datetime) -> bool:
    """Does the message open what waits, or try to? True where it says nothing else."""
    news = private.waiting(connection, held, now)
    if not news or incoming.kind is Kind.OPTED_OUT:
        return False
    for each in (each for each in news if not each.last_four):
        private.tell(connection, held, each.reference, now)
    asked = [each for each in news if each.last_four]
    typed = re.sub(r"\s", "", digits(incoming.text)) if incoming.kind is Kind.TEXT else ""
    if not asked or not _DIGITS.fullmatch(typed) or _in_a_form(connection, ports, held):
        return False
    # Every one is tried, and every try counted: two people's requests may wait on one phone.
    opened = sum(_opens(connection, held, each, typed[-4:], now) for each in asked)
    if not opened:
        spent = all(each.tries + 1 >= TRIES for each in asked)
        _say(connection, ports, held, "status.closed" if spent else "news.wrong", asked[0].reference, now)
        # The next message is an answer to this again.
        window.knock_again(connection, held.id, now)
    return True


def _opens(connection: Connection, held: Held, news: News, typed: str, now: datetime) -> bool:
    """Compare, count the try, and let out what waits."""
    passed = news.tries < TRIES and typed == news.last_four
    others.keep_check(connection, held, Checked(news.reference, passed), now)
    return passed and private.tell(connection, held, news.reference, now) > 0


def _in_a_form(connection: Connection, ports: Ports, held: Held) -> bool:
    """Four digits may answer an open question too, unless our question was the last thing said."""
    session = sessions.load(held.session)
    return any(ports.flows[frame.flow].form for frame in session.stack) and not window.knocked(connection, held.id)


def _say(connection: Connection, ports: Ports, held: Held, key: str, reference: str, now: datetime) -> None:
    language = str((held.session or {}).get("language", "ar"))
    text = ports.packs[held.charity].texts[key].say(language).format(reference=reference)
    message = transcribing.say(connection, held.id, Line("out", Author.SYSTEM, text), now)
    payloads = ports.channels[held.charity, held.channel].render(Reply(text))
    desk.send(connection, held, Author.KNOCK, message, payloads, now)
