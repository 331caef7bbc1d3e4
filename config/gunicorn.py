"""How gunicorn serves the application. Its names are gunicorn's own."""

import itertools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import structlog
from prometheus_client.multiprocess import mark_process_dead

from config import SettingsError, load, logs
from config.settings import unknown_variables
from service.api.wire import HEADER_FIELDS, LINE_BYTES

# The engine's products are small: threads of the arithmetic library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

METRICS_FOLDER = "standfirst-metrics-"

try:
    _settings = load()
except SettingsError as error:
    sys.exit(str(error))

bind = _settings.bind
# With a broker, batches are worked off elsewhere.
_batch_workers = 0 if _settings.broker_url else _settings.batch_workers
workers = _settings.workers + _batch_workers
# Threads answer many slow clients at once; the work itself is short.
worker_class = "service.worker.server.Worker"
threads = _settings.threads
timeout = _settings.timeout
graceful_timeout = _settings.graceful_timeout
keepalive = 5
# One load of the engine, shared by all workers.
preload_app = True
# The root file system may be read-only, so heartbeats go to memory and there is no control socket.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes its own file in it)
control_socket_disable = True
# The processes of one service add up their counts in a folder of their own; on a reload it is there already.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=METRICS_FOLDER, dir=worker_tmp_dir)
accesslog = None  # requests are logged by the application, with their id
limit_request_line = LINE_BYTES
limit_request_fields = HEADER_FIELDS


def on_starting(_server: Any) -> None:
    """Bring the database up to date once, before any worker is there."""
    # gunicorn reads this file before the application
    from service.errors import StorageUnavailableError  # noqa: PLC0415
    from service.storage import Database  # noqa: PLC0415

    logs.configure(level=_settings.log_level, style=_settings.log_format)
    log = structlog.get_logger("standfirst")
    for name in unknown_variables():
        log.warning("unknown-setting", variable=name)
    if not _settings.require_keys and not _settings.is_private:
        log.warning("open-to-everybody", bind=bind, advice="Set STANDFIRST_REQUIRE_KEYS=true: anyone may call.")
    if _settings.rate_limit and _settings.rate_limit_storage == "memory" and workers > 1:
        log.warning(
            "rate-limit-of-each-worker", workers=workers, advice="Set STANDFIRST_RATE_LIMIT_STORAGE to a Redis."
        )
    database = Database(_settings.database_url, password=_settings.database_password)
    try:
        database.upgrade()
    except StorageUnavailableError as error:
        cause = error.__cause__
        sys.exit(f"The database of STANDFIRST_DATABASE_URL cannot be used: {getattr(cause, 'orig', cause)}")
    database.close()


def when_ready(server: Any) -> None:
    structlog.get_logger("standfirst").info("ready", addresses=[str(listener) for listener in server.LISTENERS])


def pre_fork(server: Any, worker: Any) -> None:
    """Number the workers from 0; one that takes the place of another takes its number, and counts on from there."""
    taken = {other.number for other in server.WORKERS.values()}
    worker.number = next(number for number in itertools.count() if number not in taken)
    # Of as many workers as there shall be, this one and the youngest others, so many work off batches. On a reload
    # the elder ones are still there, and do not count.
    youngest = sorted(server.WORKERS.values(), key=lambda other: -other.age)[: workers - 1]
    worker.works_off_batches = sum(other.works_off_batches for other in youngest) < _batch_workers


def post_fork(_server: Any, worker: Any) -> None:
    """A connection of the parent must not be used by a child."""
    from service.wsgi import app  # noqa: PLC0415 (the application is loaded by now)

    parts = app.extensions["standfirst"]
    parts.database.after_fork()
    parts.metrics.process = f"worker-{worker.number}"


def worker_exit(_server: Any, _worker: Any) -> None:
    """The last to close an SQLite file empties its log."""
    from service.wsgi import app  # noqa: PLC0415 (the application is loaded by now)

    app.extensions["standfirst"].database.close()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what a worker had at work when it ended."""
    mark_process_dead(f"worker-{worker.number}")  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    metrics = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    if metrics.name.startswith(METRICS_FOLDER):  # and not one that the operator named
        shutil.rmtree(metrics, ignore_errors=True)
