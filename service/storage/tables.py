"""The tables. What is here is what the newest migration makes; a test holds the two together."""

import datetime as dt
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Json(TypeDecorator[Any]):
    """A JSON value as text, byte for byte as it was given: a native type would sort its keys."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else orjson.loads(value)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A time in UTC. SQLite stores no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


# A number for the full-text index, which wants whole numbers. SQLite numbers only a column of this very type.
Number = BigInteger().with_variant(Integer, "sqlite")

# Whoever comes without a key owns what all such callers share.
ANONYMOUS = UUID(int=0)

# Ids are UUIDv7: they sort by the time they were made, so their index is also the list's order.
articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("owner", Uuid, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # SHA-256 of whose it is and what was sent: an owner's same article is stored once.
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("title", Text),
    Column("url", Text),
    Column("metadata", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(16), nullable=False),
    # Everything that was worked out of the text: language, statistics, ledger.
    Column("analysis", Json, nullable=False),
    Index(None, "owner", "id"),
    Index(None, "owner", "language", "id"),
)

summaries = Table(
    "summaries",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("owner", Uuid, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # SHA-256 of the articles' digests, the options and the engine: the same question is answered once.
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("algorithm", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    # The summary itself, apart from the rest of the answer, so that it can be searched.
    Column("summary", Text, nullable=False),
    Column("content", Json, nullable=False),
    # One for each choice of filters, so that none makes a list read what it does not show.
    Index(None, "owner", "id"),
    Index(None, "owner", "language", "id"),
    Index(None, "owner", "algorithm", "id"),
    Index(None, "owner", "language", "algorithm", "id"),
)

# What a summary sums up: one article, or several in the order they were given.
summary_articles = Table(
    "summary_articles",
    metadata,
    Column("summary_id", ForeignKey("summaries.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Index(None, "article_id", "summary_id"),
)

# Which lines stand in which article, as hashes of 64 bits: what recurs is furniture. No word can be read out of it.
article_lines = Table(
    "article_lines",
    metadata,
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    Column("site", BigInteger, primary_key=True, autoincrement=False),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What a client was answered under its Idempotency-Key; without a status while the request still runs.
idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("owner", Uuid, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    # SHA-256 of the request: a key belongs to one.
    Column("request", LargeBinary(32), nullable=False),
    # Tells the holder of the key from one who took it over.
    Column("token", Uuid, nullable=False),
    Column("status", Integer),
    Column("headers", Json),
    Column("body", LargeBinary),
)

# Who may call. A key itself is shown once, to whoever made it, and stands nowhere.
keys = Table(
    "keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    # SHA-256 of the key. No salt and no slow hash: 256 random bits cannot be guessed.
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("ending", String(4), nullable=False),
    Column("rate_limit", String(200)),
    Column("revoked_at", UtcDateTime),
)

# Many articles to sum up in the background. What is pending or running is counted out of the jobs, so that only
# what is final stands here, and progress cannot go backwards.
batches = Table(
    "batches",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("owner", Uuid, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("state", String(16), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("cancelled", Integer, nullable=False),
    # Where its end is told, when that is tried next, and how often it was; due is gone when it is told or given up.
    Column("callback_url", Text),
    Column("callback_due", UtcDateTime),
    Column("callback_attempts", Integer, nullable=False),
    Column("callback_status", Integer),
    Index(None, "owner", "id"),
)

# One unit of a batch.
jobs = Table(
    "jobs",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("batch_id", ForeignKey("batches.id", ondelete="CASCADE"), nullable=False),
    # From 0, in the order given.
    Column("place", Integer, nullable=False),
    # The caller's own id.
    Column("name", Text, nullable=False),
    # The article and what is wished of its summary; gone when the job is final.
    Column("item", Json),
    Column("state", String(16), nullable=False),
    # When a pending job may be claimed, and when the lease of a running one ends.
    Column("due", UtcDateTime),
    # How often it went down with its worker, or was put off.
    Column("attempts", Integer, nullable=False),
    # Who holds the lease: what comes from another is not taken.
    Column("token", Uuid),
    # No foreign key: a summary may be deleted, and the job then says which one it was.
    Column("summary_id", Uuid),
    Column("error", Json),
    UniqueConstraint("batch_id", "place"),
)
# Written out, not bound: a database takes a partial index only where it sees the very words of its condition.
PENDING = jobs.c.state == literal_column("'pending'")
RUNNING = jobs.c.state == literal_column("'running'")

# By place, so that a small batch does not wait for all of a big one that came before.
Index("ix_jobs_pending", jobs.c.place, jobs.c.number, postgresql_where=PENDING, sqlite_where=PENDING)
UNTOLD = batches.c.callback_due.is_not(None)
Index("ix_batches_callback_due", batches.c.callback_due, postgresql_where=UNTOLD, sqlite_where=UNTOLD)
Index("ix_jobs_running", jobs.c.due, postgresql_where=RUNNING, sqlite_where=RUNNING)
