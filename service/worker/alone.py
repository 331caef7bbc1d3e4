"""What ``standfirst worker`` runs: workers that ask the database, or with a broker those of Celery and a sweeper."""

import gc
import time
from functools import partial

import structlog

from config import Settings
from service.api.parts import Parts
from service.app import join
from service.errors import StorageUnavailableError
from service.storage import Database
from service.summariser import warm_up
from service.worker.pool import Alive, Work, serve
from service.worker.runner import runner_of

# Seconds between two looks for a database that does not answer.
PATIENCE = 2.0

log = structlog.get_logger(__name__)


def work_alone(settings: Settings) -> None:
    """Work off batches until told to stop; where the database is away, wait for it first."""
    warm_up()  # once, and shared by all that are forked from here
    parts = join(settings)
    _upgrade(parts.database)
    gc.collect()
    gc.freeze()  # else the collector would copy into every process what they share
    serve(_celery(settings, parts) if settings.broker_url else _own(settings, parts))


def _upgrade(database: Database) -> None:
    """Bring the tables up to date, as soon as the database answers."""
    while True:
        try:
            database.upgrade()
        except StorageUnavailableError as error:
            log.warning(
                "storage-unavailable",
                cause=str(error.__cause__),
                advice="The database of STANDFIRST_DATABASE_URL cannot be used. It is tried again until it can.",
            )
            time.sleep(PATIENCE)
        else:
            database.close()
            return


def _own(settings: Settings, parts: Parts) -> list[Work]:
    return [partial(_run, settings, parts) for _ in range(max(settings.batch_workers, 1))]


def _run(settings: Settings, parts: Parts, alive: Alive) -> None:
    runner_of(settings, parts, alive).run()


def _celery(settings: Settings, parts: Parts) -> list[Work]:
    from service.worker.tasks import sweep, work  # noqa: PLC0415 (loads the broker's libraries)

    return [partial(work, settings, parts), partial(sweep, settings, parts)]
