"""An index for every choice of filters that a list has.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("articles", ("owner", "language", "id")),
    ("summaries", ("owner", "language", "id")),
    ("summaries", ("owner", "algorithm", "id")),
    ("summaries", ("owner", "language", "algorithm", "id")),
)


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
