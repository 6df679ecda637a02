"""The same person on another channel: one phone number is one person, and so are the addresses joined with it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select, update

from flows import session as sessions
from flows.session import Frame, Session
from storage.links import PHONES, circle
from storage.states import Owner
from storage.tables import Address, Conversation, table
from storage.turns import Held

_conversation, _address = table(Conversation), table(Address)
_OTHERS = (
    select(_conversation.c.id, _conversation.c.session, _conversation.c.version)
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(
        _address.c.id.in_(bindparam("addresses", expanding=True)),
        _conversation.c.id != bindparam("key"),
        # Where a person of ours speaks with them nothing is taken away.
        _conversation.c.owner == Owner.BOT.value,
    )
    .with_for_update(of=_conversation, key_share=True)
)
_KEEP = (
    update(_conversation)
    .where(_conversation.c.id == bindparam("conversation"))
    .values(session=bindparam("state"), version=bindparam("next"))
)


def take_forms(
    connection: Connection,
    held: Held,
    hand_over: Callable[[Session], tuple[Session, tuple[Frame, ...]]],
    *,
    proved: str = "",
) -> tuple[Frame, ...]:
    """The unfinished forms of the person's other conversations, which lose them. `hand_over` takes them out;
    `proved` is a mobile number that has just been proved to be theirs.
    """
    if held.channel not in PHONES and not held.joined and not proved:
        return ()
    taken: tuple[Frame, ...] = ()
    where = {"addresses": circle(connection, held, proved).addresses, "key": held.id}
    for row in connection.execute(_OTHERS, where).all():
        session, frames = hand_over(sessions.load(row.session))
        if frames:
            state = sessions.dump(replace(session, prompt=session.prompt + 1))
            connection.execute(_KEEP, {"conversation": row.id, "state": state, "next": row.version + 1})
        taken += frames
    return taken
