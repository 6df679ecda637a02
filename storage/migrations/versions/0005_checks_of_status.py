"""Tries of the last digits, and a rating's application."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "status_checks",
        sa.Column("id", Id(), nullable=False),
        sa.Column("application_id", Id(), nullable=False),
        sa.Column("address_id", Id(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_status_checks_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_status_checks_address_id_addresses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_checks")),
    )
    op.create_index(op.f("ix_status_checks_application_id"), "status_checks", ["application_id"])
    op.create_index(op.f("ix_status_checks_address_id"), "status_checks", ["address_id"])
    op.add_column("ratings", sa.Column("reference", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("ratings", "reference")
    op.drop_table("status_checks")
