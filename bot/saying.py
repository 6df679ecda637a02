"""What we say: lines of the transcript and deliveries of the outbox, in the transaction of whoever says it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.context import Ports
from flows.message import Reply
from flows.redact import mask
from storage import desk, outbox, transcribing
from storage.outbox import Claimed
from storage.records import Standing
from storage.states import BACKGROUND, Author
from storage.transcribing import Line
from storage.turns import Held


def put_out(
    connection: Connection,
    ports: Ports,
    held: Held,
    standing: Standing,
    replies: Sequence[Reply],
    now: datetime,
    *,
    author: Author = Author.BOT,
) -> list[Claimed]:
    """Transcript and outbox; claimed at once unless something older is still on its way. Nothing is said on a channel
    that was closed meanwhile.
    """
    channel = ports.channels.get((held.charity, held.channel))
    if not replies or channel is None:
        return []
    worker = "" if held.unsent else ports.worker
    to = Claimed(0, held.id, held.charity, held.channel, held.address, {}, author=author, epoch=standing.epoch)
    # First every line, then every delivery: their numbers are waited for twice, however many there are.
    said = [transcribing.transcribe(connection, held.id, line_of(reply, author), now) for reply in replies]
    sent = []
    for line, reply in zip(said, replies, strict=True):
        message = line.one().id
        for payload in channel.render(reply):
            delivery = replace(to, payload=payload)
            sent.append((delivery, outbox.put(connection, delivery, message=message, now=now, claimed_by=worker)))
    claimed = [replace(delivery, id=put.one().id) for delivery, put in sent]
    return claimed if worker else []


def queue(
    connection: Connection, ports: Ports, held: Held, replies: Sequence[Reply], author: Author, now: datetime
) -> list[int]:
    """Transcript and outbox, for whoever wakes the conversation after the commit; the messages' ids."""
    channel = ports.channels.get((held.charity, held.channel))
    said = []
    for reply in replies if channel else ():
        assert channel is not None
        said.append(transcribing.say(connection, held.id, line_of(reply, author), now))
        desk.send(connection, held, author, said[-1], channel.render(reply), now)
    return said


def line_of(reply: Reply, author: Author) -> Line:
    """The reply as staff may read it."""
    buttons = tuple({"id": button.id, "label": button.label} for button in reply.buttons)
    # What matters only to the order of sending is the system's to whoever reads it.
    return Line("out", Author.SYSTEM if author in BACKGROUND else author, mask(reply.text), buttons)
