"""what a copy and a changed page did to the text; stories looked up by bands of their fingerprints

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
import xxhash
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("storymember", schema=None) as batch_op:
        batch_op.add_column(sa.Column("compared_with", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changes", sa.JSON(), nullable=True))
    with op.batch_alter_table("articleversion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _lay_keys(with_rowid=False)
    _add_bands()


def downgrade() -> None:
    connection = op.get_bind()
    for row in _fingerprints(connection):
        keys = [{"key": key, "story": row.story_id} for key in _bands(row.fingerprint)]
        connection.execute(sa.text("DELETE FROM storykey WHERE key = :key AND story_id = :story"), keys)
    if connection.dialect.name == "sqlite":
        _lay_keys(with_rowid=True)
    with op.batch_alter_table("articleversion", schema=None) as batch_op:
        batch_op.drop_column("changes")
    with op.batch_alter_table("storymember", schema=None) as batch_op:
        batch_op.drop_column("changes")
        batch_op.drop_column("compared_with")


def _lay_keys(*, with_rowid: bool) -> None:
    """SQLite lays the table out anew: its rows in the order of their key, or by a hidden number as before."""
    op.drop_index("ix_storykey_story", table_name="storykey")
    op.rename_table("storykey", "storykey_before")
    op.create_table(
        "storykey",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"]),
        sa.PrimaryKeyConstraint("key", "story_id"),
        sqlite_with_rowid=with_rowid,
    )
    op.execute(
        "INSERT INTO storykey (key, story_id, fingerprint) "
        "SELECT key, story_id, fingerprint FROM storykey_before ORDER BY key, story_id"
    )
    op.drop_table("storykey_before")
    op.create_index("ix_storykey_story", "storykey", ["story_id"])


def _add_bands() -> None:
    connection = op.get_bind()
    add = sa.text(
        "INSERT INTO storykey (key, story_id, fingerprint) VALUES (:key, :story, :fingerprint)"
        " ON CONFLICT DO NOTHING"
    )
    for row in _fingerprints(connection):
        connection.execute(
            add,
            [
                {"key": key, "story": row.story_id, "fingerprint": row.fingerprint}
                for key in _bands(row.fingerprint)
            ],
        )


def _fingerprints(connection: sa.Connection) -> Sequence[sa.Row[tuple[int, int]]]:
    return connection.execute(
        sa.text(
            "SELECT story.id AS story_id, storymember.fingerprint AS fingerprint FROM story"
            " JOIN storymember ON storymember.article_id = story.first_article_id"
        )
    ).all()


def _bands(stored: int) -> list[int]:
    """As ``cleaners.stories.bands`` made them when this migration was written."""
    fingerprint = stored & (1 << 64) - 1
    values = [
        xxhash.xxh3_64_intdigest(f"band{at}:{fingerprint >> at * 16 & 0xFFFF}".encode()) for at in range(4)
    ]
    return [value - (1 << 64) if value >= 1 << 63 else value for value in values]
