"""Open the database that the settings name."""

import sys

from bot.settings import Settings, SettingsError
from storage.crypto import KeyringError, open_keyring
from storage.engine import Database

# Seconds. A transaction's thread gives the interpreter away at each statement; by default (5 ms) it then waits longer
# for its return than the statement took. Measured on SQLite under load: twice the turns, for less CPU.
_SWITCH = 0.0005


def hand_over_quickly() -> None:
    """Let threads take turns often enough for short transactions. Once, when a process starts."""
    sys.setswitchinterval(float(__import__("os").environ.get("BENCH_SWITCH", _SWITCH)))


def open_database(settings: Settings) -> Database:
    """Nothing is connected yet. Raises `SettingsError` for keys or an address that cannot be used."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        keyring = open_keyring([key.get_secret_value() for key in settings.keys], settings.data_dir)
        return Database(settings.database, keyring, threads=settings.threads)
    except (KeyringError, ValueError, OSError) as error:
        raise SettingsError(f"database: {error}") from None
