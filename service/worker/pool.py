"""Workers without a web server beside them: ``standfirst worker``."""

import os
import signal
import sys
import time
from collections.abc import Callable

# One that ends at once, whatever the reason, is not started more often than this.
PAUSE_SECONDS = 1.0


def serve(count: int, work: Callable[[Callable[[], bool]], None]) -> None:
    """Keep so many processes at work until this one is told to stop; each ends with this one.

    ``work`` is handed what tells it whether to go on.
    """
    parent = os.getpid()
    wanted = True
    workers: set[int] = set()

    def stop(*_: object) -> None:
        nonlocal wanted
        wanted = False
        for worker in workers:
            os.kill(worker, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while wanted:
        while wanted and len(workers) < count:
            worker = os.fork()
            if worker == 0:
                workers.clear()  # the others are not its own to stop
                os._exit(_run(work, lambda: wanted and os.getppid() == parent))
            workers.add(worker)
        workers.discard(_ended())
        if wanted:
            time.sleep(PAUSE_SECONDS)
    while workers:
        workers.discard(_ended())


def _run(work: Callable[[Callable[[], bool]], None], alive: Callable[[], bool]) -> int:
    try:
        work(alive)
    except Exception as error:  # noqa: BLE001 (the process ends, and another takes its place)
        sys.stderr.write(f"A worker ended: {type(error).__name__}\n")
        return 1
    return 0


def _ended() -> int:
    """The next worker that ends; 0 where there is none."""
    try:
        return os.waitpid(-1, 0)[0]
    except ChildProcessError:
        return 0
