"""Bring a database's tables up to date (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.engine import Database

FOLDER = Path(__file__).parent / "migrations"
# Any number, the same in every process: PostgreSQL lets one of them migrate at a time.
_LOCK = text("SELECT pg_advisory_xact_lock(7226230)")


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply every migration that is missing, in one transaction. Safe when several processes start together."""
    database.write_now(_upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to `revision` ("base" for all)."""
    database.write_now(lambda connection: command.downgrade(config(connection), revision))


def current(database: Database) -> str:
    """The revision the database stands at, or "" before the first."""
    return database.read_now(_current)


def newest() -> str:
    """The revision this code needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def config(connection: Connection) -> Config:
    """Alembic's configuration over this connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    command.upgrade(config(connection), revision)


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
