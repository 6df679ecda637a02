"""Who writes to us, and where an answer reaches them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json, word


class Person(SQLModel, table=True):
    """A beneficiary of one charity. `identity` holds names and numbers ({field id: value}), encrypted;
    `identity_index` and `mobile_index` find the person by number without storing it (`Keyring.blind`).
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("charity", "identity_index"),)

    id: int | None = key()
    charity: str
    identity: Any = secret_json(nullable=True)
    identity_index: str | None = None
    mobile_index: str | None = Field(default=None, index=True)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class Address(SQLModel, table=True):
    """One address of a charity's channel. `verified_at` says that staff made sure it is this person's:
    only then may it hear of applications made from elsewhere.
    """

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("charity", "channel", "address"),)

    id: int | None = key()
    charity: str
    channel: str
    address: str
    name: Any = secret_json(nullable=True)
    person_id: int | None = maybe_link("people.id", index=True)
    verified_at: datetime | None = maybe_moment()
    blocked_at: datetime | None = maybe_moment()
    opted_out_at: datetime | None = maybe_moment()
    created_at: datetime = moment()


class AddressLink(SQLModel, table=True):
    """An address whose owner proved that a mobile number (E.164) is theirs: `how` is "contact" (the provider's own
    card) or "code". It holds until `undone_at`, by whom and why; nothing of either history is rewritten.
    """

    __tablename__ = "address_links"
    __table_args__ = (Index("ix_address_links_number", "charity", "number"),)

    id: int | None = key()
    charity: str
    address_id: int = link("addresses.id", index=True)
    number: str
    how: str
    joined_at: datetime = moment()
    undone_at: datetime | None = maybe_moment()
    undone_by: int | None = maybe_link("staff.id")
    reason: str = word()


class NumberCode(SQLModel, table=True):
    """A one-time code that an address asked for. `digest` is keyed (`Keyring.blind`), "" where none was sent;
    `number_index` finds the number without storing it, `number` is encrypted. `tries` are the wrong ones.
    """

    __tablename__ = "number_codes"

    id: int | None = key()
    charity: str
    address_id: int = link("addresses.id", index=True)
    number_index: str = Field(index=True)
    number: Any = secret_json()
    digest: str
    tries: int = 0
    asked_at: datetime = moment()
    used_at: datetime | None = maybe_moment()


class Consent(SQLModel, table=True):
    """One change of what a person allows us: `subject` is `messages` for opting out and in."""

    __tablename__ = "consents"

    id: int | None = key()
    address_id: int = link("addresses.id", index=True)
    subject: str
    given: bool
    at: datetime = moment()
