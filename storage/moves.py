"""What a person did with an application of their own, made as a move of its life."""

from datetime import datetime

from sqlalchemy import Connection

from flows.events import Moved, PaperGiven
from flows.pack import Pack
from storage import documents, life, packs
from storage.life import Wish
from storage.turns import Held

# The kind of a paper that staff asked for in words and no pack lists.
EXTRA = "extra"


def make(connection: Connection, held: Held, event: Moved, *, pack: Pack, now: datetime) -> None:
    """Make the move by the application's own version of the pack, and keep the files that came with it.

    `pack` is the conversation's. Raises `flows.life.Impossible` where staff were faster.
    """
    found = life.about(connection, held.charity, event.reference)
    own = packs.of_version(connection, pack, found.pack)
    wish = Wish(charity=held.charity, reference=event.reference, name=event.move, reason=event.reason)
    made = life.move(connection, wish, pack=own, now=now)
    for place, answer in enumerate(event.files, start=1):
        paper = PaperGiven(event.reference, f"{EXTRA}_{made.event}_{place}", answer)
        documents.hand_in(connection, held, paper, pack=own, now=now)
