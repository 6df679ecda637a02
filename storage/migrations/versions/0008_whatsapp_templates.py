"""WhatsApp's templates, and since when a person knows that something waits for them."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PARKED = sa.text("state = 'parked'")


def upgrade() -> None:
    op.create_table(
        "content_templates",
        sa.Column("id", Id(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="", nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_templates")),
        sa.UniqueConstraint("account", "name", name=op.f("uq_content_templates_account_name")),
    )
    op.add_column("conversations", sa.Column("knocked_at", Moment(), nullable=True))
    op.create_index(
        "ix_deliveries_parked", "deliveries", ["conversation_id", "id"], sqlite_where=_PARKED, postgresql_where=_PARKED
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_parked", table_name="deliveries")
    op.drop_column("conversations", "knocked_at")
    op.drop_table("content_templates")
