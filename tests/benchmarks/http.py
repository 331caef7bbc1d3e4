"""Requests a second over HTTP: ours, the same gunicorn echoing JSON, and the naive service.

    python -m tests.benchmarks.http

All are served by the same gunicorn with the same workers and asked in turn, in one run. What counts
is the time of the processors that the server's workers took for a request, read from the kernel: it
does not hang on the client, which runs on the same machine. Requests a second are printed beside it.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJECT

CLIENTS = 4
SECONDS = 2.5
ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")

SUBJECTS = ("The harbour council", "A fisherman", "The new bridge", "Every second boat", "The island school")
VERBS = ("voted against", "waited for", "was paid by", "lost sight of", "depends on")
OBJECTS = ("the ferry company", "a public inquiry", "the winter storms", "cheaper fuel", "the mainland market")


def article(sentences: int) -> str:
    """News-like prose: each sentence some twenty words, in paragraphs of three."""
    lines = [
        f"{SUBJECTS[n % 5]} {VERBS[(n // 5) % 5]} {OBJECTS[(n * 3) % 5]} for the {n + 2}th time this year, and nobody "
        f"in the town of {('Holm', 'Vik', 'Sund')[n % 3]} could say what the county would do about it."
        for n in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, sentences, 3))


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
def served(application: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process id of a gunicorn with the settings of ours."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **os.environ,
        "STANDFIRST_BIND": f"127.0.0.1:{port}",
        "STANDFIRST_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
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


def children_seconds(parent: int) -> float:
    """Processor time, user and system, that all processes below this one have used."""
    total = 0.0
    for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS + children_seconds(int(pid))
    return total


def ask(port: int, message: bytes, until: float, counts: list[int]) -> None:
    """Send the same request over one kept connection until the time is up."""
    count = 0
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        while time.monotonic() < until:
            connection.sendall(message)
            status = answers.readline()
            assert status.startswith(b"HTTP/1.1 200"), status
            length = 0
            while (line := answers.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)
            count += 1
    counts.append(count)


def measure(port: int, pid: int, path: str, body: bytes) -> tuple[float, float]:
    """Milliseconds of processor time a request, and requests a second."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    counts: list[int] = []
    before, started = children_seconds(pid), time.monotonic()
    clients = [
        threading.Thread(target=ask, args=(port, head.encode() + body, started + SECONDS, counts))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return (children_seconds(pid) - before) / sum(counts) * 1000, sum(counts) / (time.monotonic() - started)


def main() -> None:
    body = {"text": article(25), "store": False}
    encoded = json.dumps(body).encode()
    rows: dict[str, list[tuple[float, float]]] = {target.name: [] for target in TARGETS}
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        servers = {
            application: stack.enter_context(served(application, Path(name)))
            for application in dict.fromkeys(target.application for target in TARGETS)
        }
        time.sleep(2)
        for number in range(ROUNDS + 1):
            for target in TARGETS:
                figures = measure(*servers[target.application], target.path, encoded)
                if number:  # the first round only warms up
                    rows[target.name].append(figures)
    print(f"POST of a {len(body['text'])}-character article of 25 sentences, store: false; medians of {ROUNDS} rounds")
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
