"""What was not delivered, found at once; until when a provider wants nothing more."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
TROUBLED = sa.text("state IN ('failed', 'unknown')")


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_pauses")),
    )
    op.create_index("ix_deliveries_troubled", "deliveries", ["id"], sqlite_where=TROUBLED, postgresql_where=TROUBLED)


def downgrade() -> None:
    op.drop_index("ix_deliveries_troubled", "deliveries")
    op.drop_table("pauses")
