"""Images are built once."""

import pytest

from tests.container.engine import BALANCER, IMAGE, docker, need_engine_with


@pytest.fixture(scope="session")
def image() -> str:
    need_engine_with("python:3.13-slim")
    docker("build", "--quiet", "--tag", IMAGE, ".")
    return IMAGE


@pytest.fixture(scope="session")
def balancer_image() -> str:
    need_engine_with("debian:trixie-slim")
    docker("build", "--quiet", "--target", "balancer", "--tag", BALANCER, ".")
    return BALANCER
