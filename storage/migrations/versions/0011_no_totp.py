"""Staff sign in with a password: the column for one-time passwords was never written."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("staff", "totp")


def downgrade() -> None:
    op.add_column("staff", sa.Column("totp", sa.String(), nullable=True))
