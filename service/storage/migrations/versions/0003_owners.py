"""Whose each thing is. What is there already belongs to callers without a key.

Revision ID: 0003
Revises: 0002
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ANONYMOUS = "0" * 32


def upgrade() -> None:
    for table in ("articles", "summaries"):
        op.add_column(table, _owner())
        op.create_index(f"ix_{table}_owner_id", table, ["owner", "id"])
    with op.batch_alter_table("idempotency_keys") as keys:
        keys.add_column(_owner())
        keys.drop_constraint("pk_idempotency_keys", type_="primary")
        keys.create_primary_key("pk_idempotency_keys", ["owner", "key"])


def _owner() -> sa.Column[UUID]:
    return sa.Column("owner", sa.Uuid, nullable=False, server_default=ANONYMOUS)


def downgrade() -> None:
    with op.batch_alter_table("idempotency_keys") as keys:
        keys.drop_constraint("pk_idempotency_keys", type_="primary")
        keys.create_primary_key("pk_idempotency_keys", ["key"])
        keys.drop_column("owner")
    for table in ("articles", "summaries"):
        op.drop_index(f"ix_{table}_owner_id", table)
        op.drop_column(table, "owner")
