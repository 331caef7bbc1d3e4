"""The service's side: jobs, and the process that does them."""

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from service.errors import from_plain
from service.summariser.isolation.frames import pack, unpack

# Processor time of one job: nine times that of the slowest of 72 common pages; see tests/benchmarks/hostile_files.py.
CPU_SECONDS = 0.6
# The processor may be shared with many; a helper that is silent for so long is taken for dead.
WALL_MILLISECONDS = 15_000
# The package is entered without what it imports: the engine, NumPy and NLTK would take half a second and 40 MB.
BOOT = """
import json, sys, types
sys.path[:] = json.loads(sys.argv[1])
import service
package = sys.modules["service.summariser"] = types.ModuleType("service.summariser")
package.__path__ = [service.__path__[0] + "/summariser"]
from service.summariser.isolation.helper import main
main()
"""


class OutOfTimeError(Exception):
    """The job used all the processor time that one may have, and was ended."""


class JobFailedError(Exception):
    """The job ended without an answer: it crashed, needed too much memory, or met a fault of ours."""


@dataclass(frozen=True, slots=True)
class Job:
    """A function ``(data: bytes, **options) -> JSON`` that is only ever called in the helper.

    It is named, not imported, so that the service itself need not load the
    libraries behind it.
    """

    module: str
    function: str

    def run(self, data: bytes, **options: Any) -> Any:
        """What the function returns.

        Raises:
            InvalidRequestError: the function raised it.
            OutOfTimeError: it took too long.
            JobFailedError: it could not finish.
        """
        reply = _helper.ask({"module": self.module, "function": self.function, "options": options}, data)
        if "answer" in reply:
            return reply["answer"]
        if "refusal" in reply:
            raise from_plain(reply["refusal"])
        if reply.get("signal") == signal.SIGPROF:
            raise OutOfTimeError
        raise JobFailedError(reply.get("failure") or f"ended by signal {reply.get('signal')}")


class Helper:
    """One process that does one job at a time, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def ask(self, header: dict[str, Any], data: bytes) -> dict[str, Any]:
        """The helper's reply to one job; a helper that does not reply is replaced."""
        with self._lock:
            try:
                reply = self._reply(header, data)
                if reply["job"] < self._jobs:
                    # Its child had ended while it was idle, and this job may be lost with it. It was not begun.
                    self.stop()
                    reply = self._reply(header, data)
            except (OSError, EOFError, ValueError, KeyError):
                self.stop()
                return {"failure": "the helper did not answer"}
            except BaseException:  # an answer that nobody waited for must not reach the next caller
                self.stop()
                raise
            return reply

    def _reply(self, header: dict[str, Any], data: bytes) -> dict[str, Any]:
        process = self._process or self._start()
        self._jobs += 1
        _write(cast("IO[bytes]", process.stdin).fileno(), pack({**header, "job": self._jobs}, data))
        return unpack(_patient_reader(cast("IO[bytes]", process.stdout).fileno()))[0]

    def _start(self) -> subprocess.Popen[bytes]:
        path = json.dumps([str(Path(part).absolute()) for part in sys.path])
        self._process = subprocess.Popen(  # noqa: S603 (our own words, no shell)
            [sys.executable, "-s", "-P", "-c", BOOT, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            # No secret of the service comes near what parses foreign bytes. The seed is fixed: same page, same text.
            env={"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
        )
        return self._process

    def stop(self) -> None:
        """End the helper, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            with process, contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def forget(self) -> None:
        """Let go of a helper that belongs to the process that this one was forked from."""
        process, self._process = self._process, None
        self._lock = threading.Lock()
        if process is not None:
            cast("IO[bytes]", process.stdin).close()
            cast("IO[bytes]", process.stdout).close()
            process.returncode = 0  # it is not this process's child, so there is nothing to wait for


def _write(end: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(end, rest) :]


def _patient_reader(end: int) -> Callable[[int], bytes]:
    poll = select.poll()
    poll.register(end, select.POLLIN)

    def read(size: int) -> bytes:
        if not poll.poll(WALL_MILLISECONDS):
            raise TimeoutError
        return os.read(end, size)

    return read


_helper = Helper()
atexit.register(_helper.stop)
os.register_at_fork(after_in_child=_helper.forget)
