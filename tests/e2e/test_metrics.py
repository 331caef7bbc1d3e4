"""The counts of all workers of one service, added up."""

import os
import signal
import subprocess
from pathlib import Path

import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.articles import FERRY
from tests.e2e.test_service import running

ANSWERED = ("standfirst_requests_total", "/summarise")


def counts(address: str) -> dict[tuple[str, str], float]:
    """Sums by name and route."""
    told: dict[tuple[str, str], float] = {}
    for family in text_string_to_metric_families(requests.get(f"{address}/metrics", timeout=10).text):
        for sample in family.samples:
            key = (sample.name, sample.labels.get("route", ""))
            told[key] = told.get(key, 0) + sample.value
    return told


def children(process: subprocess.Popen) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
    )
    return [int(line) for line in listed.stdout.split()]


def summarise(address: str, times: int) -> None:
    for _ in range(times):
        answer = requests.post(f"{address}/summarise", json={"text": FERRY, "store": False}, timeout=30)
        assert answer.status_code == 200


def test_workers_that_are_killed_and_replaced_lose_no_count(tmp_path):
    folder = tmp_path / "metrics"
    folder.mkdir()
    with running(f"sqlite:///{tmp_path}/a.sqlite3", PROMETHEUS_MULTIPROC_DIR=str(folder)) as (address, process):
        summarise(address, 10)
        before = sorted(path.name for path in folder.iterdir())
        for _ in range(3):
            for worker in children(process):
                os.kill(worker, signal.SIGKILL)
            summarise_after_restart(address)
        told = counts(address)
        after = sorted(path.name for path in folder.iterdir())

    assert told[ANSWERED] == 13
    assert told["standfirst_requests_at_work", ""] == 1
    assert len(after) <= len(before) + 6  # each worker may have come to a kind of file later
    assert {name.rsplit("_", 1)[1] for name in after} <= {"parent.db", *(f"worker-{number}.db" for number in range(4))}


def summarise_after_restart(address: str) -> None:
    """One summary, once there is a worker to make it."""
    for _ in range(100):
        try:
            summarise(address, 1)
        except requests.ConnectionError:
            continue
        return
    raise AssertionError("no worker came back")


def test_the_folder_of_the_counts_goes_with_the_service(tmp_path):
    with running(f"sqlite:///{tmp_path}/a.sqlite3") as (address, process):
        summarise(address, 1)
        mapped = "".join(Path(f"/proc/{pid}/maps").read_text() for pid in [process.pid, *children(process)])
        folders = {
            Path(line[line.index("/") :]).parent for line in mapped.splitlines() if "standfirst-metrics-" in line
        }
        assert all(folder.is_dir() for folder in folders)

    assert len(folders) == 1
    assert not any(folder.exists() for folder in folders)
