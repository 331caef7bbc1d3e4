"""What this instance can do, what it refuses, and whether it is well."""

from typing import Any

from flask import Response, request
from prometheus_client.exposition import choose_encoder

from service.api.answer_schemas import AlgorithmList, LanguageList, LimitList, Live, Ready
from service.api.fields import LONGEST_QUESTION, LONGEST_URL
from service.api.kinds import KINDS
from service.api.parts import parts
from service.api.problems import problem
from service.api.request_schemas import LONGEST_TITLE, MOST_ARTICLES
from service.api.resource import Resource
from service.api.wire import HEAD_BYTES, HEADER_FIELDS, LINE_BYTES
from service.errors import StorageUnavailableError
from service.fetching import Fetcher
from service.summariser import ALGORITHMS, Options
from service.summariser.bounds import (
    DEEPEST,
    MOST_ATTRIBUTES,
    MOST_PAGES,
    MOST_PARTS,
    MOST_TAGS,
    MOST_XML_BYTES,
    PARAGRAPHS_A_SENTENCE,
)
from service.summariser.language import LANGUAGES
from service.summariser.pipeline import MAX_SENTENCES

routes = Resource("capabilities", __name__, description="What this instance can do, and whether it is well.")

UNITS = {
    "body_bytes": "bytes of one request body",
    "text_characters": "characters of one article",
    "sentences": "sentences of one article",
    "metadata_bytes": "bytes of one metadata object as JSON",
    "json_depth": "levels of nesting in a JSON body",
    "batch_items": "items of one batch",
    "batch_bytes": "bytes of the request body of a batch",
}


FIXED = [
    {"name": "request_line_bytes", "value": LINE_BYTES, "unit": "bytes of method, address and version"},
    {"name": "header_fields", "value": HEADER_FIELDS, "unit": "headers of one request"},
    {"name": "header_bytes", "value": HEAD_BYTES, "unit": "bytes of the request line and all headers"},
    {"name": "html_tags", "value": MOST_TAGS, "unit": "tags of one HTML page"},
    {"name": "html_depth", "value": DEEPEST, "unit": "levels of nesting in an HTML page"},
    {"name": "html_attributes", "value": MOST_ATTRIBUTES, "unit": "attributes of one tag"},
    {"name": "file_pages", "value": MOST_PAGES, "unit": "pages of one PDF file"},
    {"name": "docx_bytes", "value": MOST_XML_BYTES, "unit": "bytes of one docx file, unpacked"},
    {"name": "docx_parts", "value": MOST_PARTS, "unit": "parts of one docx file"},
    {"name": "title_characters", "value": LONGEST_TITLE, "unit": "characters of one title"},
    {"name": "url_characters", "value": LONGEST_URL, "unit": "characters of one URL"},
    {"name": "digest_articles", "value": MOST_ARTICLES, "unit": "articles of one digest"},
    {"name": "digest_sentences", "value": MAX_SENTENCES, "unit": "sentences of all articles of one digest"},
    {"name": "question_characters", "value": LONGEST_QUESTION, "unit": "characters of one search"},
]


@routes.route("/algorithms")
@routes.response(200, AlgorithmList)
def list_algorithms() -> Any:
    """Every algorithm, with its paper."""
    return {
        "items": [
            {
                "name": algorithm.name,
                "title": algorithm.title,
                "description": algorithm.description,
                "source": algorithm.source,
                "default": algorithm.name == Options().algorithm,
                "deterministic": algorithm.deterministic,
            }
            for algorithm in ALGORITHMS.values()
        ]
    }


@routes.route("/languages")
@routes.response(200, LanguageList)
def list_languages() -> Any:
    """Every language, and what an optional part would add."""
    return {"items": list(LANGUAGES.values())}


@routes.route("/limits")
@routes.response(200, LimitList)
def list_limits() -> Any:
    """Every limit with its value and unit."""
    bounds = parts().limits
    set_by_operator = [{"name": name, "value": getattr(bounds, name), "unit": unit} for name, unit in UNITS.items()]
    paragraphs = {
        "name": "paragraphs",
        "value": PARAGRAPHS_A_SENTENCE * bounds.sentences,
        "unit": "paragraphs and lines of one text, furniture among them",
    }
    return {"items": [*set_by_operator, paragraphs, *FIXED, *_of_fetching(parts().fetcher)]}


def _of_fetching(fetcher: Fetcher | None) -> list[dict[str, Any]]:
    """What holds for URLs; nothing where they are not fetched."""
    if fetcher is None:
        return []
    return [
        {"name": "fetch_seconds", "value": fetcher.limits.seconds, "unit": "seconds for all URLs of one request"},
        {"name": "fetch_redirects", "value": fetcher.limits.redirects, "unit": "redirects of one URL"},
        {"name": "fetch_bytes", "value": fetcher.limits.size, "unit": "bytes of one fetched page"},
    ]


@routes.route("/metrics")
@routes.response(200, schema={"type": "string"}, content_type="text/plain")
@routes.alt_response(200, schema={"type": "string"}, content_type="application/openmetrics-text")
def show_metrics() -> Response:
    """Counts and times of all processes of this instance, for Prometheus.

    Jobs of batches are read from the database, and are left out while it does not answer.
    """
    try:
        backlog = parts().batches.backlog()
    except StorageUnavailableError:
        backlog = None
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(parts().metrics.gathered(backlog)), content_type=content_type)


@routes.route("/health/live")
@routes.response(200, Live)
def live() -> Any:
    """Whether the process answers. Touches nothing else."""
    return {"status": "live"}


@routes.route("/health/ready")
@routes.response(200, Ready)
@routes.problems(503)
def ready() -> Any:
    """Whether every part that the service needs answers."""
    try:
        current = parts().database.is_current()
    except StorageUnavailableError as error:
        return _not_ready(str(error))
    if not current:
        return _not_ready("The database has the tables of another version. Start the service to bring them up to date.")
    return {"status": "ready", "checks": {"database": "ok"}}


def _not_ready(detail: str) -> Response:
    return problem(KINDS["unavailable"], detail, headers={"Retry-After": "5"})
