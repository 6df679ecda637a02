"""One person on many channels: what joins addresses, and the codes that prove a number."""

import sqlalchemy as sa
from alembic import op

from storage.types import EncryptedJson, Id, Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_links",
        sa.Column("id", Id(), nullable=False),
        sa.Column("charity", sa.String(), nullable=False),
        sa.Column("address_id", Id(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("joined_at", Moment(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("undone_by", Id(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_address_links_address_id_addresses")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_address_links_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_links")),
    )
    op.create_index(op.f("ix_address_links_address_id"), "address_links", ["address_id"])
    op.create_index("ix_address_links_number", "address_links", ["charity", "number"])
    op.create_table(
        "number_codes",
        sa.Column("id", Id(), nullable=False),
        sa.Column("charity", sa.String(), nullable=False),
        sa.Column("address_id", Id(), nullable=False),
        sa.Column("number_index", sa.String(), nullable=False),
        sa.Column("number", EncryptedJson(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name=op.f("fk_number_codes_address_id_addresses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_codes")),
    )
    op.create_index(op.f("ix_number_codes_address_id"), "number_codes", ["address_id"])
    op.create_index(op.f("ix_number_codes_number_index"), "number_codes", ["number_index"])


def downgrade() -> None:
    op.drop_table("number_codes")
    op.drop_table("address_links")
