"""The life of applications: who moved them, who recommended what, and whether the person was told."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = (
    ("applications", "recommendation"),
    ("application_events", "move"),
    ("application_events", "detail"),
    ("application_events", "untold"),
    ("declarations", "form_digest"),
)
NAMES = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
LINKS = (("applications", "recommended_by", "staff"), ("application_events", "message_id", "messages"))


def upgrade() -> None:
    for table, name in WORDS:
        op.add_column(table, sa.Column(name, sa.String(), server_default="", nullable=False))
    for table, name, target in LINKS:
        _add_link(table, name, target)


def downgrade() -> None:
    for table, name, target in reversed(LINKS):
        # SQLite tells no name of a key that a column brought along.
        with op.batch_alter_table(table, naming_convention=NAMES) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_{name}_{target}"), type_="foreignkey")
            batch_op.drop_column(name)
    for table, name in reversed(WORDS):
        op.drop_column(table, name)


def _add_link(table: str, name: str, target: str) -> None:
    key = f"fk_{table}_{name}_{target}"
    if op.get_bind().dialect.name == "sqlite":
        # Alembic would copy the table and drop the old one, which rows that point to it forbid.
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT {key} REFERENCES {target} (id)")
    else:
        op.add_column(table, sa.Column(name, Id(), nullable=True))
        op.create_foreign_key(op.f(key), table, target, [name], ["id"])
