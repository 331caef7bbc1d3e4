"""The same work as a task of Celery: a hint comes, and jobs are done until none is due."""

import time
from typing import Any

import structlog
from celery.signals import worker_process_init, worker_process_shutdown

from config import Settings
from service.api.parts import Parts
from service.errors import StorageUnavailableError
from service.hints import TASK, Hints
from service.worker.pool import Alive
from service.worker.runner import Runner, runner_of

# Well below the time after which a broker takes a message for lost.
LONGEST_TASK = 10.0
SWEEP_SECONDS = 1.0
# What would keep a worker from a broker that has no such queues, or is of no use to one of many.
QUIETLY = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING")

log = structlog.get_logger(__name__)


def work(settings: Settings, parts: Parts, _alive: Alive) -> None:
    """Be a worker of Celery, with as many processes as there are to be."""
    hints = Hints(settings.broker_url)
    runners: list[Runner] = []

    @worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery has no types
    def _begin(**_: Any) -> None:
        parts.database.after_fork()
        runners.append(runner_of(settings, parts, lambda: True))

    @worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def _end(**_: Any) -> None:
        for runner in runners:
            runner.stop()

    @hints.celery.task(name=TASK)  # type: ignore[untyped-decorator]
    def _work(batch_id: str) -> None:
        until = time.monotonic() + LONGEST_TASK
        while runners[0].run_once():
            if time.monotonic() > until:
                runners[0].rest()
                hints.send(batch_id, count=1)  # there is more, but a message must be answered for in time
                return

    hints.celery.worker_main(["worker", f"--concurrency={max(settings.batch_workers, 1)}", *QUIETLY])


def sweep(settings: Settings, parts: Parts, alive: Alive) -> None:
    """Send hints again that were lost, with a broker or before they came to one; and tell the ends of batches."""
    hints = Hints(settings.broker_url)
    runner = runner_of(settings, parts, alive)
    while alive():
        try:
            runner.tell()
            if parts.jobs.is_waiting() and not hints.are_waiting():
                hints.send("", count=max(settings.batch_workers, 1))
        except StorageUnavailableError as error:
            log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
        time.sleep(SWEEP_SECONDS)
