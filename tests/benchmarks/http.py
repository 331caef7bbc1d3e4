"""Requests a second over HTTP: ours, the same gunicorn echoing JSON, and the naive service.

    python -m tests.benchmarks.http

All are served by the same gunicorn with the same workers and asked in turn, in one run, for invented
articles in the proportions of news. What counts is the time of the processors that the server's workers
took for a request, read from the kernel: it does not hang on the client, which runs on the same machine.
Requests a second are printed beside it.
"""

import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO

from tests.benchmarks.prose import article
from tests.conftest import PROJECT

SENTENCES = 25
ARTICLES = 64  # different ones, so that nothing hangs on one text
CLIENTS = 4
SECONDS = 2.5
ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Target:
    name: str
    application: str
    path: str


TARGETS = (
    Target("echo", "tests.benchmarks.echoing:app", "/echo"),
    Target("standfirst", "tests.benchmarks.echoing:app", "/summarise"),
    Target("naive", "tests.benchmarks.naive:app", "/summarise"),
)


@contextlib.contextmanager
def served(application: str, database_url: str) -> Iterator[tuple[int, int]]:
    """Port and process id of a gunicorn with the settings of ours."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **os.environ,
        "STANDFIRST_BIND": f"127.0.0.1:{port}",
        "STANDFIRST_DATABASE_URL": database_url,
        "STANDFIRST_LOG_LEVEL": "warning",
    }
    if application.startswith("tests.benchmarks.naive"):
        settings = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "16"]
        command = [*settings, "--preload", "--keep-alive", "5", "--no-control-socket", application]
    else:
        command = ["--config", "config/gunicorn.py", application]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *command], cwd=PROJECT, env=environ, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def children(parent: int) -> list[int]:
    """The processes that this one started."""
    return [*map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]


def children_seconds(parent: int) -> float:
    """Processor time, user and system, that all processes below this one have used."""
    total = 0.0
    for pid in children(parent):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS + children_seconds(pid)
    return total


def exchange(connection: socket.socket, answers: BinaryIO, message: bytes) -> int:
    """Send a request, read its answer to the end, and give its status."""
    connection.sendall(message)
    status = answers.readline()
    length = 0
    while (line := answers.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    answers.read(length)
    return int(status.split()[1])


def ask(port: int, messages: Sequence[bytes], first: int, until: float, counts: list[int]) -> None:
    """Send one request after another over one kept connection until the time is up."""
    count = 0
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        for message in islice(cycle(messages), first, None):
            if time.monotonic() >= until:
                break
            assert exchange(connection, answers, message) == HTTPStatus.OK
            count += 1
    counts.append(count)


def request(path: str, text: str, *, store: bool = False) -> bytes:
    body = json.dumps({"text": text, "store": store}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def measure(port: int, pid: int, messages: Sequence[bytes]) -> tuple[float, float]:
    """Milliseconds of processor time a request, and requests a second."""
    counts: list[int] = []
    before, started = children_seconds(pid), time.monotonic()
    clients = [
        threading.Thread(target=ask, args=(port, messages, client * 16, started + SECONDS, counts))
        for client in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return (children_seconds(pid) - before) / sum(counts) * 1000, sum(counts) / (time.monotonic() - started)


def main() -> None:
    texts = [article(SENTENCES, seed=number) for number in range(ARTICLES)]
    length = round(statistics.mean(map(len, texts)))
    rows: dict[str, list[tuple[float, float]]] = {target.name: [] for target in TARGETS}
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        servers = {
            application: stack.enter_context(served(application, f"sqlite:///{name}/bench.sqlite3"))
            for application in dict.fromkeys(target.application for target in TARGETS)
        }
        time.sleep(2)
        for number in range(ROUNDS + 1):
            for target in TARGETS:
                figures = measure(*servers[target.application], [request(target.path, text) for text in texts])
                if number:  # the first round only warms up
                    rows[target.name].append(figures)
    print(
        f"POST of {ARTICLES} articles of {SENTENCES} sentences, {length} characters in the mean, store: false; medians"
    )
    print("naive: Flask + sumy LexRank, punkt untrained where NLTK's data is absent; the same gunicorn and threads")
    cost = {name: statistics.median(row[0] for row in figures) for name, figures in rows.items()}
    rate = {name: statistics.median(row[1] for row in figures) for name, figures in rows.items()}
    for name in rows:
        print(f"  {name:<12} {cost[name]:8.3f} ms of processor a request {rate[name]:8.0f} requests a second")
    print(f"  standfirst / echo   {cost['standfirst'] / cost['echo']:6.2f}   (at most 3)")
    print(f"  naive / standfirst  {cost['naive'] / cost['standfirst']:6.2f}   (at least 10)")
    print(f"  throughput: standfirst / naive {rate['standfirst'] / rate['naive']:.2f}")


if __name__ == "__main__":
    main()
