"""More than the service can do, for a bounded time, against a service of its own on loopback.

    python -m tests.torture.overload [seconds of each phase, 20 by default]

Prints, and fails where a promise is broken: goodput and p99 at twice and ten times the best load, the probe
meanwhile, memory over 100,000 requests, and a healthy client beside 200 that send a byte a second.
"""

import http.client
import json
import multiprocessing
import os
import re
import select
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.articles import FERRY
from tests.e2e.test_service import running

BODY = json.dumps({"text": FERRY, "store": False}).encode()
HEADERS = {"Content-Type": "application/json"}
SLOW_CLIENTS = 200
MANY = 100_000
# Between two looks at what is due and what was answered: to wake up for each would take processors from the service.
TICK_SECONDS = 0.001
MOST_OPEN = 500  # connections at once
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"load of the machine before: {os.getloadavg()}")
    with tempfile.TemporaryDirectory() as folder, running(f"sqlite:///{folder}/x.sqlite3") as (address, process):
        workers = _workers(process.pid)
        kept = [
            _load(address, seconds),
            _slow_clients(address, seconds),
            _memory(address, process.pid),
        ]
        same = set(workers) <= set(_workers(process.pid))
        print(f"workers replaced: {'none' if same else 'some'}")
    sys.exit(0 if all(kept) and same else 1)


def _load(address: str, seconds: int) -> bool:
    """Offered load is open: requests are sent on time, whatever becomes of those before."""
    _closed(address, clients=2, seconds=3)  # warm-up
    unloaded = _closed(address, clients=1, seconds=max(seconds // 2, 5))
    best = max((_closed(address, clients=count, seconds=max(seconds // 2, 5)) for count in (2, 4, 8)), key=_rate)
    capacity = _rate(best)
    calm = _p99(unloaded)
    print(f"unloaded: p99 {calm * 1000:.1f} ms; best: {capacity:.0f} answers a second")
    kept = True
    for times, reuse in ((2, True), (10, True), (2, False), (10, False)):
        probes: list[float] = []
        stop = threading.Event()
        prober = threading.Thread(target=_probe, args=(address, stop, probes))
        prober.start()
        taken = time.process_time()
        found = _open_load(address, rate=capacity * times, seconds=seconds, reuse=reuse)
        taken = time.process_time() - taken
        stop.set()
        prober.join()
        share, slowness = _rate(found) / capacity, _p99(found) / calm
        print(
            f"{times}x{'' if reuse else ', each on a connection of its own'}: goodput {share:.0%} of the best, "
            f"p99 {_p99(found) * 1000:.1f} ms ({slowness:.1f}x unloaded), answers {dict(found['statuses'])}, "
            f"probe median {statistics.median(probes) * 1000:.1f} ms, worst {max(probes) * 1000:.1f} ms; "
            f"sent {found['sent']} in {found['seconds']:.1f} s, p99 {found['late_p99'] * 1000:.1f} ms late, "
            f"by {taken / found['seconds']:.2f} processors"
        )
        kept = kept and set(found["statuses"]) <= {200, 503}
        if reuse:
            kept = kept and share >= 0.8 and slowness <= 5
    return kept


def _closed(address: str, *, clients: int, seconds: float) -> dict:
    """Clients that each send the next request when the last was answered."""
    return _in_processes(_closed_client, [(address, seconds)] * clients, seconds)


def _closed_client(address: str, seconds: float) -> tuple[list[float], Counter]:
    times, statuses = [], Counter()
    connection = _connection(address)
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        statuses[_ask(connection)] += 1
        times.append(time.perf_counter() - began)
    return times, statuses


def _open_load(address: str, *, rate: float, seconds: float, reuse: bool = True) -> dict:
    """Each request is sent when it is due, whatever became of those before.

    One thread and no library: what the sender takes of the processors the service cannot have. A connection is used
    again unless the answer said that it is closed, or ``reuse`` is false.
    """
    sender = _Sender(address, reuse=reuse)
    due = began = time.perf_counter()
    end, late = began + seconds, []
    while (now := time.perf_counter()) < end or (sender.asked and now < end + 30):
        sender.hear()
        while due <= now < end and len(sender.asked) < MOST_OPEN:
            late.append(now - due)
            due += 1 / rate
            sender.send()
        time.sleep(max(0.0, TICK_SECONDS - (time.perf_counter() - now)))
    sender.close()
    late.sort()
    return {
        "times": sender.times,
        "statuses": sender.statuses,
        "seconds": seconds,
        "sent": sum(sender.statuses.values()),
        "late_p99": late[int(len(late) * 0.99) - 1],
    }


class _Sender:
    """Ready bytes over sockets; what became of them, and after how long."""

    def __init__(self, address: str, *, reuse: bool) -> None:
        self._reuse = reuse
        self._place = (urlsplit(address).hostname, urlsplit(address).port)
        head = b"POST /summarise HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._request = head % len(BODY) + BODY
        self._poller = select.epoll()
        self._idle: deque[socket.socket] = deque()
        self.asked: dict[int, list] = {}  # by file: the connection, when it was asked, and what came of the answer
        self.times: list[float] = []
        self.statuses: Counter = Counter()

    def send(self) -> None:
        connection = self._idle.popleft() if self._idle else self._connect()
        file = connection.fileno()
        self.asked[file] = [connection, time.perf_counter(), b""]
        try:
            connection.sendall(self._request)
        except OSError:  # closed since; what had been said would be lost, so it is asked once more
            connection.close()
            connection = self._connect()
            del self.asked[file]
            self.asked[connection.fileno()] = [connection, time.perf_counter(), b""]
            connection.sendall(self._request)

    def _connect(self) -> socket.socket:
        connection = socket.socket()
        connection.settimeout(30)
        connection.connect(self._place)
        self._poller.register(connection, select.EPOLLIN)
        return connection

    def hear(self) -> None:
        """Take in the answers that have come."""
        for file, _ in self._poller.poll(0):
            asked = self.asked.get(file)
            if asked is None:  # the service closes what is idle
                gone = next(connection for connection in self._idle if connection.fileno() == file)
                self._idle.remove(gone)
                gone.close()
                continue
            connection, at, answer = asked
            try:
                piece = connection.recv(1 << 16)
            except OSError:
                piece = b""
            asked[2] = answer = answer + piece
            body = answer.find(b"\r\n\r\n") + 4
            length = LENGTH.search(answer, 0, body)
            if piece and not (length and len(answer) - body >= int(length[1])):
                continue
            del self.asked[file]
            if not length:
                self.statuses["broken off"] += 1
                connection.close()
                continue
            status = int(answer[9:12])
            self.statuses[status] += 1
            if status == 200:
                self.times.append(time.perf_counter() - at)
            if self._reuse and answer.find(b"\r\nConnection: close", 0, body) < 0:
                self._idle.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        for connection in (*self._idle, *(connection for connection, _, _ in self.asked.values())):
            connection.close()
        self._poller.close()


def _in_processes(client: Callable, arguments: list[tuple], seconds: float) -> dict:
    with multiprocessing.get_context("fork").Pool(len(arguments)) as pool:
        results = pool.starmap(client, arguments)
    times = [value for some, _ in results for value in some]
    statuses = sum((counted for _, counted in results), Counter())
    return {"times": times, "statuses": statuses, "seconds": seconds, "sent": sum(statuses.values())}


def _rate(found: dict) -> float:
    return found["statuses"][200] / found["seconds"]


def _p99(found: dict) -> float:
    return sorted(found["times"])[int(len(found["times"]) * 0.99) - 1]


def _probe(address: str, stop: threading.Event, times: list[float]) -> None:
    while not stop.wait(0.1):
        began = time.perf_counter()
        connection = _connection(address)
        connection.request("GET", "/health/live")
        assert connection.getresponse().read()
        connection.close()
        times.append(time.perf_counter() - began)


def _slow_clients(address: str, seconds: int) -> bool:
    """Half of them drip their headers, half their bodies; one healthy client beside them."""
    head = b"POST /summarise HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n"
    began = [head[: number % 60 + 4] if number % 2 else head + b"\r\nA" for number in range(SLOW_CLIENTS)]
    place = urlsplit(address)
    connections = [socket.create_connection((place.hostname, place.port), 10) for _ in began]
    for connection, piece in zip(connections, began, strict=True):
        connection.sendall(piece)
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(1.0):
            for number, connection in enumerate(connections):
                try:
                    connection.sendall(b"a")
                except OSError:  # cut off by the service; another comes in its place
                    connection.close()
                    connections[number] = socket.create_connection((place.hostname, place.port), 10)

    dripping = threading.Thread(target=drip)
    dripping.start()
    found = _closed(address, clients=1, seconds=seconds)
    stop.set()
    dripping.join()
    for connection in connections:
        connection.close()
    print(
        f"beside {SLOW_CLIENTS} slow clients: {_rate(found):.0f} answers a second, p99 {_p99(found) * 1000:.1f} ms, "
        f"answers {dict(found['statuses'])}"
    )
    return set(found["statuses"]) == {200}


def _memory(address: str, parent: int) -> bool:
    """Over 100,000 requests, after as many as a tenth of them."""
    _many(address, MANY // 10)
    before = _resident(parent)
    _many(address, MANY)
    after = _resident(parent)
    growth = after / before - 1
    megabytes = f"{before / 2**20:.1f} MB, then {after / 2**20:.1f} MB"
    print(f"memory after {MANY // 10:,} requests and after {MANY:,} more: {megabytes}, {growth:+.1%}")
    return growth < 0.05


def _many(address: str, count: int, clients: int = 4) -> None:
    def send() -> None:
        connection = _connection(address)
        for _ in range(count // clients):
            assert _ask(connection) == 200

    _together([send] * clients)


def _resident(parent: int) -> float:
    """Bytes that the service takes, what its processes share counted once (PSS)."""
    return sum(_pss(process) for process in (parent, *_workers(parent)))


def _pss(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return 1024 * int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))


def _workers(parent: int) -> tuple[int, ...]:
    return tuple(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))


def _together(jobs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _connection(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)


def _ask(connection: http.client.HTTPConnection) -> int:
    connection.request("POST", "/summarise", BODY, HEADERS)
    answer = connection.getresponse()
    answer.read()
    return answer.status


if __name__ == "__main__":
    main()
