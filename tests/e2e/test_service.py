"""The service as it is run: gunicorn, a socket, a database file or server."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from service.summariser import ALGORITHMS
from tests.articles import FERRY
from tests.conftest import PROJECT

SECRET = "The harbour master's cat is called Quisling."


@contextmanager
def running(database_url: str, bind: str = "127.0.0.1", **settings: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """A service of its own; gives its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {
        **os.environ,
        "STANDFIRST_BIND": f"{bind}:{port}",
        "STANDFIRST_DATABASE_URL": database_url,
        "STANDFIRST_LOG_FORMAT": "json",
        **settings,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "service.wsgi:app"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environ, stderr=subprocess.PIPE, text=True)
    process.log = []  # drained, so that a full pipe cannot stop the service
    reader = threading.Thread(target=lambda: process.log.extend(process.stderr), daemon=True)
    reader.start()
    try:
        _wait_until_ready(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(30)
        reader.join(10)
        process.stderr.close()


def _wait_until_ready(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "".join(process.log)
        try:
            if requests.get(f"{address}/health/ready", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("".join(process.log))


def test_a_summary_survives_a_restart(empty_database_url):
    with running(empty_database_url) as (address, _):
        made = requests.post(f"{address}/summarise", json={"text": FERRY}, timeout=10)
        place = made.headers["Location"]
        before = requests.get(address + place, timeout=10)

    with running(empty_database_url) as (address, _):
        after = requests.get(address + place, timeout=10)

    assert made.status_code == 201
    assert len(made.json()["sentences"]) == 3
    assert made.json() == before.json() == after.json()


def test_a_stop_lets_requests_in_flight_finish(tmp_path):
    text = " ".join(f"Crate {number} of the {number % 7}th ship held {number * 3} lamps." for number in range(3_000))
    answers = []

    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, process):

        def ask() -> None:
            answers.append(requests.post(f"{address}/summarise", json={"text": text}, timeout=30).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.15)
        process.send_signal(signal.SIGTERM)
        asking.join(30)
        assert process.wait(30) == 0

    assert answers == [201]


def test_no_text_of_an_article_is_logged_at_any_level(tmp_path):
    with running(f"sqlite:///{tmp_path}/x.sqlite3", STANDFIRST_LOG_LEVEL="debug") as (address, process):
        requests.post(f"{address}/summarise", json={"text": SECRET, "title": SECRET}, timeout=10)
        requests.post(f"{address}/summarise", json={"text": SECRET, "title": 7}, timeout=10)
        requests.get(f"{address}/{SECRET}", timeout=10)
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as connection:  # a body that no header announces
            connection.sendall(f"POST /summarise?store=false HTTP/1.1\r\nHost: x\r\n\r\n{SECRET}\r\n\r\n".encode())
            connection.makefile("rb").read()

    log = "".join(process.log)
    assert '"request"' in log
    assert "Quisling" not in log


def test_what_is_deleted_leaves_no_trace_in_the_database_file(tmp_path):
    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, _):
        made = requests.post(f"{address}/summarise", json={"text": SECRET}, timeout=10).json()
        article = made["articles"][0]["id"]
        assert requests.delete(f"{address}/articles/{article}", timeout=10).status_code == 204
        assert [file.name for file in tmp_path.iterdir() if b"Quisling" in file.read_bytes()] == []

    assert [file.name for file in tmp_path.iterdir() if b"Quisling" in file.read_bytes()] == []


def test_a_body_in_chunks_over_the_limit_is_refused_and_not_cut(tmp_path):
    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b"A sentence of the chunked kind. " * 2_000

    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, _):
        plain = {"Content-Type": "text/plain"}
        over = requests.post(f"{address}/summarise", data=chunks(), headers=plain, timeout=30)
        within = requests.post(f"{address}/summarise", data=iter([FERRY.encode()]), headers=plain, timeout=30)

    assert over.status_code == 413
    assert within.status_code == 201


@pytest.mark.parametrize(
    "body", [b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n", b"Content-Length: 500\r\n\r\ncut off"]
)
def test_a_body_that_breaks_off_is_answered_in_words_or_not_at_all(tmp_path, body):
    head = b"POST /summarise HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"

    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, process):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as connection:
            connection.sendall(head + body)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "internal-error" not in "".join(process.log)


def test_an_open_door_is_told_once_and_loudly(tmp_path):
    def warnings(**settings):
        with running(f"sqlite:///{tmp_path}/x.sqlite3", **settings) as (_, process):
            pass
        return [line for line in process.log if '"warning"' in line]

    open_to_all = warnings(bind="0.0.0.0", STANDFIRST_RATE_LIMIT="60/minute")

    assert sum('"open-to-everybody"' in line for line in open_to_all) == 1
    assert sum('"rate-limit-of-each-worker"' in line for line in open_to_all) == 1
    assert warnings(bind="0.0.0.0", STANDFIRST_REQUIRE_KEYS="true") == []
    assert warnings() == []


def test_bad_settings_stop_the_start_with_every_one_named(tmp_path):
    environ = {**os.environ, "STANDFIRST_WORKERS": "none", "STANDFIRST_BIND": "here"}
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "service.wsgi:app"]

    ended = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode != 0
    assert "STANDFIRST_WORKERS" in ended.stderr
    assert "STANDFIRST_BIND" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_cannot_be_opened_stops_the_start_in_words(tmp_path):
    environ = {**os.environ, "STANDFIRST_DATABASE_URL": f"sqlite:///{tmp_path}/no/folder/x.sqlite3"}
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "service.wsgi:app"]

    ended = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode != 0
    assert "unable to open database file" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_every_process_gives_the_same_answer(tmp_path, seed):
    code = (
        "from service.summariser import ALGORITHMS, Options, summarise; from tests.articles import FERRY\n"
        "for name in ALGORITHMS: print(name, summarise(FERRY, options=Options(algorithm=name)).text)"
    )

    def run(hash_seed: str) -> str:
        environ = {**os.environ, "PYTHONHASHSEED": hash_seed}
        return subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=environ, capture_output=True, text=True, check=True
        ).stdout

    assert run(seed) == run("7")
    assert len(re.findall(r"(?m)^[a-z-]+ ", run(seed))) == len(ALGORITHMS)
