"""The lines of one conversation as they come: woken by signals, and by SQL where a signal was lost."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from bot.context import Ports
from flows.message import Attachment
from storage import transcript
from storage.transcript import Shown

# The address of a file of ours, as the page may open it.
Link = Callable[[Attachment], str]
# A lost signal is made good this many seconds later.
POLL = 2.0
# While a message is being sent: its signal comes a moment before its receipt is committed.
SOON = 0.015


async def follow(ports: Ports, conversation: int, after: int) -> AsyncGenerator[Shown, None]:
    """Every line after the message with this id, for ever, each once and in order."""
    news = ports.signals.subscribe(conversation)
    # Listen before looking: what comes between the two must not wait for the next poll.
    signal = asyncio.ensure_future(anext(news))
    pause = SOON
    try:
        while True:
            excerpt = await ports.database.read(transcript.read_on, conversation, after)
            for line in excerpt.lines:
                yield line
            moved, after = excerpt.cursor > after, excerpt.cursor
            if moved and not excerpt.coming:
                continue  # There may be more than one excerpt of them.
            pause = min(pause * 2, POLL) if excerpt.coming else POLL
            await asyncio.wait({signal}, timeout=pause)
            if signal.done():
                signal.result()
                signal, pause = asyncio.ensure_future(anext(news)), SOON
    finally:
        signal.cancel()


def as_json(line: Shown, session: str, link: Link | None) -> Mapping[str, Any]:
    """One line as the page takes it. `client` is the page's own id of the person's message.

    The links of `files` are made now: the message keeps none, as they are good for a limited time.
    """
    return {
        "id": line.id,
        "from": str(line.author),
        "text": line.text,
        "at": line.at.isoformat(),
        "client": line.event.removeprefix(f"{session}:"),
        "buttons": list(line.buttons),
        "files": [{"kind": file["kind"], "url": link(Attachment(**file))} for file in line.files] if link else [],
        "media": [{key: media.get(key) for key in ("mime", "name", "size")} for media in line.media],
    }
