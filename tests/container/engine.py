"""A Docker engine, where there is one."""

import shutil
import subprocess

import pytest

from tests.conftest import PROJECT

IMAGE, BALANCER = "standfirst:test", "standfirst-balancer:test"


def docker(*arguments: str, check: bool = True) -> str:
    done = subprocess.run(["docker", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, f"docker {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


def need_engine_with(*images: str) -> None:
    """Skip the test, with a word, where there is no engine or one of the images is not to be had."""
    if shutil.which("docker") is None or not _succeeds("info"):
        pytest.skip("Containers are NOT tested here: there is no Docker engine.")
    for image in images:
        if not _succeeds("image", "inspect", image) and not _succeeds("pull", "-q", image):
            pytest.skip(f"Containers are NOT tested here: {image} cannot be had.")


def _succeeds(*arguments: str) -> bool:
    return subprocess.run(["docker", *arguments], capture_output=True, check=False).returncode == 0
