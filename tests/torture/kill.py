"""kill -9 of a worker, of all of gunicorn and of PostgreSQL, under load: is every 201 there afterwards?

``python -m tests.torture.kill [--rounds 20] [--database sqlite] [--victim worker]``
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.torture.load import BROKEN, Load, halves, lost
from tests.torture.service import Service, postgresql, wait_for

# Answers of 201 between two kills, at least.
BETWEEN = 20
VICTIMS = {"sqlite": ("worker", "gunicorn"), "postgresql": ("worker", "gunicorn", "postgresql")}
HEAD = "| database | killed | times | 201 | lost | half written | 503 | broken off | other 5xx | slowest return |"


@dataclass(frozen=True)
class Outcome:
    """What became of the promises."""

    database: str
    victim: str
    kills: int
    promised: int
    lost: int
    halves: int
    refused: int
    broken: int
    wrong: list[str]
    slowest: float

    @property
    def is_good(self) -> bool:
        return self.promised > 0 and not (self.lost or self.halves or self.wrong)

    def row(self) -> str:
        return (
            f"| {self.database} | {self.victim} | {self.kills} | {self.promised} | {self.lost} | {self.halves} | "
            f"{self.refused} | {self.broken} | {len(self.wrong)} | {self.slowest:.1f} s |"
        )


@contextmanager
def _parts(database: str, folder: Path) -> Iterator[tuple[Service, object]]:
    if database == "sqlite":
        service = Service(f"sqlite:///{folder}/x.sqlite3", folder)
        service.start()
        yield service, None
        service.stop()
        return
    with postgresql(folder) as server:
        server.execute("CREATE DATABASE torture")
        service = Service(server.url("torture"), folder)
        service.start()
        yield service, server
        service.stop()


def torture(database: str, victim: str, rounds: int, *, progress: bool = False) -> Outcome:
    """Kill the victim so many times under load; each time at a moment that is drawn."""
    moments, slowest = random.Random(f"{database} {victim}"), 0.0
    with tempfile.TemporaryDirectory() as folder, _parts(database, Path(folder)) as (service, server):
        wait_for("the service is ready", service.answers)
        with Load(service.address) as load:
            for done in range(1, rounds + 1):
                _until_promised(load, BETWEEN + moments.randrange(BETWEEN))
                slowest = max(slowest, _kill(victim, service, server, load))
                if progress:
                    print(f"  {database}, {victim}: {done} of {rounds}, {len(load.promised)} promised", flush=True)
            _until_promised(load, BETWEEN)
        return Outcome(
            database=database,
            victim=victim,
            kills=rounds,
            promised=len(load.promised),
            lost=len(lost(service.address, load.promised)),
            halves=halves(service.address),
            refused=load.answers[503],
            broken=load.answers[BROKEN],
            wrong=load.wrong,
            slowest=slowest,
        )


def _kill(victim: str, service: Service, server: object, load: Load) -> float:
    """Kill it, and start what a service manager would start; seconds from then to the next 201."""
    killed = time.monotonic()
    if victim == "worker":
        service.kill_worker()
    elif victim == "gunicorn":
        service.kill()
        service.start()
    else:
        server.kill()
        server.start()
    _until_promised(load, 1)
    return time.monotonic() - killed


def _until_promised(load: Load, more: int) -> None:
    enough = len(load.promised) + more
    wait_for(f"{more} more answers of 201", lambda: len(load.promised) >= enough)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=VICTIMS, action="append")
    parser.add_argument("--victim", choices=VICTIMS["postgresql"], action="append")
    given = parser.parse_args()
    outcomes = [
        torture(database, victim, given.rounds, progress=True)
        for database, victims in VICTIMS.items()
        for victim in victims
        if database in (given.database or VICTIMS) and victim in (given.victim or victims)
    ]
    print("\n".join([HEAD, "| --- " * HEAD.count(" | ") + "| --- |", *(outcome.row() for outcome in outcomes)]))
    for outcome in outcomes:
        print(*outcome.wrong[:5], sep="\n")
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
