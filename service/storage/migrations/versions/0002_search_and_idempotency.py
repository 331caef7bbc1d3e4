"""Full-text search of articles and summaries; idempotency keys.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Columns that are searched, by table; the title weighs more.
SEARCHED = {"articles": ("title", "text"), "summaries": ("summary",)}

SECURE_DELETE_FROM = (3, 42)

# A tsvector may hold 1 MB, which a very long text could pass; what comes later is not searched.
MOST_SEARCHED_CHARACTERS = 200_000


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request", sa.LargeBinary(32), nullable=False),
        sa.Column("token", sa.Uuid, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", sa.Text),
        sa.Column("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    connection = op.get_bind()
    for table, columns in SEARCHED.items():
        if connection.dialect.name == "sqlite":
            _index_in_sqlite(connection, table, columns)
        else:
            _index_in_postgresql(table, columns)


def _index_in_sqlite(connection: sa.Connection, table: str, columns: tuple[str, ...]) -> None:
    """An FTS5 index beside the table, which holds no text of its own, kept true by triggers."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5({names}, content='{table}', content_rowid='number', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    version = tuple(map(int, connection.exec_driver_sql("SELECT sqlite_version()").scalar_one().split(".")))
    if version >= SECURE_DELETE_FROM:  # what is deleted leaves no trace in the index
        op.execute(f"INSERT INTO {table}_search({table}_search, rank) VALUES ('secure-delete', 1)")
    if len(columns) > 1:
        op.execute(f"INSERT INTO {table}_search({table}_search, rank) VALUES ('rank', 'bm25(5.0, 1.0)')")
    op.execute(f"INSERT INTO {table}_search({table}_search) VALUES ('rebuild')")
    op.execute(
        f"CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO {table}_search(rowid, {names}) VALUES (new.number, {new}); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_search_delete AFTER DELETE ON {table} BEGIN "
        f"INSERT INTO {table}_search({table}_search, rowid, {names}) VALUES ('delete', old.number, {old}); END"
    )


def _index_in_postgresql(table: str, columns: tuple[str, ...]) -> None:
    """A column that PostgreSQL itself keeps true, and its index."""
    weighed = " || ".join(
        f"setweight(to_tsvector('simple', left(coalesce({column}, ''), {MOST_SEARCHED_CHARACTERS})), '{weight}')"
        for column, weight in zip(columns, "AB", strict=False)
    )
    op.execute(f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({weighed}) STORED")
    op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        if sqlite:
            op.execute(f"DROP TRIGGER {table}_search_insert")
            op.execute(f"DROP TRIGGER {table}_search_delete")
            op.execute(f"DROP TABLE {table}_search")
        else:
            op.execute(f"ALTER TABLE {table} DROP COLUMN search")
    op.drop_table("idempotency_keys")
