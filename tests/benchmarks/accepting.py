"""A batch of 10,000 over HTTP, taken in and cancelled at work: ``python -m tests.benchmarks.accepting [items]``."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import requests

from tests.benchmarks import prose
from tests.torture.service import Service, postgresql, wait_for

SENTENCES = 25


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/x.sqlite3"
        return
    with postgresql(folder) as server:
        server.execute("CREATE DATABASE accepting")
        yield server.url("accepting")


def measure(kind: str, body: bytes, count: int) -> str:
    """How long it took until the 202, and until nothing of the batch was done any more."""
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
        service = Service(url, Path(folder))
        service.start()
        try:
            wait_for("the service is ready", service.answers)
            started = time.perf_counter()
            headers = {"Content-Type": "application/json"}
            made = requests.post(f"{service.address}/batches", data=body, headers=headers, timeout=120)
            accepted = time.perf_counter() - started
            assert (made.status_code, made.json()["total"]) == (202, count), made.text
            place = service.address + made.headers["Location"]
            wait_for("the batch is at work", lambda: requests.get(place, timeout=30).json()["counts"]["done"] > 0)
            started = time.perf_counter()
            ended = requests.delete(place, timeout=30).json()
            cancelled = time.perf_counter() - started
            time.sleep(3)
            later = requests.get(place, timeout=30).json()
            assert (ended["state"], later["counts"]) == ("cancelled", ended["counts"]), (ended, later)
        finally:
            service.stop()
    done, rest = ended["counts"]["done"], ended["counts"]["cancelled"]
    return f"| {kind} | {accepted:.2f} s | {cancelled:.2f} s | {done} | {rest} |"


def main(count: int) -> None:
    articles = [prose.article(SENTENCES, seed=seed) for seed in range(500)]
    texts = [f"{articles[number % 500]} Number {number}." for number in range(count)]
    body = orjson.dumps({"items": [{"id": f"n{number}", "text": text} for number, text in enumerate(texts)]})
    print(f"{count:,} items, {len(body) / 1e6:.1f} MB", flush=True)
    print("| database | taken in | cancelled | done before | cancelled items |\n| --- | --- | --- | --- | --- |")
    for kind in ("sqlite", "postgresql"):
        print(measure(kind, body, count), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
