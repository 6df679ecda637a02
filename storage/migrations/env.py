"""Alembic's environment. `storage.schema` runs it over a connection of its own; there is no alembic.ini."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  registers every table with the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    # SQLite cannot alter a column: Alembic copies the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
