"""Hashes of the lines of stored articles.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "article_lines",
        sa.Column("line", sa.BigInteger, nullable=False),
        sa.Column("site", sa.BigInteger, nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("line", "site", "article", name="pk_article_lines"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name="fk_article_lines_article", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_lines_article", "article_lines", ["article"])


def downgrade() -> None:
    op.drop_table("article_lines")
