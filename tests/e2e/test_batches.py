"""Batches as they are run: workers beside the web, killed and replaced."""

import json
import os
import signal
import time
from pathlib import Path

import requests

from tests.articles import FERRY
from tests.e2e.test_service import running

# Short, so that what a killed worker held goes to another soon.
IMPATIENT = {"STANDFIRST_JOB_LEASE": "1"}


def post(address: str, count: int) -> str:
    items = [{"id": f"n{number}", "text": f"Crate {number} arrived. {FERRY}"} for number in range(count)]
    made = requests.post(f"{address}/batches", json={"items": items}, timeout=30)
    assert made.status_code == 202
    return address + made.headers["Location"]


def until_finished(place: str) -> dict:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        batch = requests.get(place, timeout=30).json()
        if batch["finished_at"]:
            return batch
        time.sleep(0.1)
    raise AssertionError(batch)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def eventually(holds) -> bool:
    """Whether it comes to hold within a time that no machine needs."""
    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def results(place: str) -> list[dict]:
    return [json.loads(line) for line in requests.get(f"{place}/results", timeout=30).text.splitlines()]


def test_a_batch_is_worked_off_beside_the_web_with_nothing_to_configure(empty_database_url):
    with running(empty_database_url) as (address, _):
        place = post(address, 40)
        batch = until_finished(place)
        found = results(place)

    assert batch["counts"]["done"] == 40
    assert [line["id"] for line in found] == [f"n{number}" for number in range(40)]


def test_every_process_may_be_killed_once_and_every_item_is_done_once(empty_database_url):
    with running(empty_database_url, **IMPATIENT) as (address, process):
        place = post(address, 200)
        workers = children(process.pid)
        for victim in [engine for worker in workers for engine in children(worker)] + workers:
            os.kill(victim, signal.SIGKILL)
            time.sleep(0.2)
        batch = until_finished(place)
        summaries = [line["summary"]["id"] for line in results(place)]

    assert batch["counts"]["done"] == 200
    assert len(set(summaries)) == 200


def test_a_batch_goes_on_by_itself_after_a_restart_of_everything(empty_database_url):
    with running(empty_database_url, **IMPATIENT) as (address, process):
        path = post(address, 200).removeprefix(address)
        processes = [process.pid, *children(process.pid)]
        for victim in processes:
            os.kill(victim, signal.SIGKILL)

    with running(empty_database_url, **IMPATIENT) as (address, _):
        batch = until_finished(address + path)

    assert batch["counts"]["done"] == 200


def test_a_stop_gives_jobs_back_and_leaves_no_process_behind(empty_database_url):
    with running(empty_database_url, STANDFIRST_JOB_LEASE="600") as (address, process):
        path = post(address, 300).removeprefix(address)
        workers = children(process.pid)
        everyone = [process.pid, *workers, *[engine for worker in workers for engine in children(worker)]]
        process.terminate()
        process.wait(30)
        assert eventually(lambda: not [one for one in everyone if Path(f"/proc/{one}").exists()])

    with running(empty_database_url, STANDFIRST_JOB_LEASE="600") as (address, _):
        batch = until_finished(address + path)

    assert batch["counts"]["done"] == 300


def test_without_workers_here_a_batch_waits(tmp_path):
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    with running(url, STANDFIRST_BATCH_WORKERS="0") as (address, process):
        place = post(address, 3)
        assert eventually(lambda: len(children(process.pid)) == 2)
        assert requests.get(place, timeout=30).json()["state"] == "queued"
