"""Articles summed up for the first time, and the same answered from the store, over HTTP.

    python -m tests.benchmarks.store

In each round new articles are sent and then the same again, to gunicorn on SQLite and on PostgreSQL. The processor time
is that of the server's workers, read from the kernel; what PostgreSQL itself takes is not in it.
"""

import contextlib
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from http import HTTPStatus

from tests.benchmarks.http import CLIENTS, children_seconds, exchange, request, served
from tests.benchmarks.prose import article
from tests.conftest import postgresql, temporary_database

SENTENCES = 25
ARTICLES = 200  # a round
ROUNDS = 5


def send(port: int, messages: Sequence[bytes], wanted: HTTPStatus) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        for message in messages:
            status = exchange(connection, answers, message)
            assert status == wanted, status


def measure(port: int, pid: int, messages: Sequence[bytes], wanted: HTTPStatus) -> tuple[float, float]:
    """Milliseconds of processor time a request, and requests a second."""
    before, started = children_seconds(pid), time.monotonic()
    clients = [threading.Thread(target=send, args=(port, messages[first::CLIENTS], wanted)) for first in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.monotonic() - started
    return (children_seconds(pid) - before) / len(messages) * 1000, len(messages) / seconds


@contextlib.contextmanager
def databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        urls = {"sqlite": f"sqlite:///{folder}/bench.sqlite3"}
        try:
            server = stack.enter_context(postgresql())
            urls["postgresql"] = stack.enter_context(temporary_database(server, template="template1"))
        except ImportError:
            sys.stderr.write("PostgreSQL is NOT measured: there is none.\n")
        yield urls


def main() -> None:
    print(f"POST of {ARTICLES} new articles of {SENTENCES} sentences, then of the same; medians of {ROUNDS} rounds")
    with databases() as urls:
        for name, url in urls.items():
            first, again = [], []
            with served("service.wsgi:app", url) as (port, pid):
                time.sleep(2)
                for number in range(ROUNDS + 1):
                    seeds = range(number * ARTICLES, (number + 1) * ARTICLES)
                    messages = [request("/summarise", article(SENTENCES, seed=seed), store=True) for seed in seeds]
                    rows = [measure(port, pid, messages, status) for status in (HTTPStatus.CREATED, HTTPStatus.OK)]
                    if number:  # the first round only warms up
                        first.append(rows[0])
                        again.append(rows[1])
            for what, figures in (("first time", first), ("from the store", again)):
                cost, rate = (statistics.median(column) for column in zip(*figures, strict=True))
                print(f"  {name:<11} {what:<15} {cost:7.2f} ms of processor a request {rate:7.0f} requests a second")
            ratios = [[new[0] / old[0], old[1] / new[1]] for new, old in zip(first, again, strict=True)]
            cost, rate = (statistics.median(column) for column in zip(*ratios, strict=True))
            print(f"  {name:<11} {cost:.1f} times the processor time, {rate:.1f} times the rate (at least 5)")


if __name__ == "__main__":
    main()
