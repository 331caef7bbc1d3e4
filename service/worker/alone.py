"""What ``standfirst worker`` runs: workers that ask the database, or with a broker those of Celery and a sweeper."""

from functools import partial

from config import Settings
from service.api.parts import Parts
from service.app import join
from service.summariser import warm_up
from service.worker.pool import Alive, Work, serve
from service.worker.runner import runner_of


def work_alone(settings: Settings) -> None:
    """Work off batches until told to stop."""
    warm_up()  # once, and shared by all that are forked from here
    parts = join(settings)
    serve(_celery(settings, parts) if settings.broker_url else _own(settings, parts))


def _own(settings: Settings, parts: Parts) -> list[Work]:
    return [partial(_run, settings, parts) for _ in range(max(settings.batch_workers, 1))]


def _run(settings: Settings, parts: Parts, alive: Alive) -> None:
    runner_of(settings, parts, alive).run()


def _celery(settings: Settings, parts: Parts) -> list[Work]:
    from service.worker.tasks import sweep, work  # noqa: PLC0415 (loads the broker's libraries)

    return [partial(work, settings, parts), partial(sweep, settings, parts)]
