"""Workers without a web server beside them: by the database alone, and by a broker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
import requests

from service.hints import Hints
from tests.conftest import PROJECT
from tests.e2e.brokers import broker
from tests.e2e.test_batches import IMPATIENT, eventually, post, results, until_finished
from tests.e2e.test_service import running


@contextmanager
def worker(database_url: str, *, log: IO[bytes] | None = None, **settings: str) -> Iterator[subprocess.Popen]:
    """``standfirst worker``, in a process group of its own."""
    environ = {**os.environ, "STANDFIRST_DATABASE_URL": database_url, **settings}
    command = [sys.executable, "-m", "service", "worker"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environ, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """kill -9 of it and all that came of it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(30)


def is_begun(place: str) -> bool:
    return requests.get(place, timeout=30).json()["counts"]["done"] > 0


def test_workers_alone_ask_the_database_and_stop_when_they_are_told_to(empty_database_url):
    with running(empty_database_url, STANDFIRST_BATCH_WORKERS="0") as (address, _):
        place = post(address, 60)
        with worker(empty_database_url, STANDFIRST_BATCH_WORKERS="2", **IMPATIENT) as process:
            batch = until_finished(place)
            process.terminate()
            assert process.wait(30) == 0

    assert batch["counts"]["done"] == 60


@pytest.mark.parametrize("kind", ["redis", "rabbitmq"])
def test_with_a_broker_workers_are_told_and_none_of_its_deaths_loses_an_item(tmp_path, empty_database_url, kind):
    with broker(kind, tmp_path) as running_broker:
        settings = {"STANDFIRST_BROKER_URL": running_broker.url, "STANDFIRST_BATCH_WORKERS": "2", **IMPATIENT}
        with running(empty_database_url, **settings) as (address, _):
            place = post(address, 150)
            assert requests.get(place, timeout=30).json()["state"] == "queued"
            with worker(empty_database_url, **settings) as process:
                assert eventually(lambda: is_begun(place))
                kill(process)
            running_broker.kill()
            late = post(address, 10)  # is accepted, though nobody can be told
            running_broker.start()
            with worker(empty_database_url, **settings):
                ended = [until_finished(place), until_finished(late)]
            summaries = [line["summary"]["id"] for line in results(place)]

    assert [batch["counts"]["done"] for batch in ended] == [150, 10]
    assert len(set(summaries)) == 150


def test_a_worker_waits_for_a_database_that_is_away_and_says_so(tmp_path):
    folder = tmp_path / "not there yet"
    url = f"sqlite:///{folder}/x.sqlite3"
    told = tmp_path / "log"
    with told.open("wb") as log, worker(url, log=log, STANDFIRST_BATCH_WORKERS="1") as process:
        assert eventually(lambda: b"STANDFIRST_DATABASE_URL cannot be used" in told.read_bytes())
        folder.mkdir()
        with running(url, STANDFIRST_BATCH_WORKERS="0") as (address, _):
            batch = until_finished(post(address, 3))
        assert process.poll() is None

    assert batch["counts"]["done"] == 3


@pytest.mark.parametrize("kind", ["redis", "rabbitmq"])
def test_a_broker_that_is_away_is_no_error_and_taken_for_told(tmp_path, kind):
    with broker(kind, tmp_path) as running_broker:
        hints = Hints(running_broker.url)
        empty = hints.are_waiting()
        hints.send("one", count=1)
        told = hints.are_waiting()
        running_broker.kill()
        hints.send("two", count=1)

        assert (empty, told, hints.are_waiting()) == (False, True, True)
        running_broker.start()
