"""The README's commands, run as they stand there."""

import json
import re
import shutil
import subprocess

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_service import running

COMMANDS = re.findall(r"```sh\n(curl .*?)\n```", (PROJECT / "README.md").read_text(), re.DOTALL)


def test_the_readmes_curls_answer_as_it_says(tmp_path):
    if shutil.which("curl") is None:
        pytest.skip("The README's commands are NOT tested here: there is no curl.")
    with running(f"sqlite:///{tmp_path}/x.sqlite3") as (address, _):
        first, second = (
            subprocess.run(
                ["bash", "-c", command.replace("localhost:8000", address.removeprefix("http://"))],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for command in COMMANDS
        )

    assert len(json.loads(first)["sentences"]) == 3
    assert second.startswith("Port Ellery")
    assert "Share This Article" not in second
