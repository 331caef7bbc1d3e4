"""Logs: one event a line, as JSON or for a person, never an article's text."""

import logging
import sys
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def leave_out_requests(record: logging.LogRecord) -> bool:
    """Cut what gunicorn quotes of a request that it cannot read: it may be a piece of an article."""
    message = record.getMessage()
    if message.startswith("Invalid request"):
        record.msg, record.args = message.partition(": ")[0], ()
    return True


def configure(*, level: str, style: str) -> None:
    """Send the logs of every library through one formatter to standard error.

    ``style`` is ``json``, ``human`` or ``auto``: for a person where standard error is a terminal.
    """
    human = style == "human" or (style == "auto" and sys.stderr.isatty())
    renderer: Any = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer()
    # Tracebacks name files and lines but no local values: those could hold an article's text.
    tail: list[Any] = [] if human else [structlog.processors.format_exc_info]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(leave_out_requests)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("gunicorn.error", "gunicorn.access", "alembic", "sqlalchemy"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    # These say at 'info' what only a developer of theirs wants to read.
    for name in ("alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )
