"""Workers without a web server beside them: ``standfirst worker``."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence

# One that ends at once, whatever the reason, is not started more often than this.
PAUSE_SECONDS = 1.0


Alive = Callable[[], bool]
Work = Callable[[Alive], None]


def serve(works: Sequence[Work]) -> None:
    """Keep a process at each of the works until this one is told to stop.

    Each is handed what tells it whether to go on: no more when this process is gone.
    """
    parent = os.getpid()
    wanted = True
    workers: dict[int, Work] = {}

    def stop(*_: object) -> None:
        nonlocal wanted
        wanted = False
        for worker in workers:
            os.kill(worker, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while wanted:
        for work in [missing for missing in works if missing not in workers.values()]:
            worker = os.fork()
            if worker == 0:
                workers.clear()  # the others are not its own to stop
                os._exit(_run(work, lambda: wanted and os.getppid() == parent))
            workers[worker] = work
        workers.pop(_ended(), None)
        if wanted:
            time.sleep(PAUSE_SECONDS)
    while workers:
        workers.pop(_ended(), None)


def _run(work: Work, alive: Alive) -> int:
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
