"""Two databases in one process, each with keys of its own: neither ever reads or writes with the other's."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage import people, schema
from storage.crypto import Keyring, KeyringError
from storage.engine import Database
from storage.tables import Address, Person, table
from storage.types import keyring_of

ADDRESS, PERSON = table(Address), table(Person)
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def keys() -> Keyring:
    return Keyring([Fernet.generate_key().decode()])


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """One of each kind, and beside it an SQLite file with other keys."""
    other = Database(f"sqlite:///{tmp_path / 'other.db'}", keys())
    schema.upgrade(other)
    yield database, other
    other.close()


def add(connection: Connection, name: str) -> None:
    values = {"charity": "yusr", "channel": "web", "address": name, "name": name, "created_at": NOW}
    connection.execute(insert(ADDRESS).values(values))


def names(connection: Connection) -> list[str]:
    return [str(name) for name in connection.execute(select(ADDRESS.c.name).order_by(ADDRESS.c.id)).scalars()]


def stored(connection: Connection) -> str:
    return str(connection.execute(text("SELECT name FROM addresses ORDER BY id LIMIT 1")).scalar_one())


def test_each_reads_back_what_it_wrote(two: tuple[Database, Database]) -> None:
    for each, name in zip(two, ("سعاد", "نورة"), strict=True):
        each.write_now(add, name)
    assert [each.read_now(names) for each in two] == [["سعاد"], ["نورة"]]


def test_what_one_wrote_opens_with_its_own_keys_only(two: tuple[Database, Database]) -> None:
    first, second = two
    for each in two:
        each.write_now(add, "سعاد")
    tokens = [each.read_now(stored) for each in two]
    assert "سعاد" not in "".join(tokens)
    assert [each.keyring.decrypt_json(token) for each, token in zip(two, tokens, strict=True)] == ["سعاد", "سعاد"]
    for each, foreign in ((first, tokens[1]), (second, tokens[0])):
        with pytest.raises(KeyringError, match="does not open"):
            each.keyring.decrypt_json(foreign)


def test_a_row_copied_from_one_to_the_other_does_not_open(two: tuple[Database, Database]) -> None:
    first, second = two
    second.write_now(add, "نورة")
    first.write_now(add, "سعاد")
    token = first.read_now(stored)
    second.write_now(lambda connection: connection.execute(text("UPDATE addresses SET name = :it"), {"it": token}))
    with pytest.raises((KeyringError, DBAPIError), match="does not open"):
        second.read_now(names)


async def test_at_the_same_time_each_keeps_to_its_own_keys(two: tuple[Database, Database]) -> None:
    wanted: list[list[str]] = [[f"{place} {number}" for number in range(20)] for place in range(2)]
    await asyncio.gather(*(each.write(add, name) for each, its in zip(two, wanted, strict=True) for name in its))
    for each, its in zip(two, wanted, strict=True):
        assert sorted(await each.read(names)) == sorted(its)


def test_one_person_has_another_fingerprint_in_each(two: tuple[Database, Database]) -> None:
    identity = people.Identity.of({"full_name": "سعاد", "national_id": "1526018153", "mobile": "+966551234567"})

    def link(connection: Connection) -> tuple[str, str]:
        values = people._values(connection, "yusr", identity, NOW)
        connection.execute(insert(PERSON).values(values))
        row = connection.execute(select(PERSON.c.identity_index, PERSON.c.mobile_index)).one()
        return str(row.identity_index), str(row.mobile_index)

    found = [each.write_now(link) for each in two]
    assert not set(found[0]) & set(found[1])
    assert found[0][0] == two[0].keyring.blind("yusr", "identity", "1526018153")
    assert found[1][0] == two[1].keyring.blind("yusr", "identity", "1526018153")


def test_every_engine_carries_its_own_keyring(two: tuple[Database, Database]) -> None:
    assert [keyring_of(each.engine.dialect) for each in two] == [each.keyring for each in two]
    assert two[0].keyring is not two[1].keyring


def test_closing_one_leaves_the_other_open(two: tuple[Database, Database]) -> None:
    first, _ = two
    with_own = Database("sqlite://", keys())
    with_own.create_all()
    with_own.write_now(add, "هدى")
    assert with_own.read_now(names) == ["هدى"]
    with_own.close()
    first.write_now(add, "سعاد")
    assert first.read_now(names) == ["سعاد"]
