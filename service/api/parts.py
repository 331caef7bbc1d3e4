"""What the routes work with: joined by ``create_app``, the same for every request."""

from dataclasses import dataclass

from flask import Flask, current_app

from service.api.gate import Gate
from service.api.metrics import Metrics
from service.fetching import Fetcher
from service.storage import Database
from service.use_cases import (
    ArticleUseCases,
    BatchUseCases,
    IdempotencyUseCases,
    JobUseCases,
    KeyUseCases,
    Limits,
    SummaryUseCases,
)

EXTENSION = "standfirst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """One of each; a new part is a field here, filled in ``service.app``."""

    database: Database
    articles: ArticleUseCases
    summaries: SummaryUseCases
    batches: BatchUseCases
    jobs: JobUseCases
    idempotency: IdempotencyUseCases
    keys: KeyUseCases
    limits: Limits
    events_seconds: float
    metrics: Metrics
    gate: Gate
    fetcher: Fetcher | None  # none where URLs are not fetched


def equip(app: Flask, with_parts: Parts) -> None:
    app.extensions[EXTENSION] = with_parts


def parts() -> Parts:
    """The parts of the app that answers this request."""
    found: Parts = current_app.extensions[EXTENSION]
    return found
