"""Column types: ids that SQLite numbers itself, moments that are always aware, JSON that is stored encrypted."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.crypto import Keyring


class Id(TypeDecorator[int]):
    """A 64-bit number. SQLite only numbers rows by itself where the column says INTEGER."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


class Moment(TypeDecorator[datetime]):
    """An aware time, UTC when read. SQLite has no time zones, so it is stored there as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedJson(TypeDecorator[Any]):
    """Any JSON value, encrypted with the keyring that `storage.engine` hangs on its dialect."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).encrypt_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else keyring_of(dialect).decrypt_json(value)


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys of the engine whose dialect this is."""
    # One keyring an engine, not one a process: tests and tools open several databases side by side.
    keyring = getattr(dialect, "sanad_keyring", None)
    if not isinstance(keyring, Keyring):
        raise RuntimeError("this engine has no keyring: open it by storage.engine.Database")
    return keyring
