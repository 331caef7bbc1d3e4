"""Rate limits: counted by key or address, told honestly, and no reason to fail."""

import re
import shutil
import socket
import subprocess
import time

import pytest

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from service.storage import Database
from tests.contract.conftest import DescribedClient


@pytest.fixture
def limited(tmp_path):
    """Makes services with limits, over one database."""
    made = []
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    database = Database(url)
    database.upgrade()
    database.close()

    def make(**settings):
        app = create_app(Settings(database_url=url, **settings))
        app.test_client_class = DescribedClient
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions[EXTENSION].database.close()


def statuses(client, times, path="/articles", **request):
    return [client.get(path, **request).status_code for _ in range(times)]


def test_requests_over_the_rate_are_a_429_that_tells_when_to_go_on(limited):
    client = limited(rate_limit="3/minute;100/day").test_client()

    within = client.get("/articles")
    last = statuses(client, 2)
    over = client.get("/articles")

    assert within.headers["RateLimit-Policy"] == '"60s";q=3;w=60, "86400s";q=100;w=86400'
    assert re.fullmatch(r'"60s";r=2;t=\d+, "86400s";r=99;t=\d+', within.headers["RateLimit"])
    assert last == [200, 200]
    assert over.status_code == 429
    assert over.json["type"] == "/problems/too-many-requests"
    assert "3 per 1 minute" in over.json["detail"]
    assert 1 <= int(over.headers["Retry-After"]) <= 60
    assert over.headers["RateLimit"] == f'"60s";r=0;t={over.headers["Retry-After"]}'


def test_when_the_time_is_over_requests_are_answered_again(limited):
    client = limited(rate_limit="1/second").test_client()
    client.get("/articles")

    deadline = time.monotonic() + 10
    while client.get("/articles").status_code == 429:
        assert time.monotonic() < deadline


def test_without_a_limit_nothing_is_counted_or_told(limited):
    answer = limited().test_client().get("/articles")

    assert "RateLimit" not in answer.headers


def test_health_and_help_are_never_limited(limited):
    client = limited(rate_limit="1/day").test_client()

    for path in ("/health/live", "/health/ready", "/docs", "/openapi.json", "/problems/not-found"):
        assert statuses(client, 3, path) == [200] * 3


def test_each_key_and_each_address_is_counted_by_itself_and_a_key_may_have_its_own_rate(limited):
    app = limited(rate_limit="2/day")
    client, keys = app.test_client(), app.extensions[EXTENSION].keys
    plain = {"Authorization": f"Bearer {keys.create('plain')}"}
    eager = {"Authorization": f"Bearer {keys.create('eager', rate_limit='4/day')}"}

    assert statuses(client, 3) == [200, 200, 429]
    assert statuses(client, 3, headers=plain) == [200, 200, 429]
    assert statuses(client, 5, headers=eager) == [200, 200, 200, 200, 429]
    assert statuses(client, 1, environ_base={"REMOTE_ADDR": "192.0.2.9"}) == [200]


def test_whoever_guesses_keys_is_counted_by_address(limited):
    client = limited(rate_limit="2/day", require_keys=True).test_client()

    answers = [
        client.get("/articles", headers={"Authorization": f"Bearer standfirst_{guess}"}).status_code for guess in "abc"
    ]

    assert answers == [403, 403, 429]


def test_one_network_of_ipv6_is_one_caller(limited):
    client = limited(rate_limit="2/day").test_client()

    def ask(address):
        return client.get("/articles", environ_base={"REMOTE_ADDR": address}).status_code

    assert [ask(f"2001:db8:1:2::{number}") for number in (1, 2, 3)] == [200, 200, 429]
    assert ask("2001:db8:1:3::1") == 200
    assert ask("not an address") == 200


def test_a_forwarded_address_is_believed_only_from_as_many_proxies_as_are_trusted(limited):
    def ask(client, forwarded):
        return client.get("/articles", headers={"X-Forwarded-For": forwarded}).status_code

    direct = limited(rate_limit="1/day").test_client()
    behind_one = limited(rate_limit="1/day", trusted_proxies=1).test_client()

    assert [ask(direct, f"192.0.2.{number}") for number in (1, 2)] == [200, 429]
    # What the client itself wrote stands to the left of what the proxy saw.
    assert [ask(behind_one, f"203.0.113.{n}, 192.0.2.1") for n in (1, 2)] == [200, 429]
    assert ask(behind_one, "192.0.2.2") == 200


@pytest.fixture
def redis_server(tmp_path):
    """A Redis of its own; gives its URL and process."""
    if shutil.which("redis-server") is None:
        pytest.skip("Rate limits in Redis are NOT tested here: there is no redis-server.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _wait_for(port)
    yield f"redis://127.0.0.1:{port}/0", process
    process.kill()
    process.wait(10)


def _wait_for(port):
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def test_in_redis_all_processes_count_together(limited, redis_server):
    url, _ = redis_server
    first, second = (limited(rate_limit="3/day", rate_limit_storage=url).test_client() for _ in range(2))

    assert statuses(first, 2) == [200, 200]
    assert statuses(second, 2) == [200, 429]


def test_while_redis_is_gone_each_process_counts_by_itself(limited, redis_server):
    url, process = redis_server
    client = limited(rate_limit="3/day", rate_limit_storage=url).test_client()

    before = statuses(client, 1)
    process.kill()
    process.wait(10)

    assert before == [200]
    assert statuses(client, 4) == [200, 200, 200, 429]
