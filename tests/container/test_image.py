"""The image in a real Docker engine, locked down as far as Docker goes."""

import json
import re
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Self

import pytest
import requests

from tests.articles import FERRY
from tests.conftest import PROJECT
from tests.container.engine import docker

HARDENED = [
    "--read-only",
    "--tmpfs",
    "/tmp:size=64m,mode=1777",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
]
DISTRIBUTIONS = (
    "from importlib.metadata import distributions\n"
    "for one in distributions(): print(one.name.lower().replace('_', '-') + '==' + one.version)"
)
SAMPLES = sorted((PROJECT / "tests" / "samples").glob("*.txt"))

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def volume() -> Iterator[str]:
    name = f"standfirst-test-{uuid.uuid4().hex}"
    docker("volume", "create", name)
    yield name
    docker("volume", "rm", "--force", name)


class Container:
    """A container that runs; its port is published on the loopback address."""

    def __init__(self, image: str, *options: str) -> None:
        self.id = docker("run", "--detach", "--publish", "127.0.0.1::8000", *HARDENED, *options, image)
        self.address = f"http://{docker('port', self.id, '8000/tcp').splitlines()[0]}"

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.address}/health/ready", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(docker("logs", self.id))

    def __enter__(self) -> Self:
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        docker("rm", "--force", self.id)


@pytest.mark.parametrize("user", ["10001:10001", "12345:12345", "12345:0"])
def test_any_user_can_run_it_on_a_volume_of_its_own(image, volume, user):
    with Container(image, "--user", user, "--volume", f"{volume}:/data") as container:
        made = [
            requests.post(f"{container.address}/summarise", json={"text": path.read_text()}, timeout=30)
            for path in SAMPLES
        ]

    assert [answer.status_code for answer in made] == [201] * len(SAMPLES)


def test_a_volume_of_another_owner_is_refused_in_words(image, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    run = ["run", "--rm", *HARDENED, "--user", "12345:12345", "--volume", f"{folder}:/data", image]

    done = subprocess.run(["docker", *run], capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode != 0
    assert "STANDFIRST_DATABASE_URL cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_stored_is_there_after_the_container_is_replaced(image, volume):
    with Container(image, "--volume", f"{volume}:/data") as container:
        made = requests.post(f"{container.address}/summarise", json={"text": FERRY}, timeout=30)
    with Container(image, "--volume", f"{volume}:/data") as container:
        found = requests.get(container.address + made.headers["Location"], timeout=30)

    assert found.json() == made.json()


def test_a_stop_answers_what_is_in_flight_and_exits_with_0(image):
    text = " ".join(f"Crate {number} of the {number % 7}th ship held {number * 3} lamps." for number in range(3_000))
    answers: list[int] = []
    with Container(image) as container:
        ask = threading.Thread(
            target=lambda: answers.append(
                requests.post(
                    f"{container.address}/summarise", json={"text": text, "store": False}, timeout=60
                ).status_code
            )
        )
        ask.start()
        wait_until_at_work(container.address)
        docker("stop", "--time", "10", container.id)
        ask.join(60)
        state = json.loads(docker("inspect", "--format", "{{json .State}}", container.id))

    assert answers == [200]
    assert state["ExitCode"] == 0


def wait_until_at_work(address: str) -> None:
    for _ in range(1_000):
        told = requests.get(f"{address}/metrics", timeout=10).text
        if "standfirst_requests_at_work 2.0" in told:  # the summary, and this question
            return
    raise AssertionError("the request did not begin")


def test_it_starts_and_works_without_any_network(image):
    script = (
        "import json, urllib.request as web\n"
        "body = json.dumps({'text': 'One ship came in. Two ships went out. Three stayed.', 'sentences': 1}).encode()\n"
        "ask = web.Request('http://127.0.0.1:8000/summarise', body, {'Content-Type': 'application/json'})\n"
        "print(web.urlopen(ask, timeout=30).status)"
    )
    name = docker("run", "--detach", "--network", "none", *HARDENED, image)
    try:
        wait_until_healthy(name)
        assert docker("exec", name, "python", "-c", script) == "201"
    finally:
        docker("rm", "--force", name)


def wait_until_healthy(name: str) -> None:
    deadline = time.monotonic() + 90
    while docker("inspect", "--format", "{{.State.Health.Status}}", name) != "healthy":
        assert time.monotonic() < deadline, docker("logs", name)
        time.sleep(0.5)


def test_nothing_that_builds_or_tests_is_left_in_the_image(image):
    script = (
        "import importlib.util, shutil\n"
        "print([name for name in ('pytest', 'hypothesis', 'setuptools', 'pip') if importlib.util.find_spec(name)],"
        " [name for name in ('gcc', 'make', 'git', 'curl', 'uv') if shutil.which(name)])"
    )

    found = docker("run", "--rm", "--network", "none", image, "python", "-c", script)

    assert found == "[] []"


def test_it_lists_what_is_in_it_as_its_own_tools_do_and_in_the_same_bytes(image):
    command = ["run", "--rm", "--network", "none", *HARDENED, "--env", "SOURCE_DATE_EPOCH=1700000000", image]
    told, again = (docker(*command, "python", "-m", "service", "sbom") for _ in range(2))
    of_the_base = docker("run", "--rm", "python:3.13-slim", "python", "-c", DISTRIBUTIONS).split()
    by_dpkg = docker(*command, "dpkg-query", "--show", "--showformat", "${Package} ${Version}\n")
    locked = set(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", (PROJECT / "requirements.lock").read_text(), re.MULTILINE))

    bill = json.loads(told)
    by_kind: dict[str, set[tuple[str, str]]] = {"deb": set(), "pypi": set(), "generic": set()}
    for one in bill["components"]:
        kind, _, place = one["purl"].removeprefix("pkg:").partition("/")
        by_kind[kind].add((place.partition("@")[0] if kind == "pypi" else one["name"], one["version"]))
    assert told == again
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    assert by_kind["deb"] == {tuple(line.split()) for line in by_dpkg.splitlines()}
    assert {name for name, _ in by_kind["generic"]} == {"python"}
    # What the lock has for other systems is missing.
    assert {f"{name}=={version}" for name, version in by_kind["pypi"] - locked} <= set(of_the_base)
    assert {"flask", "gunicorn", "numpy", "sqlalchemy"} <= {name for name, _ in by_kind["pypi"]}
    assert len(by_kind["pypi"] & locked) > 70


def test_it_is_as_small_as_promised(image):
    assert int(docker("image", "inspect", "--format", "{{.Size}}", image)) <= 330_000_000
