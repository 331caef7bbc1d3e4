"""SQLite as this service uses it: which one, how it is opened, and when every connection must go."""

import importlib
import sqlite3
import threading
from contextlib import suppress
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

# SQLite 3.7.0–3.51.2 can corrupt a WAL file that several processes write, save for the two
# branches that carry the fix (sqlite.org/wal.html, 'the WAL-reset bug').
WAL_IS_SAFE_FROM = (3, 51, 3)
WAL_FIX_WAS_CARRIED_TO = ((3, 50, 7), (3, 44, 6))

# A connection that another thread still works with is waited for so long before a new one is opened beside it.
DRAINING_SECONDS = 5.0
LOOK_EVERY = 0.05


def sqlite_engine(url: URL, *, lock_seconds: float, **pool: Any) -> Engine:
    """An engine whose transactions take the lock of a writer at their start.

    A statement waits ``lock_seconds`` for what another holds, unless the address names a ``timeout``.
    """
    module = sqlite_module()

    renewal = Renewal()

    class Watched(module.Connection):  # type: ignore[misc, name-defined]  # whichever module it is
        """A connection that tells when it is closed."""

        def close(self) -> None:
            super().close()
            renewal.closed(self)

    waiting = {} if "timeout" in url.query else {"timeout": lock_seconds}
    engine = create_engine(url, module=module, connect_args={"factory": Watched, **waiting}, **pool)
    journal = "WAL" if wal_is_safe(module.sqlite_version_info) else "DELETE"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver would begin a transaction of its own
        for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at the start: one that began by reading could not wait for it.
        begin = connection.get_execution_options().get("standfirst_begin", "BEGIN IMMEDIATE")
        if begin:
            connection.exec_driver_sql(begin)

    renewal.watch_over(engine, module.OperationalError)
    return engine


class Renewal:
    """Closes every connection of this process before it opens the next, once the file could only be read.

    What a process opened while the file could only be read keeps it from ever writing, through the memory that
    its connections share: only when all are closed does SQLite look at the file anew. Under load there would
    always be one, so who wants a new one waits until the last is gone.
    """

    def __init__(self) -> None:
        self._open: WeakSet[Any] = WeakSet()
        self._changed = threading.Condition()
        self._due = False
        self._this_thread = threading.local()

    def watch_over(self, engine: Engine, fault: type[Exception]) -> None:
        """Listen to the engine, whose driver raises ``fault`` where a statement fails."""

        @event.listens_for(engine, "do_connect")
        def _wait(*_: Any) -> None:
            if getattr(self._this_thread, "closes_idle", False):
                raise _NoneIdleError
            looks = round(DRAINING_SECONDS / LOOK_EVERY)
            while self._due:
                self._close_idle(engine)
                with self._changed:
                    if self._open and not self._changed.wait(LOOK_EVERY):
                        looks -= 1  # one that nobody closes goes without a word
                    self._due = self._due and bool(self._open) and looks > 0

        @event.listens_for(engine, "connect")
        def _opened(connection: Any, _record: ConnectionPoolEntry) -> None:
            with self._changed:
                self._open.add(connection)

        @event.listens_for(engine, "checkin")
        def _came_back(_connection: Any, record: ConnectionPoolEntry) -> None:
            if self._due:
                record.invalidate()

        @event.listens_for(engine, "handle_error")
        def _failed(context: ExceptionContext) -> None:
            told = str(context.original_exception)
            if isinstance(context.original_exception, fault) and "locked" not in told:
                context.is_disconnect = True
                context.invalidate_pool_on_disconnect = False
                self._due = self._due or "readonly" in told

    def closed(self, connection: Any) -> None:
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()

    def _close_idle(self, engine: Engine) -> None:
        """Those that wait in the pool: it would hand them out, and could not tell that they are of no use."""
        self._this_thread.closes_idle = True
        try:
            for _ in range(engine.pool.checkedin()):  # type: ignore[attr-defined]
                with suppress(_NoneIdleError):
                    engine.pool.connect().invalidate()
        finally:
            self._this_thread.closes_idle = False


class _NoneIdleError(Exception):
    """The pool has only places for connections left."""


def sqlite_module() -> Any:
    """The newest SQLite that is installed; one process never opens a file with two of them."""
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether several processes may share a WAL file with this version of SQLite."""
    carried = any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIX_WAS_CARRIED_TO)
    return carried or version >= WAL_IS_SAFE_FROM
