"""The text engine in a process of its own, which the kernel ends when a job has used its time.

No signal handler of Python's can stop a loop of C, and a worker that hangs in one
would lose its other jobs too. So the engine is forked from a worker that has
loaded everything, does one job at a time, and is forked again when it was ended.

It is given many orders at once and answers each as soon as it can, so of what was
answered nothing is lost with it, and the first that was not answered is the one it
was at.
"""

import fcntl
import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection, Pipe
from traceback import walk_tb
from typing import Any, NamedTuple, cast

import structlog

# What Python and the libraries keep of what they have once seen goes with the process.
ORDERS_OF_AN_ENGINE = 10_000
OUT_OF_TIME = -signal.SIGALRM
# The last answer to what was ordered at once.
OVER = None
# The step that answers the first order; the one before is that of getting ready.
FIRST_ORDER = 1
# The engine makes no circles that only the collector could free: it may look for them seldom.
OBJECTS_BEFORE_A_COLLECTION = 50_000
# The engine goes on while the worker stores and waits for its turn: so much lies in the pipe meanwhile, some hundred
# articles. Linux lets everybody have that much; a pair of sockets holds twenty.
BYTES_OF_ANSWERS = 1 << 20

log = structlog.get_logger(__name__)


class EngineGoneError(Exception):
    """The engine ended in the middle of its work; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"The engine ended with code {code}.")


class _Pipes(NamedTuple):
    """One side's ends of the way that orders go, and of the way that answers come."""

    orders: "Connection[Any, Any]"
    answers: "Connection[Any, Any]"

    def close(self) -> None:
        for pipe in self:
            pipe.close()


class Engine:
    """One process that calls ``act`` with what it is given.

    ``act`` runs in the other process, and makes an iterator: it gives something when it is
    ready for the orders, and then an answer to each. Every step may take so many seconds.
    """

    def __init__(self, act: Callable[[Any], Iterator[Any]], *, seconds: float, before_fork: Callable[[], None]) -> None:
        self._act = act
        self._seconds = seconds
        self._before_fork = before_fork
        self.process = 0
        self._pipes: _Pipes | None = None
        self._sent = select.poll()
        self._orders = 0
        self._is_over = True

    def begin(self, orders: Sequence[Any], *, until: float) -> None:
        """Have the engine start on the orders; none but the first is begun after ``until``, by ``time.monotonic``."""
        # One that was not heard to the end would still answer to older orders.
        if self._pipes is None or not self._is_over or self._orders >= ORDERS_OF_AN_ENGINE:
            self.stop()
            self._pipes = self._start()
        self._orders += len(orders)
        self._is_over = False
        try:
            self._pipes.orders.send((orders, until))
        except OSError:  # it was ended while it was idle
            self.stop()
            self._pipes = self._start()
            self._pipes.orders.send((orders, until))

    def has_answered(self, *, within: float) -> bool:
        """Whether there is an answer, or the engine is gone; waits so many seconds for it at most."""
        return bool(self._sent.poll(max(within, 0) * 1000))

    def answer(self) -> Any:
        """What ``act`` gave next; ``OVER`` when that was all, or when nothing more is begun.

        Raises:
            EngineGoneError: the process ended; after ``OUT_OF_TIME`` because the time was over.
        """
        try:
            answer = cast("_Pipes", self._pipes).answers.recv()
        except (EOFError, OSError):
            raise EngineGoneError(self.stop()) from None
        self._is_over = answer is OVER
        return answer

    def stop(self) -> int:
        """End the process, whatever it does; its exit code."""
        pipes, self._pipes = self._pipes, None
        if pipes is None:
            return 0
        self._sent.unregister(pipes.answers)
        pipes.close()
        # One that is idle or has ended by itself keeps its own code; SIGKILL comes too late for it.
        os.kill(self.process, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])

    def _start(self) -> "_Pipes":
        self._before_fork()
        (to_do, orders), (answers, done) = Pipe(duplex=False), Pipe(duplex=False)
        ours, theirs = _Pipes(orders, answers), _Pipes(to_do, done)
        if sys.platform == "linux":  # nobody else can be asked for it
            with suppress(OSError):  # of too many large pipes a system may keep some small
                fcntl.fcntl(done.fileno(), fcntl.F_SETPIPE_SZ, BYTES_OF_ANSWERS)
        self.process = os.fork()
        if self.process == 0:
            ours.close()
            try:
                self._serve(theirs)
            except Exception as error:  # noqa: BLE001 (this process ends, and with it whatever is wrong in it)
                # No message and no values, which could hold an article's text.
                where = [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(error.__traceback__)]
                log.error("engine-failed", error=type(error).__name__, where=where)  # noqa: TRY400 (see above)
            finally:
                os._exit(1)
        theirs.close()
        self._sent.register(answers, select.POLLIN)
        self._orders = 0
        return ours

    def _serve(self, pipes: "_Pipes") -> None:
        """Do what is ordered until the worker goes away."""
        for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGABRT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which then lets the job finish
        gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)
        while True:
            try:
                orders, until = pipes.orders.recv()
            except (EOFError, OSError):
                os._exit(0)
            steps = self._act(orders)
            for step in count():
                answer = self._timed(steps) if step <= FIRST_ORDER or time.monotonic() < until else OVER
                pipes.answers.send(answer)
                if answer is OVER:
                    break

    def _timed(self, steps: Iterator[Any]) -> Any:
        """What the next step gives. The kernel itself ends the process in the middle of it when it takes too long.

        Also in a loop of C, and also when the worker is gone.
        """
        signal.setitimer(signal.ITIMER_REAL, self._seconds)
        answer = next(steps, OVER)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return answer
