"""The compose file in a real Docker engine: one machine, and several behind one port."""

import json
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from tests.articles import FERRY
from tests.conftest import PROJECT
from tests.container.engine import need_engine_with

pytestmark = pytest.mark.timeout(900)

Compose = Callable[..., str]


def override(image: str, balancer: str) -> str:
    """Images that are there already, and ports that nobody else has."""
    services: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    lines = ["services:"]
    for name, service in services.items():
        lines.append(f"  {name}:")
        if "build" in service:
            lines += ["    build: !reset null", f"    image: {balancer if name == 'balancer' else image}"]
        lines.append("    pull_policy: never")
        if "ports" in service or name == "replica":
            lines += ["    ports: !override", '      - "127.0.0.1::8000"']
    return "\n".join(lines)


@contextmanager
def composed(folder: Path, profile: str, *, image: str, balancer: str = "none") -> Iterator[Compose]:
    """A way to call ``docker compose`` on a project of its own, which is taken down in the end."""
    shutil.copy(PROJECT / "docker-compose.yml", folder)
    (folder / "override.yml").write_text(override(image, balancer))
    (folder / "secrets").mkdir()
    (folder / "secrets" / "postgres_password").write_text(uuid.uuid4().hex)
    project = ["docker", "compose", "-p", f"standfirst-test-{uuid.uuid4().hex[:8]}", "--profile", profile]
    project += ["-f", "docker-compose.yml", "-f", "override.yml"]

    def compose(*arguments: str) -> str:
        done = subprocess.run([*project, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"docker compose {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    try:
        yield compose
    finally:
        compose("down", "--volumes", "--timeout", "5")


def up(compose: Compose) -> None:
    compose("up", "--detach", "--wait", "--wait-timeout", "300")


def address(compose: Compose, service: str, index: int = 1) -> str:
    return f"http://{compose('port', '--index', str(index), service, '8000')}"


def test_data_survives_down_and_up(image, tmp_path):
    with composed(tmp_path, "single", image=image) as compose:
        up(compose)
        made = requests.post(f"{address(compose, 'web')}/summarise", json={"text": FERRY}, timeout=30)
        compose("down")
        up(compose)
        found = requests.get(address(compose, "web") + made.headers["Location"], timeout=30)

    assert made.status_code == 201
    assert found.json() == made.json()


def test_a_batch_that_one_replica_took_is_read_from_the_other(image, balancer_image, tmp_path):
    need_engine_with("postgres:17", "redis:7")
    body = {"items": [{"id": str(number), "text": f"{FERRY} It was trip {number}."} for number in range(40)]}
    with composed(tmp_path, "scale", image=image, balancer=balancer_image) as compose:
        up(compose)
        one, other = address(compose, "replica", 1), address(compose, "replica", 2)
        made = requests.post(f"{one}/batches", json=body, timeout=30)
        place = other + made.headers["Location"]
        batch = until_done(place)
        lines = requests.get(f"{place}/results", timeout=30).text.splitlines()
        one_door = requests.get(address(compose, "balancer") + made.headers["Location"], timeout=30).json()

    assert made.status_code == 202
    assert one != other
    assert batch["counts"]["done"] == 40
    assert [json.loads(line)["id"] for line in lines] == [item["id"] for item in body["items"]]
    assert one_door == batch


def until_done(place: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while True:
        batch = requests.get(place, timeout=30).json()
        if batch["state"] == "done":
            return batch
        assert time.monotonic() < deadline, batch
        time.sleep(0.2)
