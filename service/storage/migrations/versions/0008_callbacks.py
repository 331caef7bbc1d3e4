"""Where the end of a batch is told.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNTOLD = sa.text("callback_due IS NOT NULL")


def upgrade() -> None:
    op.add_column("batches", sa.Column("callback_url", sa.Text))
    op.add_column("batches", sa.Column("callback_due", sa.DateTime(timezone=True)))
    op.add_column("batches", sa.Column("callback_attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("batches", sa.Column("callback_status", sa.Integer))
    op.create_index(
        "ix_batches_callback_due", "batches", ["callback_due"], postgresql_where=UNTOLD, sqlite_where=UNTOLD
    )


def downgrade() -> None:
    op.drop_index("ix_batches_callback_due", "batches")
    for name in ("callback_status", "callback_attempts", "callback_due", "callback_url"):
        op.drop_column("batches", name)
