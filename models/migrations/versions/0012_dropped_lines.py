"""learned lines that an operator keeps

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("siteprofile") as table:
        table.add_column(sa.Column("dropped", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("siteprofile") as table:
        table.alter_column("dropped", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("siteprofile") as table:
        table.drop_column("dropped")
