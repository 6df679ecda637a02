"""Papers: their files, what is still wanted of them, and reminders that are said only once."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WANTED, UNDONE = sa.text("wanted"), sa.text("done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "paper_files",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("charity", sa.String(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("document_id", Id(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_paper_files_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_paper_files_document_id_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_files")),
        sa.UniqueConstraint("name", name=op.f("uq_paper_files_name")),
    )
    op.create_index("ix_paper_files_conversation_id", "paper_files", ["conversation_id", "received_at"])
    op.create_index("ix_paper_files_document_id", "paper_files", ["document_id"])
    op.create_index("ix_paper_files_received_at", "paper_files", ["received_at"])

    op.add_column("documents", sa.Column("wanted", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for name in ("mark", "verdict"):
        op.add_column("documents", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.create_index("ix_documents_application_id_kind", "documents", ["application_id", "kind"], unique=True)
    op.create_index(
        "ix_documents_wanted", "documents", ["application_id"], sqlite_where=WANTED, postgresql_where=WANTED
    )

    op.add_column("reminders", sa.Column("subject", sa.String(), server_default="", nullable=False))
    op.create_index("ix_reminders_once", "reminders", ["conversation_id", "text_key", "subject"], unique=True)
    op.create_index("ix_reminders_waiting", "reminders", ["due_at"], sqlite_where=UNDONE, postgresql_where=UNDONE)


def downgrade() -> None:
    op.drop_index("ix_reminders_waiting", "reminders")
    op.drop_index("ix_reminders_once", "reminders")
    op.drop_column("reminders", "subject")
    op.drop_index("ix_documents_wanted", "documents")
    op.drop_index("ix_documents_application_id_kind", "documents")
    for name in ("verdict", "mark", "wanted"):
        op.drop_column("documents", name)
    op.drop_table("paper_files")
