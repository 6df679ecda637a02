"""One text to many."""

import sqlalchemy as sa
from alembic import op

from storage.types import EncryptedJson, Id, Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", Id(), nullable=False),
        sa.Column("charity", sa.String(), nullable=False),
        sa.Column("text", EncryptedJson(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("staff_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_broadcasts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_table(
        "broadcast_targets",
        sa.Column("id", Id(), nullable=False),
        sa.Column("broadcast_id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.Column("message_id", Id(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_targets_broadcast_id_broadcasts")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_broadcast_targets_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_broadcast_targets_message_id_messages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_targets")),
        sa.UniqueConstraint(
            "broadcast_id", "conversation_id", name=op.f("uq_broadcast_targets_broadcast_id_conversation_id")
        ),
    )
    op.create_index("ix_broadcast_targets_broadcast_id_state", "broadcast_targets", ["broadcast_id", "state", "id"])


def downgrade() -> None:
    op.drop_table("broadcast_targets")
    op.drop_table("broadcasts")
