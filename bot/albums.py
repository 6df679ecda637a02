"""Pictures sent together come as one event each, a moment apart: they are taken as the one message they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Ports
from flows.message import Kind
from storage import turns
from storage.turns import Waiting

# However slowly they come, the rest of the conversation is not held up for longer than so many waits.
_ROUNDS = 5


async def waiting(ports: Ports, conversation: int) -> list[Waiting]:
    """The conversation's waiting events, oldest first, an album as one of them. Waits until no more of it comes."""
    found = await ports.database.read(turns.waiting, conversation)
    for _ in range(_ROUNDS if ports.settings.album_seconds else 0):
        if not any(map(_album, found)):
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
    return list(places.values())


def _with(first: Waiting, more: Waiting) -> Waiting:
    one, other = first.incoming, more.incoming
    together = replace(one, media=(*one.media, *other.media), text=one.text or other.text)
    return replace(first, incoming=together, parts=(*first.parts, more.id))


def _album(event: Waiting) -> str:
    return event.incoming.ref if event.incoming.kind is Kind.MEDIA else ""
