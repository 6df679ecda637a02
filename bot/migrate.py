"""Bring the database up to date from the settings."""

from bot.database import open_database
from bot.settings import Settings
from storage import schema


def upgrade(settings: Settings) -> str:
    """Apply every missing migration; the revision the database stands at then."""
    database = open_database(settings)
    try:
        schema.upgrade(database)
        return schema.current(database)
    finally:
        database.close()
