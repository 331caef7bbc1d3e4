"""kill -9 of the workers, the broker, PostgreSQL and all at once during a batch: is every item done, and done once?

``python -m tests.torture.batches [--items 300] [--kills 20] [--others 5] [--everything 2] [--database sqlite]
[--broker redis]``
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from tests.benchmarks import prose
from tests.e2e.brokers import broker
from tests.torture.load import everything
from tests.torture.service import Service, Workers, postgresql, wait_for

DATABASES = ("sqlite", "postgresql")
BROKERS = ("none", "redis", "rabbitmq")
SENTENCES = 25
VICTIMS = ("workers", "broker", "postgresql", "everything")
# What a killed worker held goes to another soon, and two are at work.
SETTINGS = {"STANDFIRST_JOB_LEASE": "2", "STANDFIRST_BATCH_WORKERS": "2"}
# Seconds after a sign of progress within which the next kill comes.
SOON = 0.5
HEAD = (
    "| database | broker | items | done | failed | twice | lost | backwards | kills: workers / broker / PostgreSQL "
    "/ everything | seconds |"
)
# What a job that has ended must not have any more, and how many have ended in which way.
HELD = "SELECT count(*) FROM jobs WHERE token IS NOT NULL OR due IS NOT NULL OR item IS NOT NULL"
ENDED = "SELECT count(*) FROM jobs WHERE state = 'done'"


@dataclass(frozen=True)
class Outcome:
    """What became of the items."""

    database: str
    broker: str
    items: int
    done: int
    failed: int
    twice: int
    lost: int
    backwards: int
    kills: Mapping[str, int]
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.done == self.items and not (self.failed or self.twice or self.lost or self.backwards)

    def row(self) -> str:
        kills = " / ".join(str(self.kills.get(victim, 0)) for victim in VICTIMS)
        return (
            f"| {self.database} | {self.broker} | {self.items} | {self.done} | {self.failed} | {self.twice} | "
            f"{self.lost} | {self.backwards} | {kills} | {self.seconds:.0f} s |"
        )


@dataclass(frozen=True)
class Stage:
    """A service with its workers, what can be killed of it, and a way to ask its database."""

    address: str
    kill: Mapping[str, Callable[[], None]]
    count: Callable[[str], int]


class Client:
    """Posts batches, and follows how far they are."""

    def __init__(self, address: str, size: int) -> None:
        self._address = address
        self._size = size
        self.paths: list[str] = []
        self.backwards = 0
        self._ended = 0

    def post(self) -> None:
        """One more batch; sent until it is answered, and stored once."""
        first = len(self.paths) * self._size
        items = [{"id": f"n{number}", "text": _text(number)} for number in range(first, first + self._size)]
        key = {"Idempotency-Key": f"batch-{first}"}
        made = self._until_answered(
            lambda: requests.post(f"{self._address}/batches", json={"items": items}, headers=key, timeout=60)
        )
        self.paths.append(made.headers["Location"])
        self._ended = 0

    def batch(self, path: str) -> dict[str, Any]:
        return self._until_answered(lambda: requests.get(self._address + path, timeout=30)).json()

    def moves(self) -> None:
        """Wait until one more item of the newest batch has ended, or of the next one where all have."""
        before = self._ended
        if self.look()["finished_at"]:
            self.post()
            before = 0
        self._moves_or_ends(before)

    def _moves_or_ends(self, before: int) -> None:
        wait_for("progress", lambda: self.look()["finished_at"] or self._ended > before)

    def finish(self) -> None:
        """Wait until every batch has ended; each item may take its time."""
        while not self.look()["finished_at"]:
            self._moves_or_ends(self._ended)

    def look(self) -> dict[str, Any]:
        """The newest batch."""
        batch = self.batch(self.paths[-1])
        ended = sum(batch["counts"][state] for state in ("done", "failed", "cancelled"))
        self.backwards += ended < self._ended
        self._ended = ended
        return batch

    def results(self, path: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self._address}{path}/results", timeout=60)
        return [json.loads(line) for line in answer.text.splitlines()]

    def _until_answered(self, ask: Callable[[], requests.Response]) -> requests.Response:
        answers: list[requests.Response] = []

        def is_answered() -> bool:
            try:
                answer = ask()
            except requests.RequestException:
                return False
            answers.append(answer)
            assert answer.status_code in {200, 202, 409, 503}, answer.text
            return answer.ok

        wait_for("an answer", is_answered)
        return answers[-1]


def _text(number: int) -> str:
    """An article that no other number has."""
    return f"{prose.article(SENTENCES, seed=number)} This was number {number}."


@contextmanager
def _told_in_failure(log: Path) -> Iterator[None]:
    """Show how the log ends where the torture does not come to its end: the folder is gone then."""
    try:
        yield
    except AssertionError:
        _tell_end_of(log)
        raise


def _tell_end_of(log: Path) -> None:
    print(*log.read_text().splitlines()[-200:], sep="\n", file=sys.stderr)


def _restart(parts: Sequence[Any]) -> None:
    """Kill all of them, and only then start one after the other."""
    for part in parts:
        part.kill()
    for part in parts:
        part.start()


@contextmanager
def _stage(database: str, kind: str, folder: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        settings, kill, parts = dict(SETTINGS), {}, []
        url = f"sqlite:///{folder}/x.sqlite3"
        if database == "postgresql":
            server = stack.enter_context(postgresql(folder))
            server.execute("CREATE DATABASE torture")
            url = server.url("torture")
            kill["postgresql"] = lambda: _restart([server])
            parts.append(server)
        if kind != "none":
            place = folder / "broker"
            place.mkdir()
            told = stack.enter_context(broker(kind, place))
            settings["STANDFIRST_BROKER_URL"] = told.url
            kill["broker"] = lambda: _restart([told])
            parts.append(told)
        service = Service(url, folder, **settings)
        service.start()
        stack.callback(service.stop)
        stack.enter_context(_told_in_failure(service.log))
        wait_for("the service is ready", service.answers)
        parts.append(service)
        working = service
        if kind != "none":
            working = Workers(url, folder, **settings)
            working.start()
            stack.callback(working.kill)
            parts.append(working)
        kill["workers"] = working.kill_workers
        kill["everything"] = lambda: _restart(parts)
        asked = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))

        def count(question: str) -> int:
            with asked.connect() as connection:
                return connection.execute(text(question)).scalar_one()

        yield Stage(service.address, kill, count)
        asked.dispose()


def torture(database: str, kind: str, kills: Mapping[str, int], size: int, *, progress: bool = False) -> Outcome:
    """Kill each victim so many times while batches of so many items are worked off, each at a moment that is drawn."""
    draw = random.Random(f"{database} {kind}")
    with tempfile.TemporaryDirectory() as folder, _stage(database, kind, Path(folder)) as stage:
        started = time.monotonic()
        done = {victim: kills[victim] for victim in stage.kill}
        victims = [victim for victim, times in done.items() for _ in range(times)]
        draw.shuffle(victims)
        client = Client(stage.address, size)
        client.post()
        for number, victim in enumerate(victims, 1):
            client.moves()
            time.sleep(SOON * draw.random())
            stage.kill[victim]()
            if progress:
                where = f"{len(client.paths)} batches, {time.monotonic() - started:.0f} s"
                print(f"  {database}, {kind}: {victim} killed, {number} of {len(victims)}; {where}", file=sys.stderr)
        client.finish()
        seconds = time.monotonic() - started
        outcome = _judged(stage, client, size, database=database, broker=kind, kills=done, seconds=seconds)
        if not outcome.is_good:
            _tell_end_of(Path(folder) / "service.log")
        return outcome


def _judged(stage: Stage, client: Client, size: int, **known: Any) -> Outcome:
    """Ask for everything that the service and its database have to say."""
    items = size * len(client.paths)
    batches = [client.batch(path) for path in client.paths]
    lines = [line for path in client.paths for line in client.results(path)]
    names = {line["id"] for line in lines if line["status"] == "done"}
    summaries = [line["summary"]["id"] for line in lines if line["status"] == "done" and line["summary"]]
    stored = {summary["id"] for summary in everything(stage.address, "/summaries")}
    counted = sum(batch["counts"]["done"] for batch in batches)
    failed = sum(batch["counts"]["failed"] for batch in batches)
    wanted = {f"n{number}" for number in range(items)}
    # Counted more often than it ended, still held though it ended, or stored beside the one that the results name.
    twice = abs(counted - stage.count(ENDED)) + stage.count(HELD) + len(stored - set(summaries))
    twice += len(lines) - len({line["id"] for line in lines}) + len(summaries) - len(set(summaries))
    lost = len(wanted - {line["id"] for line in lines}) + len(names) - len(stored & set(summaries))
    first: dict[str, str] = {}
    for line in lines:
        if line["status"] != "done":
            print(f"  {line['id']}: {line['problem']}", file=sys.stderr)
        elif first.setdefault(line["summary"]["id"], line["id"]) != line["id"]:
            print(f"  {line['id']} has the summary of {first[line['summary']['id']]}", file=sys.stderr)
    for identifier in stored ^ set(summaries):
        print(f"  stored or named, but not both: summary {identifier}", file=sys.stderr)
    return Outcome(
        items=items, done=counted, failed=failed, twice=twice, lost=lost, **known, backwards=client.backwards
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=300, help="of one batch; another follows while there is to kill")
    parser.add_argument("--kills", type=int, default=20, help="of every worker with its engine")
    parser.add_argument("--others", type=int, default=5, help="of the broker, and of PostgreSQL")
    parser.add_argument(
        "--everything", type=int, default=2, help="of the server, workers, broker and PostgreSQL at once"
    )
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--broker", choices=BROKERS, action="append")
    given = parser.parse_args()
    others = {"broker": given.others, "postgresql": given.others}
    kills = {"workers": given.kills, **others, "everything": given.everything}
    outcomes = []
    print("\n".join([HEAD, "| --- " * (HEAD.count(" | ") + 1) + "|"]))
    for database in given.database or DATABASES:
        for kind in given.broker or BROKERS:
            try:
                outcome = torture(database, kind, kills, given.items, progress=True)
            except pytest.skip.Exception as reason:  # of a broker that is not installed
                print(f"  {database}, {kind}: {reason}", file=sys.stderr)
                continue
            print(outcome.row(), flush=True)
            outcomes.append(outcome)
    return 0 if outcomes and all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
