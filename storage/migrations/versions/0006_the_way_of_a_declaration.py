"""How a declaration was signed that staff took down: read out, or on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("declarations", sa.Column("way", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("declarations", "way")
