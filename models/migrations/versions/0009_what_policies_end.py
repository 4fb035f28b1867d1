"""what a policy does to earlier documents, and the status that follows from it

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policyeffect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("policy_id", "position", name="uq_effect_position"),
    )
    op.create_index("ix_policyeffect_policy_id", "policyeffect", ["policy_id"])
    op.create_index("ix_policyeffect_key", "policyeffect", ["key"])
    # Added in place: a table that is made anew on SQLite would give ids twice.
    op.add_column(
        "policy", sa.Column("stated_status", sa.String(length=16), nullable=False, server_default="unknown")
    )
    op.add_column("policy", sa.Column("ends_on", sa.Date(), nullable=True))
    op.execute("UPDATE policy SET stated_status = status")
    op.create_index("ix_policy_ends_on", "policy", ["ends_on"])


def downgrade() -> None:
    op.execute("UPDATE policy SET status = stated_status")
    op.drop_index("ix_policy_ends_on", table_name="policy")
    op.drop_column("policy", "ends_on")
    op.drop_column("policy", "stated_status")
    op.drop_table("policyeffect")
