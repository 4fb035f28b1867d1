"""what was found by reading a page again is told apart from news

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articlerecognition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("article_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("news", sa.Boolean(), nullable=False, server_default=sa.true()))
    # A text that was edited and not judged since is still news; every other one was judged as it stands.
    op.execute(
        "UPDATE articlerecognition SET article_version = (SELECT CASE"
        " WHEN article.text_sha256 = articlerecognition.text_sha256 THEN article.version"
        " ELSE article.version - 1 END FROM article WHERE article.id = articlerecognition.article_id)"
    )
    with op.batch_alter_table("articlerecognition", schema=None) as batch_op:
        batch_op.alter_column("article_version", server_default=None)
        batch_op.alter_column("news", server_default=None)
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edits_known_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.drop_column("edits_known_at")
    with op.batch_alter_table("articlerecognition", schema=None) as batch_op:
        batch_op.drop_column("news")
        batch_op.drop_column("article_version")
