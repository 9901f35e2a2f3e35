"""Penalty and priority of memories.

The columns have defaults in the database, so that the program of before still makes memories.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("penalty", "priority")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("memory", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("memory", name)
