"""What the server does before the application is asked, over a socket."""

import contextlib
import json
import re
import select
import socket
import sqlite3
from collections.abc import Iterator

import pytest
import requests

from service.serving.worker import REFUSALS
from tests.articles import FERRY
from tests.e2e.test_service import running
from tests.web import drip, page, serving

POSTED = b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with running(f"sqlite:///{tmp_path_factory.mktemp('serving')}/x.sqlite3", STANDFIRST_WORKERS="1") as (at, _):
        yield at


def connected(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), 30)


def told(address: str, *pieces: bytes) -> tuple[int, dict, bytes]:
    """Status, headers and body of the answer to some bytes."""
    with connected(address) as connection:
        for piece in pieces:
            connection.sendall(piece)
        answer = connection.makefile("rb").read()
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:]), body


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        (b"nonsense\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "bad-request"),
        (b"get / HTTP/1.1\r\n\r\n", 400, "bad-request"),
        (b"GET /limits HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n", 400, "bad-request"),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "url-too-long"),
        (b"a" * 20_000, 414, "url-too-long"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", 431, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 9_000 + b"\r\n\r\n", 431, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 40_000, 431, "headers-too-large"),
        (b"POST /summarise HTTP/1.1\r\nTransfer-Encoding: nonsense\r\n\r\n", 501, "bad-request"),
        (b"POST /summarise HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "bad-request"),
        (b"POST /summarise HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n", 400, "bad-request"),
    ],
    ids=str,
)
def test_what_is_no_request_is_answered_by_a_problem(address, sent, status, kind):
    got, headers, body = told(address, sent)

    problem = json.loads(body)
    assert got == problem["status"] == status
    assert headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"/problems/{kind}"
    assert problem["request_id"] == headers["X-Request-ID"]


def test_a_request_in_single_bytes_is_one_request(address):
    request = f"POST /summarise?store=false HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n\
Content-Length: {len(FERRY.encode())}\r\n\r\n{FERRY}".encode()

    status, _, body = told(address, *(request[place : place + 1] for place in range(len(request))))

    assert status == 200
    assert json.loads(body)["sentences"]


@pytest.mark.parametrize("trailer", [b"", b"X-Trailer: 1\r\n"])
def test_a_body_in_chunks_is_read_to_its_end(address, trailer):
    text = FERRY.encode()
    pieces = [b"%x\r\n%s\r\n" % (len(part), part) for part in (text[:7], b"\r\n\r\n0\r\n\r\n", text[7:])]
    head = b"POST /summarise?store=false HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n"

    status, _, body = told(address, head, b"Transfer-Encoding: chunked\r\n\r\n", *pieces, b"0\r\n" + trailer + b"\r\n")

    assert status == 200
    assert json.loads(body)["statistics"]["sentences"] > 3


def test_a_client_that_asks_for_leave_is_told_to_go_on(address):
    text = FERRY.encode()
    with connected(address) as connection:
        connection.sendall(
            b"POST /summarise?store=false HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n"
            b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(text)
        )
        answer = connection.makefile("rb")
        leave = answer.readline()
        connection.sendall(text)
        rest = answer.read()

    assert leave == b"HTTP/1.1 100 Continue\r\n"
    assert rest.startswith(b"\r\nHTTP/1.1 200 OK")


def test_requests_that_follow_one_another_on_one_connection_are_all_answered(address):
    one = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /limits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connected(address) as connection:
        connection.sendall(one * 3 + last)
        answers = connection.makefile("rb").read()

    assert answers.count(b"HTTP/1.1 200 OK") == 4


def test_two_hundred_clients_that_never_end_their_requests_do_not_stop_another(address):
    head = b"POST /summarise HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    stalled = [head[: number % len(head)] for number in range(100)] + [head + b"Content-Length: 900\r\n\r\nx"] * 100
    connections = [connected(address) for _ in stalled]
    try:
        for connection, piece in zip(connections, stalled, strict=True):
            connection.sendall(piece)
        made = requests.post(f"{address}/summarise", json={"text": FERRY, "store": False}, timeout=20)
    finally:
        for connection in connections:
            connection.close()
    behind = [requests.post(f"{address}/summarise", json={"text": FERRY, "store": False}, timeout=20) for _ in range(9)]

    assert made.status_code == 200
    assert [answer.status_code for answer in behind] == [200] * 9


@pytest.mark.parametrize("sent", [b"GET /limi", b"POST /summarise HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"])
def test_a_request_that_is_cut_off_is_told_so(address, sent):
    with connected(address) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"closed before all of the request had come" in answer


def test_above_what_may_wait_a_request_is_refused_at_once_and_the_probe_is_answered(tmp_path):
    """One request is at work for as long as somebody else keeps the database locked."""
    small = {"STANDFIRST_MAX_AT_WORK": "1", "STANDFIRST_MAX_WAITING": "0", "STANDFIRST_WORKERS": "1"}
    body = json.dumps({"text": FERRY}).encode()
    with running(f"sqlite:///{tmp_path}/x.sqlite3", **small) as (address, _), connected(address) as at_work:
        locking = sqlite3.connect(f"{tmp_path}/x.sqlite3", isolation_level=None)
        locking.execute("BEGIN IMMEDIATE")
        at_work.sendall(
            b"POST /articles HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        refused = _until_refused(address)
        probe = requests.get(f"{address}/health/live", timeout=20)
        locking.execute("ROLLBACK")
        locking.close()
        answer = at_work.makefile("rb").readline()
        counted = requests.get(f"{address}/metrics", timeout=20).text

    assert refused.headers["Retry-After"] == "1"
    assert refused.json()["type"] == "/problems/overloaded"
    assert refused.json()["instance"] == "/limits"
    assert refused.headers["X-Request-ID"] == refused.json()["request_id"] == "mine-1"
    assert 'standfirst_requests_total{method="any",route="none",status="503"} 1.0' in counted
    assert probe.status_code == 200
    assert answer == b"HTTP/1.1 201 CREATED\r\n"


def _until_refused(address: str) -> requests.Response:
    """The other request may not have been begun when the first of these comes."""
    for _ in range(2_000):
        answer = requests.get(f"{address}/limits?x=1", headers={"X-Request-ID": "mine-1"}, timeout=20)
        if answer.status_code == 503:
            return answer
    raise AssertionError("never refused")


def test_a_burst_is_taken_whole_and_what_is_more_is_refused_on_connections_that_stay_open(tmp_path):
    """Nothing ends while somebody else keeps the database locked, so how many are let in does not hang on the time."""
    sent = json.dumps({"text": FERRY}).encode()
    settings = {"STANDFIRST_MAX_AT_WORK": "4", "STANDFIRST_MAX_WAITING": "12", "STANDFIRST_WORKERS": "1"}
    with running(f"sqlite:///{tmp_path}/x.sqlite3", **settings) as (address, _), contextlib.ExitStack() as stack:
        locking = stack.enter_context(
            contextlib.closing(sqlite3.connect(f"{tmp_path}/x.sqlite3", isolation_level=None))
        )
        locking.execute("BEGIN IMMEDIATE")
        asking = [stack.enter_context(connected(address)) for _ in range(19)]
        for connection in asking:
            connection.sendall(POSTED % (len(sent), sent))
        refused: list[socket.socket] = []
        while len(refused) < 3:
            refused += select.select([other for other in asking if other not in refused], [], [], 20)[0]
        told = [_one_answer(connection) for connection in refused]
        stubborn = refused.pop()
        for _ in range(REFUSALS):
            stubborn.sendall(POSTED % (len(sent), sent))
            last = _one_answer(stubborn)
        asking.remove(stubborn)
        locking.execute("ROLLBACK")
        taken = [_one_answer(connection) for connection in asking if connection not in refused]
        again = []
        for connection in refused:
            connection.sendall(POSTED % (len(sent), sent))
            again.append(_one_answer(connection))

    assert [answer.split(b"\r\n")[0] for answer in told] == [b"HTTP/1.1 503 Service Unavailable"] * 3
    assert all(b"\r\nRetry-After: 1\r\n" in answer and b"/problems/overloaded" in answer for answer in told)
    assert {answer[:12] for answer in taken} <= {b"HTTP/1.1 201", b"HTTP/1.1 200"}
    assert len(taken) == 16
    assert [answer[:12] for answer in again] == [b"HTTP/1.1 200"] * 2
    assert all(b"\r\nConnection: keep-alive\r\n" in answer for answer in told)
    assert b"\r\nConnection: close\r\n" in last


def _one_answer(connection: socket.socket) -> bytes:
    """Head and body, of a connection that may stay open."""
    connection.settimeout(20)
    answer = b""
    while not (found := re.search(rb"content-length: (\d+)(?s:.*?)\r\n\r\n", answer, re.IGNORECASE)) or len(
        answer
    ) < found.end() + int(found[1]):
        piece = connection.recv(65_536)
        assert piece, answer
        answer += piece
    return answer


def test_who_waits_for_another_server_leaves_its_place_to_others(tmp_path):
    one = {"STANDFIRST_MAX_AT_WORK": "1", "STANDFIRST_MAX_WAITING": "0", "STANDFIRST_WORKERS": "1"}
    fetching = {"STANDFIRST_FETCH_URLS": "true", "STANDFIRST_FETCH_ALLOW_NETWORKS": "127.0.0.0/8"}
    slow = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x")
    with (
        serving({"/slow": slow, "/": page(f"<p>{FERRY}</p>".encode())}) as (web, seen),
        running(f"sqlite:///{tmp_path}/x.sqlite3", **one, **fetching) as (address, _),
        connected(address) as waiting,
    ):
        body = json.dumps({"url": f"{web}/slow"}).encode()
        waiting.sendall(
            b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(body), body)
        )
        while not seen:
            pass
        made = requests.post(f"{address}/articles", json={"url": web}, timeout=20)

    assert made.status_code == 201


def test_a_request_past_its_deadline_is_answered_and_its_process_replaced(tmp_path):
    """The work is a look-up in a database that somebody else keeps locked: nothing of ours could end it sooner."""
    short = {"STANDFIRST_DEADLINE": "1", "STANDFIRST_WORKERS": "1", "STANDFIRST_GRACEFUL_TIMEOUT": "1"}
    with running(f"sqlite:///{tmp_path}/x.sqlite3", **short) as (address, process):
        locking = sqlite3.connect(f"{tmp_path}/x.sqlite3", isolation_level=None)
        locking.execute("BEGIN EXCLUSIVE")
        late = requests.post(
            f"{address}/articles", json={"text": FERRY}, headers={"X-Request-ID": "mine-2"}, timeout=30
        )
        locking.execute("ROLLBACK")
        locking.close()
        after = requests.post(f"{address}/articles", json={"text": FERRY}, timeout=30)

    assert late.status_code == 503
    assert late.json()["type"] == "/problems/deadline-exceeded"
    assert late.headers["X-Request-ID"] == "mine-2"
    assert after.status_code in {200, 201}  # what was given up may still have come to its end
    assert "This worker is replaced" in "".join(process.log)


def test_who_waits_for_longer_than_a_request_may_take_is_refused(tmp_path):
    """Behind one that is at work for as long as somebody else keeps the database locked."""
    short = {"STANDFIRST_DEADLINE": "1", "STANDFIRST_GRACEFUL_TIMEOUT": "5"}
    one = {"STANDFIRST_WORKERS": "1", "STANDFIRST_MAX_AT_WORK": "1", "STANDFIRST_MAX_WAITING": "1"}
    sent = json.dumps({"text": FERRY}).encode()
    with running(f"sqlite:///{tmp_path}/x.sqlite3", **short, **one) as (address, _):
        locking = sqlite3.connect(f"{tmp_path}/x.sqlite3", isolation_level=None)
        locking.execute("BEGIN EXCLUSIVE")
        with connected(address) as one_of_them, connected(address) as other:
            for connection in (one_of_them, other):
                connection.sendall(POSTED % (len(sent), sent))
            answers = [connection.makefile("rb").read() for connection in (one_of_them, other)]
        locking.close()

    assert sorted(re.search(rb"/problems/([a-z-]+)", answer)[1] for answer in answers) == [
        b"deadline-exceeded",
        b"overloaded",
    ]
