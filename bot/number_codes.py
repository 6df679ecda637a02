"""Send the one-time code that a turn asked for to the number's own phone."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from flows.events import CodeAsked, Event
from flows.message import Reply
from flows.proving import LENGTH
from storage import codes, outbox, reach, transcribing
from storage.outbox import Claimed
from storage.states import Author
from storage.transcribing import Line
from storage.turns import Held

# The transcript is read by staff: no code stands in it.
_HIDDEN = "•" * LENGTH


def send(connection: Connection, ports: Ports, held: Held, events: Sequence[Event], now: datetime) -> list[int]:
    """Put the codes into the outbox; the conversations that have one to send. Whoever asked is told nothing of it."""
    asked = [event.number for event in events if isinstance(event, CodeAsked)]
    return [told for number in asked if (told := _send(connection, ports, held, number, now)) is not None]


def _send(connection: Connection, ports: Ports, held: Held, number: str, now: datetime) -> int | None:
    code = f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"
    may = codes.ask(connection, held, number, code, now)
    channels = {channel for charity, channel in ports.channels if charity == held.charity}
    where = reach.of_number(connection, held.charity, number, channels, now)
    if not may or where.conversation is None:
        return None
    words = ports.packs[held.charity].texts["another.sms"].say(where.language)
    line = Line("out", Author.SYSTEM, words.format(code=_HIDDEN))
    message = transcribing.say(connection, where.conversation, line, now)
    # Not the bot's in that conversation: whoever speaks there, the code is sent.
    to = Claimed(0, where.conversation, held.charity, where.channel, number, {}, author=Author.SYSTEM)
    for payload in ports.channels[held.charity, where.channel].render(Reply(words.format(code=code))):
        outbox.add(connection, replace(to, payload=payload), message=message, now=now)
    return where.conversation
