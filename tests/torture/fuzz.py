"""Requests that no client means: does any lead to a 5xx but the deliberate 503, or end a worker?

Bytes of real requests are flipped, cut, doubled and mixed, and sent over sockets; then schemathesis draws requests from
the OpenAPI document, valid and invalid ones.

``python -m tests.torture.fuzz [--requests 100000] [--examples 100] [--seed 1]``
"""

import argparse
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.articles import FERRY
from tests.conftest import PROJECT
from tests.torture.service import Service, wait_for

CLIENTS = 6
PATIENCE = 30  # seconds for one answer
PIECES = [
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b'"', b"{", b"[" * 50, b"]", b"1e999", b"-0", b"NaN", b"%00"),
    *(b"\r\n", b"\r\n\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"../", b"?q=", b"&limit=101"),
    *(
        b"9" * 400,
        b"a" * 5_000,
        b"<" * 2_000,
        b"<p>" * 300,
        "\u202e\ufeff\U0001f600".encode(),
        b"--x",
        b"null",
        b"true",
    ),
]
# What may stand in a text, whatever is around it.
WORDS = [
    *(
        "\u202e",
        "\ufeff",
        "\U0001f600",
        "\u0301" * 300,
        "ﬁ",
        "…",
        "。",
        "？！",
        "\u2028",
        "\u00ad",
        "\x7f",
        "İ",
        "ß",
        "ﷺ" * 40,
    ),
    *(
        ". ",
        "? ",
        "! ",
        " " * 3_000,
        "Mr. ",
        "3.14 ",
        "A.B.C. ",
        "a" * 3_000,
        "“",
        "’",
        "– ",
        "| ",
        "# ",
        "* ",
        "<b>",
        "&#0;",
    ),
    *(
        "Read more ",
        "Share ",
        "https://x.y/z ",
        "www.",
        "@a ",
        "1. ",
        "(",
        ")",
        "[1] ",
        "1" * 500,
        "Ferry. " * 400,
        "…" * 900,
    ),
]


def seeds(service: Service) -> list[bytes]:
    """Real requests, of every kind that the service takes."""
    made = requests.post(f"{service.address}/summarise", json={"text": FERRY}, timeout=30).json()
    summary, article = made["id"], made["articles"][0]["id"]
    page = (PROJECT / "tests" / "samples" / "harbour_tram.txt").read_bytes()
    markup = b"<html><title>T</title><body><article><h1>T</h1><p>" + FERRY.encode() + b"</p></article></body></html>"
    chat = {"model": "standfirst/short", "stream": True, "messages": [{"role": "user", "content": FERRY}]}
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n# T\n\n' + page + b"\r\n--x--\r\n"
    )
    jsons = [
        ("/summarise", {"text": FERRY, "sentences": 2, "metadata": {"a": [1, None]}, "query": "ferry"}),
        ("/summarise", {"articles": [{"text": FERRY}, {"html": markup.decode()}], "words": 50, "store": False}),
        ("/summarise", {"article_id": article, "ratio": 0.5, "exclude": ["quotes"], "order": "rank"}),
        ("/summarise", {"article_ids": [article, summary], "since": [summary], "offset_unit": "utf-16"}),
        ("/articles", {"html": markup.decode(), "url": "https://example.org/a?b=c", "language": "en"}),
        ("/v1/chat/completions", chat),
    ]
    gets = [
        *("/articles?limit=2&language=en", "/summaries?q=ferry", f"/summaries/{summary}", f"/articles/{article}"),
        *(
            f"/articles/{article}/summaries?limit=1",
            "/algorithms",
            "/languages",
            "/limits",
            "/health/ready",
            "/metrics",
        ),
        *("/openapi.json", "/docs", "/problems/not-found", "/v1/models/standfirst", "/", "/web/page.css"),
        "/summaries?created_after=2026-01-01T00:00:00Z&created_before=2027-01-01T00:00:00%2B01:00&algorithm=kl",
    ]
    return [
        *(_request("POST", path, orjson.dumps(body), "application/json") for path, body in jsons),
        _request("POST", "/summarise?sentences=2&clean=false", page, "text/plain; charset=utf-8"),
        _request("POST", "/summarise?length=short", markup, "text/html"),
        _request("POST", "/summarise", form, "multipart/form-data; boundary=x"),
        *(_request("GET", path) for path in gets),
        *(_request("DELETE", path) for path in ("/summaries/0190a6b2-0000-7000-8000-000000000000", "/articles/x")),
    ]


def _request(method: str, path: str, body: bytes = b"", media_type: str = "") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: */*\r\nAuthorization: Bearer sk-1\r\n"
    if body:
        head += f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def mutated(draw: random.Random, originals: list[bytes]) -> bytes:
    """One request changed at a few places; mostly with the length that its body then has, so that it is read."""
    data = bytearray(draw.choice(originals))
    # The half of them keep their head whole, so that what they bring is read.
    start = data.index(b"\r\n\r\n") + 4 if draw.random() < 0.5 and not data.endswith(b"\r\n\r\n") else 0
    gently = start > 0 and draw.random() < 0.5
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        place, end = (draw.randrange(min(start, len(data)), len(data) + 1) for _ in range(2))
        if gently:
            data[place:place] = draw.choice(WORDS).encode()
            continue
        match draw.randrange(6):
            case 0 if place < len(data):
                data[place] ^= 1 << draw.randrange(8)
            case 1:
                data[place:place] = draw.choice(PIECES)
            case 2:
                del data[place : place + draw.choice((1, 4, 40))]
            case 3:
                data[place:place] = data[min(place, end) : max(place, end)][:2_000]
            case 4:
                other = draw.choice(originals)
                data[place:] = other[draw.randrange(len(other)) :]
            case _:
                data[place : place + 1] = bytes([draw.randrange(256)])
    if draw.random() < 0.8:
        head, _, body = bytes(data).partition(b"\r\n\r\n")
        head = re.sub(rb"(?i)(\r\ncontent-length: )\d+", rb"\g<1>%d" % len(body), head)
        return head + b"\r\n\r\n" + body
    return bytes(data)


class Mutator:
    """Clients that send mutated requests; ``wrong`` holds each that was not answered as it should be."""

    def __init__(self, service: Service, total: int, seed: int) -> None:
        self._service, self._total, self._seed = service, total, seed
        self._originals = seeds(service)
        self._lock = threading.Lock()
        self.statuses: Counter[str] = Counter()
        self.slowest = 0.0
        self.wrong: list[tuple[bytes, bytes]] = []

    def run(self) -> None:
        threads = [threading.Thread(target=self._work, args=(client,)) for client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            threads[0].join(20)
            print(f"  {self.statuses.total()} of {self._total}, slowest {self.slowest:.1f} s", flush=True)
            for thread in threads[1:]:
                thread.join(0 if threads[0].is_alive() else None)

    def _work(self, client: int) -> None:
        for number in range(client, self._total, CLIENTS):
            request = mutated(random.Random(f"{self._seed}-{number}"), self._originals)
            started = time.monotonic()
            answer = self._send(request)
            took = time.monotonic() - started
            status = answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/") else "none"
            with self._lock:
                self.statuses[status] += 1
                self.slowest = max(self.slowest, took)
                if ("500" <= status < "600" and not _is_deliberate(answer)) or took >= PATIENCE:
                    self.wrong.append((request, answer))

    def _send(self, request: bytes) -> bytes:
        """The answer; b'' where the connection was closed without one, as it may be for what is no HTTP."""
        answer = b""
        try:
            with socket.create_connection(("127.0.0.1", self._service.port), PATIENCE) as connection:
                connection.settimeout(PATIENCE)
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65_536):
                    answer = (answer + piece)[:4_096]
        except OSError:
            pass
        return answer


def _is_deliberate(answer: bytes) -> bool:
    """The 503 that tells when to come back; and the 501 to a transfer coding that there is not (RFC 9112)."""
    if answer[9:12] == b"501":
        return b"Unsupported transfer coding" in answer
    return answer[9:12] == b"503" and b"Retry-After:" in answer and b"application/problem+json" in answer


def draw_by_schema(service: Service, examples: int) -> tuple[Counter[int], list[str]]:
    """Requests that schemathesis draws, so many of each operation and mode; the statuses, and what was wrong."""
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    profile = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    document = schemathesis.openapi.from_url(f"{service.address}/openapi.json")
    for operation, mode in _drawn(document):

        @profile
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case):
            answer = case.call(timeout=PATIENCE)
            statuses[answer.status_code] += 1
            if answer.status_code >= 500 and not (answer.status_code == 503 and "retry-after" in answer.headers):
                wrong.append(f"{case.as_curl_command()}\n{answer.text[:500]}")

        try:
            send()
        except Unsatisfiable:  # an operation that takes nothing cannot be sent anything wrong
            continue
        print(f"  {operation.label} {mode.value}: {statuses.total()} in all", flush=True)
    return statuses, wrong


def _drawn(document) -> Iterator[tuple]:
    for found in document.get_all_operations():
        for mode in GenerationMode:
            yield found.ok(), mode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--examples", type=int, default=100, help="of each operation and mode, by schemathesis")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(f"sqlite:///{folder}/x.sqlite3", Path(folder))
        service.start()
        wait_for("the service is ready", service.answers)
        workers = service.workers()
        mutator = Mutator(service, asked.requests, asked.seed)
        mutator.run()
        statuses, wrong = draw_by_schema(service, asked.examples) if asked.examples else (Counter(), [])
        same = workers <= service.workers()
        log = service.log.read_text()
        faults = log.count("internal-error")
        service.stop()
    print("| requests | statuses | slowest | 5xx but 503 | workers restarted | faults in the log |")
    print("| --- | --- | --- | --- | --- | --- |")
    restarted = "none" if same else "YES"
    bytes_row = f"{mutator.statuses.total()} mutated | {_listed(mutator.statuses)} | {mutator.slowest:.1f} s"
    print(f"| {bytes_row} | {len(mutator.wrong)} | {restarted} | {faults} |")
    print(f"| {statuses.total()} by schema | {_listed(statuses)} | – | {len(wrong)} | {restarted} | {faults} |")
    for request, answer in mutator.wrong[:5]:
        print(request[:3_000], answer[:600], sep="\n→ ")
    print(*wrong[:5], *(log.splitlines()[-40:] if faults or not same else ()), sep="\n")
    return 0 if same and not (mutator.wrong or wrong or faults) else 1


def _listed(statuses: Counter) -> str:
    return ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items(), key=str))


if __name__ == "__main__":
    sys.exit(main())
