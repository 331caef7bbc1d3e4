"""The text engine in a process of its own, which the kernel ends when a job has used its time.

No signal handler of Python's can stop a loop of C, and a worker that hangs in one
would lose its other jobs too. So the engine is forked from a worker that has
loaded everything, does one job at a time, and is forked again when it was ended.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Any, cast

# What Python and the libraries keep of what they have once seen goes with the process.
JOBS_OF_AN_ENGINE = 1_000
OUT_OF_TIME = -signal.SIGALRM


class EngineGoneError(Exception):
    """The engine ended in the middle of a job; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"The engine ended with code {code}.")


class Engine:
    """One process that calls ``act`` with what it is given, each time for at most so many seconds."""

    def __init__(self, act: Callable[[Any], Any], *, seconds: float, before_fork: Callable[[], None]) -> None:
        self._act = act
        self._seconds = seconds
        self._before_fork = before_fork
        self.process = 0
        self._pipe: Connection[Any, Any] | None = None
        self._jobs = 0

    def begin(self, order: Any) -> None:
        """Have the engine start on a job."""
        if self._pipe is None or self._jobs >= JOBS_OF_AN_ENGINE:
            self.stop()
            self._pipe = self._start()
        self._jobs += 1
        try:
            self._pipe.send(order)
        except OSError:  # it was ended while it was idle
            self.stop()
            self._pipe = self._start()
            self._pipe.send(order)

    def is_done(self, *, within: float) -> bool:
        """Whether the job is over, one way or another; waits so many seconds for it at most."""
        return self._pipe is not None and self._pipe.poll(within)

    def answer(self) -> Any:
        """What ``act`` returned, or the error that it raised and that was let through.

        Raises:
            EngineGoneError: the process ended; after ``OUT_OF_TIME`` because the time was over.
        """
        try:
            return cast("Connection[Any, Any]", self._pipe).recv()
        except (EOFError, OSError):
            raise EngineGoneError(self.stop()) from None

    def stop(self) -> int:
        """End the process, whatever it does; its exit code."""
        pipe, self._pipe = self._pipe, None
        if pipe is None:
            return 0
        pipe.close()
        # One that is idle or has ended by itself keeps its own code; SIGKILL comes too late for it.
        os.kill(self.process, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _start(self) -> "Connection[Any, Any]":
        self._before_fork()
        ours, theirs = Pipe()
        self.process = os.fork()
        if self.process == 0:
            ours.close()
            try:
                self._serve(theirs)
            finally:
                os._exit(1)
        theirs.close()
        self._jobs = 0
        return ours

    def _serve(self, pipe: "Connection[Any, Any]") -> None:
        """Do jobs until the worker goes away."""
        for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGABRT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which then lets the job finish
        while True:
            try:
                order = pipe.recv()
            except (EOFError, OSError):
                os._exit(0)
            # The kernel itself ends the process then: also in a loop of C, and also when the worker is gone.
            signal.setitimer(signal.ITIMER_REAL, self._seconds)
            answer = self._act(order)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send(answer)
