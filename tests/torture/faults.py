"""A disk that is full, a database that is read-only, locked or gone, under load: what do clients hear, what is left?

``python -m tests.torture.faults [--seconds 30] [--fault disk-full] [--database sqlite]``
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import requests

from service.storage.sqlite import sqlite_module
from tests.torture.load import BROKEN, Load, halves, is_deliberate, lost
from tests.torture.service import PostgreSQL, Service, postgresql, wait_for

BEFORE = AFTER = 20  # answers of 201
DISK = "64m"
HEAD = (
    "| database | fault | lasted | 201 before | 201 meanwhile | 503 | broken off | other 5xx | reads 200 / 503 | "
    "live | back after | lost | half written | workers restarted |"
)


class CannotHappenHereError(Exception):
    """This machine does not allow what the fault needs."""


@dataclass(frozen=True)
class Stage:
    """A service on a database to which a fault can be done."""

    service: Service
    begin: Callable[[], None]
    end: Callable[[], None]
    calm: bool = False  # whether the fault can only begin between requests


@dataclass(frozen=True)
class Outcome:
    """What clients heard, and what was left."""

    database: str
    fault: str
    lasted: float
    before: int
    meanwhile: int
    refused: int
    broken: int
    wrong: list[str]
    reads: dict[int, int]
    lively: bool
    back_after: float
    lost: int
    halves: int
    restarted: bool

    @property
    def is_good(self) -> bool:
        silent = not (self.broken or self.wrong or self.lost or self.halves or self.restarted)
        return silent and self.lively and self.refused > 0 and not set(self.reads) - {200, 503}

    def row(self) -> str:
        reads = f"{self.reads.get(200, 0)} / {self.reads.get(503, 0)}"
        return (
            f"| {self.database} | {self.fault} | {self.lasted:.0f} s | {self.before} | {self.meanwhile} | "
            f"{self.refused} | {self.broken} | {len(self.wrong)} | {reads} | "
            f"{'always' if self.lively else 'NO'} | {self.back_after:.1f} s | {self.lost} | {self.halves} | "
            f"{'YES' if self.restarted else 'none'} |"
        )


def torture(database: str, fault: str, seconds: float) -> Outcome:
    """Let the fault last so long under load, and take it away. Raises ``CannotHappenHereError``."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stage = stack.enter_context(STAGES[database, fault](folder))
        service = stage.service
        stack.callback(service.stop)
        with Load(service.address) as load:
            _until(load, BEFORE)
            with load.calm() if stage.calm else nullcontext():
                stage.begin()
            workers, before = service.workers(), len(load.promised)
            began = time.monotonic()
            reads, lively = _watch(service, load, seconds)
            lasted, meanwhile = time.monotonic() - began, len(load.promised) - before
            stage.end()
            ended = time.monotonic()
            _until(load, 1)
            back_after = time.monotonic() - ended
            _until(load, AFTER)
        return Outcome(
            database=database,
            fault=fault,
            lasted=lasted,
            before=before,
            meanwhile=meanwhile,
            refused=load.answers[503],
            broken=load.answers[BROKEN],
            wrong=load.wrong,
            reads=reads,
            lively=lively,
            back_after=back_after,
            lost=len(lost(service.address, load.promised)),
            halves=halves(service.address),
            restarted=not workers <= service.workers(),
        )


def _until(load: Load, more: int) -> None:
    enough = len(load.promised) + more
    wait_for(f"{more} answers of 201", lambda: len(load.promised) >= enough)


def _watch(service: Service, load: Load, seconds: float) -> tuple[dict[int, int], bool]:
    """While the fault lasts, and until it was felt: how reads are answered, and whether it says that it lives."""
    session, reads, lively = requests.Session(), {}, True
    until, latest = time.monotonic() + seconds, time.monotonic() + 10 * seconds + 60
    known = next(iter(load.promised))
    while time.monotonic() < until or (not load.answers[503] and time.monotonic() < latest):
        answer = session.get(f"{service.address}/summaries/{known}", timeout=60)
        if answer.ok or is_deliberate(answer):
            reads[answer.status_code] = reads.get(answer.status_code, 0) + 1
        else:
            load.wrong.append(f"read: {answer.status_code} {answer.text[:200]}")
        lively = lively and session.get(f"{service.address}/health/live", timeout=10).ok
        time.sleep(0.1)
    return reads, lively


def _started(url: str, folder: Path, **settings: str) -> Service:
    service = Service(url, folder, **settings)
    service.start()
    wait_for("the service is ready", service.answers)
    return service


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own, in memory."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", place]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        raise CannotHappenHereError("a small file system cannot be mounted here (that takes root)")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def _fill(place: Path) -> None:
    """Leave not a byte."""
    piece = bytes(65_536)
    with (place / "ballast").open("wb", buffering=0) as ballast:
        while len(piece) > 1:
            try:
                ballast.write(piece)
            except OSError:
                piece = piece[: len(piece) // 2]


@contextmanager
def _sqlite_disk_full(folder: Path) -> Iterator[Stage]:
    with small_disk(folder) as place:
        service = _started(f"sqlite:///{place}/x.sqlite3", folder)
        yield Stage(service, lambda: _fill(place), (place / "ballast").unlink)


@contextmanager
def _sqlite_read_only(folder: Path) -> Iterator[Stage]:
    """The file system turns read-only. What is open for writing would forbid that, so the workers are new by then."""
    with small_disk(folder) as place:
        # Those that work off batches would open the file as soon as they are there.
        service = _started(f"sqlite:///{place}/x.sqlite3", folder, STANDFIRST_BATCH_WORKERS="0")

        def remount(how: str) -> None:
            subprocess.run(["mount", "-o", f"remount,{how}", place], check=True)

        def begin() -> None:
            for _ in service.workers():
                service.kill_worker()
            remount("ro")
            wait_for("new workers", lambda: service.answers("/health/live"))

        yield Stage(service, begin, lambda: remount("rw"), calm=True)


@contextmanager
def _sqlite_locked(folder: Path) -> Iterator[Stage]:
    file = folder / "x.sqlite3"
    service = _started(f"sqlite:///{file}", folder)
    other = sqlite_module().connect(file, isolation_level=None, timeout=30, check_same_thread=False)
    yield Stage(service, lambda: other.execute("BEGIN EXCLUSIVE"), lambda: other.execute("COMMIT"))
    other.close()


@contextmanager
def _on_postgresql(folder: Path, where: str = "") -> Iterator[tuple[PostgreSQL, Service]]:
    with postgresql(folder) as server:
        if where:
            server.execute(f"CREATE TABLESPACE small LOCATION '{where}'")
        server.execute(f"CREATE DATABASE torture {'TABLESPACE small' if where else ''}")
        yield server, _started(server.url("torture"), folder)


@contextmanager
def _postgresql_disk_full(folder: Path) -> Iterator[Stage]:
    """The disk of the tables; its log is on another, as its manual advises."""
    folder.chmod(0o755)
    with small_disk(folder) as place:
        tables = place / "tables"
        tables.mkdir()
        shutil.chown(tables, "pgserver")
        with _on_postgresql(folder, where=str(tables)) as (_, service):
            yield Stage(service, lambda: _fill(place), (place / "ballast").unlink)


@contextmanager
def _postgresql_read_only(folder: Path) -> Iterator[Stage]:
    """As after a failover: every connection ends, and the next one may only read."""
    with _on_postgresql(folder) as (server, service):

        def turn(how: str) -> None:
            server.execute(f"ALTER DATABASE torture SET default_transaction_read_only = {how}")
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'torture'")

        yield Stage(service, lambda: turn("on"), lambda: turn("off"))


@contextmanager
def _postgresql_locked(folder: Path) -> Iterator[Stage]:
    import psycopg

    with _on_postgresql(folder) as (server, service), psycopg.connect(server.url("torture")) as other:
        yield Stage(service, lambda: other.execute("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE"), other.rollback)


@contextmanager
def _postgresql_gone(folder: Path) -> Iterator[Stage]:
    with _on_postgresql(folder) as (server, service):
        yield Stage(service, server.stop, server.start)


STAGES = {
    ("sqlite", "disk-full"): _sqlite_disk_full,
    ("sqlite", "read-only"): _sqlite_read_only,
    ("sqlite", "locked"): _sqlite_locked,
    ("postgresql", "disk-full"): _postgresql_disk_full,
    ("postgresql", "read-only"): _postgresql_read_only,
    ("postgresql", "locked"): _postgresql_locked,
    ("postgresql", "gone"): _postgresql_gone,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--fault", choices=sorted({fault for _, fault in STAGES}))
    given = parser.parse_args()
    outcomes, left_out = [], []
    for database, fault in STAGES:
        if given.database not in {None, database} or given.fault not in {None, fault}:
            continue
        print(f"  {database}, {fault} …", flush=True)
        try:
            outcomes.append(torture(database, fault, given.seconds))
        except CannotHappenHereError as error:
            left_out.append(f"NOT tried: {database}, {fault}: {error}.")
    print("\n".join([HEAD, "| --- " * (HEAD.count(" | ") + 1) + "|", *(outcome.row() for outcome in outcomes)]))
    print(*left_out, *(line for outcome in outcomes for line in outcome.wrong[:5]), sep="\n")
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
