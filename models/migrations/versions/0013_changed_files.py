"""attached files are looked at again: what came since and is not read yet, the earlier texts of a changed one

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachmentversion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["articleattachment.id"]),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("attachment_id", "version", name="uq_attachment_version"),
    )
    op.create_index("ix_attachmentversion_attachment_id", "attachmentversion", ["attachment_id"])
    with op.batch_alter_table("articleattachment") as table:
        table.add_column(
            sa.Column(
                "newer_snapshot_id",
                sa.Integer(),
                sa.ForeignKey("snapshot.id", name="fk_attachment_newer_snapshot"),
                nullable=True,
            )
        )
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("articleattachment") as table:
        table.alter_column("version", server_default=None)
        table.create_index("ix_articleattachment_newer", ["newer_snapshot_id"])
        table.create_index("ix_articleattachment_changed", ["changed_at", "article_id"])


def downgrade() -> None:
    with op.batch_alter_table("articleattachment") as table:
        table.drop_index("ix_articleattachment_changed")
        table.drop_index("ix_articleattachment_newer")
        table.drop_column("changed_at")
        table.drop_column("version")
        table.drop_column("newer_snapshot_id")
    op.drop_table("attachmentversion")
