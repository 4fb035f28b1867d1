"""indexes in which left-over work is found without the texts

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_article_url", table_name="article")
    op.create_index("ix_article_page", "article", ["url", "part", "snapshot_id"])
    op.create_index("ix_article_owed", "article", ["kind", "id", "text_sha256"])
    op.create_index(
        "ix_articleversion_owed",
        "articleversion",
        ["id"],
        sqlite_where=sa.text("changes IS NULL"),
        postgresql_where=sa.text("changes IS NULL"),
    )
    op.drop_index("ix_storymember_story_id", table_name="storymember")
    op.create_index("ix_storymember_story", "storymember", ["story_id", "article_id", "compared_with"])


def downgrade() -> None:
    op.drop_index("ix_storymember_story", table_name="storymember")
    op.create_index("ix_storymember_story_id", "storymember", ["story_id"])
    op.drop_index("ix_articleversion_owed", table_name="articleversion")
    op.drop_index("ix_article_owed", table_name="article")
    op.drop_index("ix_article_page", table_name="article")
    op.create_index("ix_article_url", "article", ["url"])
