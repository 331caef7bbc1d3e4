"""The only place where the parts are joined."""

import re
import time
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, request
from uuid6 import uuid7
from werkzeug.middleware.proxy_fix import ProxyFix

import service
from config import Settings
from service import web
from service.api import articles, batches, callers, capabilities, chat, docs, problems, rate_limits, summaries
from service.api.gate import Gate
from service.api.metrics import Metrics
from service.api.openapi import ExamplesInDocument, RequestsPlugin
from service.api.parts import Parts, equip, parts
from service.api.resource import StandfirstApi, use_orjson
from service.api.wire import REQUEST_ID
from service.fetching import Fetcher, FetchLimits, Guard, networks
from service.storage import Database
from service.use_cases import (
    ArticleUseCases,
    BatchUseCases,
    Callbacks,
    Hints,
    IdempotencyUseCases,
    JobUseCases,
    KeyUseCases,
    Limits,
    SummaryUseCases,
)

SANE_REQUEST_ID = re.compile(REQUEST_ID)

# Whatever an answer holds, no browser runs it, guesses its type, frames it or tells others where it was.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

log = structlog.get_logger(__name__)


def create_app(settings: Settings) -> Flask:
    """The WSGI application. Opens nothing: the database is first touched by the first request."""
    app = Flask("service", static_folder=None)
    app.url_map.strict_slashes = False
    app.config.update(
        API_TITLE="Standfirst",
        API_VERSION=service.__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        PROPAGATE_EXCEPTIONS=False,
    )
    if settings.trusted_proxies:
        forwarded = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)
        app.wsgi_app = forwarded  # type: ignore[method-assign]  # Flask's own way to put something around it
    use_orjson(app)
    joined = join(settings)
    equip(app, joined)
    app.wsgi_app = joined.gate.around(app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.before_request(_begin)
    app.before_request(callers.recognise)
    app.after_request(_end)
    rate_limits.install(app, default=settings.rate_limit, storage=settings.rate_limit_storage)
    app.before_request(callers.refuse)
    app.teardown_request(_done)
    problems.register(app)
    in_document = callers.KeysInDocument(required=settings.require_keys)
    api = StandfirstApi(
        app, spec_kwargs={"marshmallow_plugin": RequestsPlugin(), "extra_plugins": [in_document, ExamplesInDocument()]}
    )
    for routes in (summaries.routes, articles.routes, batches.routes, chat.routes, capabilities.routes, problems.pages):
        api.register_blueprint(routes)
    app.register_blueprint(docs.pages)
    app.register_blueprint(web.pages)
    return app


def join(settings: Settings) -> Parts:
    """The parts, for whoever serves requests or works off batches."""
    limits = Limits(
        body_bytes=settings.max_body_bytes,
        text_characters=settings.max_text_characters,
        sentences=settings.max_sentences,
        metadata_bytes=settings.max_metadata_bytes,
        json_depth=settings.max_json_depth,
        batch_items=settings.max_batch_items,
        batch_bytes=settings.max_batch_bytes,
    )
    gate = Gate(
        at_work=settings.max_at_work,
        waiting=settings.max_waiting,
        seconds=settings.deadline,
        streams=max(settings.threads // 2, 1),  # the other half is for requests
    )
    database = Database(settings.database_url, password=settings.database_password)
    fetcher = _fetcher(settings, gate) if settings.fetch_urls else None
    callbacks = Callbacks(fetcher, settings.callback_secret) if fetcher and settings.callback_secret else None
    reader = ArticleUseCases(database, limits, learning=settings.learn_furniture)
    making = SummaryUseCases(database, reader)
    return Parts(
        database=database,
        articles=reader,
        summaries=making,
        batches=BatchUseCases(database, calls_back=callbacks is not None, hints=_hints(settings)),
        jobs=JobUseCases(database, making, lease=settings.job_lease, fetcher=fetcher, callbacks=callbacks),
        idempotency=IdempotencyUseCases(database),
        keys=KeyUseCases(database, required=settings.require_keys),
        limits=limits,
        events_seconds=settings.events_seconds,
        metrics=Metrics(),
        gate=gate,
        fetcher=fetcher,
    )


def _hints(settings: Settings) -> Hints | None:
    if not settings.broker_url:
        return None
    from service import hints  # noqa: PLC0415 (the broker's libraries are loaded only where there is one)

    return hints.Hints(settings.broker_url)


def _fetcher(settings: Settings, gate: Gate) -> Fetcher:
    bounds = FetchLimits(
        seconds=settings.fetch_seconds, size=settings.max_body_bytes, redirects=settings.fetch_redirects
    )
    return Fetcher(bounds, Guard(networks(settings.fetch_allow_networks)), waiting=gate.left)


def _begin() -> None:
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if SANE_REQUEST_ID.fullmatch(sent) else str(uuid7())
    g.started = time.perf_counter()
    parts().metrics.begin()


def _end(response: Response) -> Response:
    """Name the request, tag what was got, and log it by route, never by content: a path could hold anything."""
    response.headers["X-Request-ID"] = g.request_id
    for name, value in SAFE.items():  # the page has a policy of its own
        response.headers.setdefault(name, value)
    if request.method in {"GET", "HEAD"} and response.status_code == HTTPStatus.OK and not response.is_streamed:
        response.vary.update(["Accept", "Authorization"])
        response.add_etag()
        # A proxy that packs answers makes the tag a weak one.
        if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
            response.status_code = HTTPStatus.NOT_MODIFIED
            response.set_data(b"")
    seconds = time.perf_counter() - g.started
    parts().metrics.end(response, seconds)
    log.info(
        "request",
        request_id=g.request_id,
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )
    return response


def _done(_error: BaseException | None) -> None:
    parts().metrics.done()
