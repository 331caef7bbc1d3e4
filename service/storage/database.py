"""One door to the database, the same for SQLite and PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.errors import StorageUnavailableError
from service.storage.migrations.runner import current_revision, newest_revision, upgrade
from service.storage.sqlite import sqlite_engine

# How long a statement waits for what another holds; the address of the database may name another time.
LOCK_SECONDS = 10

# PostgreSQL's 'read_only_sql_transaction': this server is a standby now, or was told to write nothing.
READ_ONLY = "25006"

POOL_SIZE = 5
POOL_OVERFLOW = 30


# What a repository works in: everything in one is kept, or nothing.
Transaction = Connection


class Database:
    """An engine, and the ways to use it: ``reading()``, ``writing()``, and ``asking()`` one question.

    Nothing is opened until the first use. After a fork the child calls ``after_fork()``.
    """

    def __init__(self, url: str, *, password: str = "") -> None:
        self._url = make_url(url)
        if self._url.drivername == "postgresql":
            self._url = self._url.set(drivername="postgresql+psycopg")
        if password:
            self._url = self._url.set(password=password)
        self._writer = _engine(self._url)
        self._reader = self._writer.execution_options(standfirst_begin="BEGIN")
        # The driver of SQLite begins nothing by itself, and must not be told to: see sqlite_engine.
        alone: dict[str, Any] = {"standfirst_begin": ""} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._asker = self._writer.execution_options(**alone)

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def dialect(self) -> Dialect:
        return self._writer.dialect

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises ``StorageUnavailableError``."""
        with _translated(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """For single questions, with no transaction around them: each sees what is stored when it is asked.

        Raises ``StorageUnavailableError``.
        """
        with _translated(), self._asker.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, or rolled back by any error."""
        with _translated(), self._writer.begin() as connection:
            yield connection

    def upgrade(self, *, to: str = "head") -> None:
        """Bring the tables to the newest revision, or to another; of several processes at once, one does it."""
        with self.writing() as connection:
            if not self.is_sqlite:
                # Another process may take as long as it must.
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                # 'stand' in ASCII: a lock of this name is ours. SQLite's BEGIN IMMEDIATE is the lock there.
                connection.execute(text("SELECT pg_advisory_xact_lock(0x7374616e64)"))
            upgrade(connection, to=to)

    def erase_traces(self) -> None:
        """Leave nothing of what was deleted beside the tables.

        SQLite overwrites in the file what is deleted, but its log still holds the pages as they were. PostgreSQL
        frees the rows at its next vacuum.
        """
        if self.is_sqlite:
            with self.asking() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_up(self, path: Path) -> None:
        """Write all that is stored to a new SQLite file, as it stood at one moment; others may write meanwhile.

        For SQLite alone: PostgreSQL brings a tool of its own.

        Raises:
            FileExistsError: nothing is ever written over.
            StorageUnavailableError: the database or the new file's folder cannot be used.
        """
        path.touch(mode=0o600, exist_ok=False)
        try:
            with self.asking() as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
            with path.open("rb") as file:  # a backup that the disk does not have yet is none
                os.fsync(file.fileno())
        except BaseException:
            path.unlink()
            raise

    def is_current(self) -> bool:
        """Whether the tables are those that this version works with."""
        with self.reading() as connection:
            return current_revision(connection) == newest_revision()

    def after_fork(self) -> None:
        """Forget the parent's connections without closing them."""
        self._writer.dispose(close=False)

    def close(self) -> None:
        self._writer.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn 'the database is not there' of any driver into our own error."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise StorageUnavailableError from error
    except DBAPIError as error:
        if error.connection_invalidated or getattr(error.orig, "sqlstate", None) == READ_ONLY:
            raise StorageUnavailableError from error
        raise


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return sqlite_engine(url, lock_seconds=LOCK_SECONDS, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW)
    waiting = {} if "options" in url.query else {"options": f"-c lock_timeout={LOCK_SECONDS}s"}
    return create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": "standfirst", **waiting},
    )
