"""The channel on which a declaration was signed: its inbox event may be purged before it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("declarations", sa.Column("channel", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("declarations", "channel")
