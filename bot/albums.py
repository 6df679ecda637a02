"""Pictures sent together come as one event each, a moment apart: they are taken as the one message they are.

So are the parts of a long SMS where no network on the way has put them together.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Ports
from flows.message import PART, Kind
from storage import turns
from storage.turns import Waiting

# However slowly they come, the rest of the conversation is not held up for longer than so many waits.
_ROUNDS = 5


async def waiting(ports: Ports, conversation: int) -> list[Waiting]:
    """The conversation's waiting events, oldest first, an album as one of them. Waits until no more of it comes."""
    found = await ports.database.read(turns.waiting, conversation)
    for _ in range(_ROUNDS if ports.settings.album_seconds else 0):
        if not any(map(_album, found)) and not any(map(_cut_off, found[-1:])):
            break
        await asyncio.sleep(ports.settings.album_seconds)
        before, found = found, await ports.database.read(turns.waiting, conversation)
        if len(found) == len(before):
            break
    return joined(found)


def joined(found: Sequence[Waiting]) -> list[Waiting]:
    """Each album in the place of its first picture, with the first caption among them."""
    places: dict[tuple[str, int], Waiting] = {}
    for event in found:
        album = _album(event)
        place = (album, 0 if album else event.id)
        places[place] = _with(places[place], event) if place in places else event
    return _whole(list(places.values()))


def _whole(found: Sequence[Waiting]) -> list[Waiting]:
    """The parts of an SMS put together: one that is as long as a part, and what follows it."""
    whole: list[Waiting] = []
    more = False
    for event in found:
        if more and event.incoming.kind is Kind.TEXT:
            first = whole.pop()
            incoming = replace(first.incoming, text=first.incoming.text + event.incoming.text)
            whole.append(replace(first, incoming=incoming, parts=(*first.parts, event.id)))
        else:
            whole.append(event)
        more = _cut_off(event)
    return whole


def _with(first: Waiting, more: Waiting) -> Waiting:
    one, other = first.incoming, more.incoming
    together = replace(one, media=(*one.media, *other.media), text=one.text or other.text)
    return replace(first, incoming=together, parts=(*first.parts, more.id))


def _album(event: Waiting) -> str:
    return event.incoming.ref if event.incoming.kind is Kind.MEDIA else ""


def _cut_off(event: Waiting) -> bool:
    return event.incoming.kind is Kind.TEXT and event.incoming.ref == PART
