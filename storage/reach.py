"""On which conversation a person can be written to first, without having written just now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.links import PHONES, origin
from storage.statements import insert_once, run_once
from storage.states import Owner
from storage.tables import Address, Application, Conversation, table
from storage.window import quiet, shut

_address, _conversation, _application = table(Address), table(Conversation), table(Application)
# Where "STOP" is the provider's own: it refuses whatever we send after it.
_STOPPABLE = frozenset({"whatsapp", "sms"})

_columns = (
    _conversation.c.id,
    _conversation.c.charity,
    _conversation.c.channel,
    _conversation.c.session,
    _conversation.c.last_inbound_at,
    _address.c.address,
    _address.c.person_id,
    _address.c.blocked_at,
    _address.c.opted_out_at,
)
_joined = select(*_columns).join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
_BY_ID = _joined.where(_conversation.c.id == bindparam("key"))
_BY_ADDRESS = _joined.where(
    _address.c.charity == bindparam("charity"),
    _address.c.channel == "sms",
    _address.c.address == bindparam("address"),
)
_OF_PHONE = (
    select(_conversation.c.id)
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(
        _address.c.charity == bindparam("charity"),
        _address.c.channel.in_(PHONES),
        _address.c.address == bindparam("address"),
    )
    .order_by(_conversation.c.last_inbound_at.desc().nulls_last(), _conversation.c.id.desc())
    .limit(1)
)
_FIND_ADDRESS = select(_address.c.id).where(
    _address.c.charity == bindparam("charity"),
    _address.c.channel == "sms",
    _address.c.address == bindparam("address"),
)
_KNOWN = (
    select(_application.c.id)
    .where(_application.c.charity == bindparam("charity"), _application.c.origin == bindparam("origin"))
    .limit(1)
)
_NEW_ADDRESS = insert_once(_address, ("charity", "channel", "address"))
_NEW_CONVERSATION = insert_once(_conversation, ("address_id",))


@dataclass(frozen=True, slots=True)
class Reach:
    """Where to write: a conversation, or None and `untold`: nowhere, blocked, opted_out, window or no_channel.

    `language` is the one that the person speaks with us, `inbound` the time of their last message there. `opted_out`:
    they stopped our messages on a channel that does not stop them by itself. `shared`: an SMS to somebody who is not
    talking with us by SMS now, on a phone that others may read.
    """

    conversation: int | None = None
    untold: str = ""
    language: str = "ar"
    inbound: datetime | None = None
    opted_out: bool = False
    channel: str = ""
    shared: bool = False


def find(
    connection: Connection, conversation: int | None, channels: Collection[str], now: datetime, *, knocks: bool = False
) -> Reach:
    """The application's own conversation. Where WhatsApp's window is shut it waits there if `knocks` says that a
    template may tell of it, which costs least; else it goes by SMS. `channels` are the open ones.
    """
    home = None if conversation is None else connection.execute(_BY_ID, {"key": conversation}).first()
    if home is None:
        return Reach(untold="nowhere")
    language = str((home.session or {}).get("language", "ar"))
    hindrance = _hindrance(home, channels, now)
    if hindrance == "window" and knocks:
        hindrance = ""
    # An id that WhatsApp gave to somebody without a number is no number to send an SMS to.
    elif hindrance == "window" and "sms" in channels and home.address.startswith("+"):
        home = _by_sms(connection, home.charity, home.address, now, person=home.person_id)
        hindrance = _hindrance(home, channels, now)
    if hindrance:
        return Reach(untold=hindrance, language=language)
    return Reach(
        home.id,
        language=language,
        inbound=home.last_inbound_at,
        opted_out=home.opted_out_at is not None,
        channel=home.channel,
        shared=home.channel == "sms" and quiet(home.last_inbound_at, now),
    )


def of_origin(connection: Connection, charity: str, origin: str) -> int | None:
    """The conversation in which the phone that an application came from wrote last: whoever was not in the chat when
    staff took the application down may have written since. None for an origin that is no phone.
    """
    kind, _, number = origin.partition(":")
    where = {"charity": charity, "address": number}
    return connection.execute(_OF_PHONE, where).scalar() if kind == "phone" else None


def of_number(connection: Connection, charity: str, number: str, channels: Collection[str], now: datetime) -> Reach:
    """The phone with this mobile number, if it is one that we know: it wrote to us, or staff took down an application
    from there.
    """
    phone = origin("sms", number)
    home = of_origin(connection, charity, phone)
    if home is None and "sms" in channels and connection.execute(_KNOWN, {"charity": charity, "origin": phone}).first():
        home = _by_sms(connection, charity, number, now).id
    return find(connection, home, channels, now)


def _hindrance(row: Any, channels: Collection[str], now: datetime) -> str:
    if row.blocked_at is not None:
        return "blocked"
    if row.opted_out_at is not None and row.channel in _STOPPABLE:
        return "opted_out"
    if row.channel not in channels:
        return "no_channel"
    return "window" if shut(row.channel, row.last_inbound_at, now) else ""


def _by_sms(connection: Connection, charity: str, number: str, now: datetime, *, person: int | None = None) -> Any:
    """The number's conversation by SMS, made where it is missing."""
    where = {"charity": charity, "address": number}
    if (row := connection.execute(_BY_ADDRESS, where).first()) is not None:
        return row
    address = {**where, "channel": "sms", "person_id": person, "created_at": now}
    run_once(connection, _NEW_ADDRESS, address)
    begun = {"version": 0, "owner": Owner.BOT.value, "epoch": 0, "created_at": now, "updated_at": now}
    address_id = connection.execute(_FIND_ADDRESS, where).scalar_one()
    made = {"charity": charity, "channel": "sms", "address_id": address_id, **begun}
    run_once(connection, _NEW_CONVERSATION, made)
    return connection.execute(_BY_ADDRESS, where).one()
