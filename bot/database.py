"""Open the database that the settings name."""

from bot.settings import Settings, SettingsError
from storage.crypto import KeyringError, open_keyring
from storage.engine import Database


def open_database(settings: Settings) -> Database:
    """Nothing is connected yet. Raises `SettingsError` for keys or an address that cannot be used."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        keyring = open_keyring([key.get_secret_value() for key in settings.keys], settings.data_dir)
        return Database(settings.database, keyring, threads=settings.threads)
    except (KeyringError, ValueError, OSError) as error:
        raise SettingsError(f"database: {error}") from None
