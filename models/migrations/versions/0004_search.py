"""the full-text index of policies

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policypiece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_policypiece_policy_id", "policypiece", ["policy_id"])
    if op.get_bind().dialect.name == "sqlite":
        # The tokens come ready, parted by blanks; what they were made from is not kept a second time.
        op.execute(
            "CREATE VIRTUAL TABLE policysearch USING fts5(tokens, content='', columnsize=0, tokenize='ascii')"
        )
        return
    op.execute(
        "CREATE TABLE policysearch ("
        "rowid integer PRIMARY KEY REFERENCES policypiece (id) ON DELETE CASCADE, tokens tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_policysearch_tokens ON policysearch USING gin (tokens)")


def downgrade() -> None:
    op.execute("DROP TABLE policysearch")
    op.drop_table("policypiece")
