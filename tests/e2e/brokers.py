"""Brokers of the tests' own, each on a free port of this machine, with nothing kept on a disk."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"Nothing listens on port {port}.")


class Redis:
    """Without persistence: what it was told is gone when it is killed."""

    def __init__(self, folder: Path) -> None:
        self._command = shutil.which("redis-server")
        if self._command is None:
            pytest.skip("Redis is NOT tested here: redis-server is not installed.")
        self._folder = folder
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [self._command, *options, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        wait_for(self._port)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> None:
        self.kill()


class RabbitMQ:
    """A node of its own, as the user who runs the tests."""

    def __init__(self, folder: Path) -> None:
        command = shutil.which("rabbitmq-server")
        if command is None:
            pytest.skip("RabbitMQ is NOT tested here: rabbitmq-server is not installed.")
        # Debian's wrapper runs it as its own user only; the script behind it runs as anyone.
        behind = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
        self._command = str(behind if behind.exists() else command)
        port, distribution = free_port(), free_port()
        self._port = port
        self._names = free_port()
        self._environ = {
            **os.environ,
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"standfirst-{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "none"),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._names),
        }
        (folder / "plugins").write_text("[].\n")
        self.url = f"amqp://guest:guest@127.0.0.1:{port}//"
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._command],
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self._port, 120)

    def kill(self) -> None:
        os.killpg(self._process.pid, 9)
        self._process.wait(30)

    def stop(self) -> None:
        self.kill()
        # The daemon that knows the nodes' names outlives them.
        for epmd in Path("/usr/lib/erlang").glob("erts-*/bin/epmd"):
            subprocess.run([epmd, "-port", str(self._names), "-kill"], stdout=subprocess.DEVNULL, check=False)


@contextmanager
def broker(kind: str, folder: Path) -> Iterator[Redis | RabbitMQ]:
    made = {"redis": Redis, "rabbitmq": RabbitMQ}[kind](folder)
    try:
        yield made
    finally:
        made.stop()
