"""WhatsApp's 24 hours as people meet them: one message that something waits, and then what waited."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.context import Ports
from bot.templates import SHOW, lines, opener
from flows.answers import parse
from flows.arabic import fold
from flows.message import Incoming, Kind
from storage import desk, transcribing, turns, window
from storage.states import Author
from storage.transcribing import Line
from storage.turns import Held

# Words of a "yes" that only says: go on.
_SHORT = 3


def opens_only(incoming: Incoming, show: str, today: date) -> bool:
    """Told that something waits, does the person only ask for it? `show` is the label of the template's button."""
    if incoming.kind is Kind.TAP:
        return incoming.tap == SHOW
    text = fold(incoming.text)
    if incoming.kind is not Kind.TEXT or len(text.split()) > _SHORT:
        return False
    return text == fold(show) or parse("yes_no", incoming.text, today=today).value is True


def reopen(connection: Connection, ports: Ports, held: Held, incoming: Incoming, now: datetime) -> tuple[Held, bool]:
    """The person has written: what is parked goes out first. True where that is all they asked for."""
    if incoming.kind is Kind.OPTED_OUT:
        return held, False
    freed = window.free(connection, held.id, now)
    held = replace(held, unsent=held.unsent or freed.count > 0)
    language = str((held.session or {}).get("language", "ar"))
    show = ports.packs[held.charity].texts["waiting.show"].say(language)
    return held, freed.knocked and opens_only(incoming, show, now.date())


def knocks(ports: Ports, charity: str) -> bool:
    """Has the charity a template that WhatsApp approved for saying that something waits?"""
    return any(slug == charity and opener(line, slug, "ar") for slug, line in lines(ports))


async def tend(ports: Ports) -> int:
    """Tell everybody once that something waits for them, where a template is approved; how many were told.

    What is parked by mistake, because its refusal came after the person had written again, goes out.
    """
    for conversation in await ports.database.read(window.answered):
        await ports.database.write(window.free, conversation, ports.clock())
        await ports.wake.wake(conversation)
    charities = [slug for slug, line in lines(ports) if opener(line, slug, "ar")]
    told = 0
    for conversation in await ports.database.read(window.unaware, charities) if charities else ():
        if await ports.database.write(_knock, ports, conversation):
            told += 1
            await ports.wake.wake(conversation)
    return told


def _knock(connection: Connection, ports: Ports, conversation: int) -> bool:
    held, now = turns.hold(connection, conversation), ports.clock()
    if not window.knock(connection, conversation, now):
        return False
    pack, language = ports.packs[held.charity], str((held.session or {}).get("language", "ar"))
    text = pack.texts["waiting.knock"].say(language).format(charity=pack.name.say(language))
    buttons = ({"id": SHOW, "label": pack.texts["waiting.show"].say(language)},)
    message = transcribing.say(connection, conversation, Line("out", Author.SYSTEM, text, buttons), now)
    template = opener(ports.channels[held.charity, held.channel], held.charity, language)
    desk.send(connection, held, Author.KNOCK, message, [{"content": template, "variables": {}}], now)
    return True
