"""The routes of summaries."""

from typing import Any
from uuid import UUID

from flask import Response, url_for

from service.api.answer_schemas import SummaryList, SummaryResponse
from service.api.callers import owner
from service.api.idempotency import idempotently
from service.api.parts import parts
from service.api.representations import Form, acceptable_form, summary_view
from service.api.request_schemas import SummariseRequest, SummaryQuery, wish
from service.api.resource import OTHER_BODIES, Resource, page_answer, page_request
from service.storage import SummaryFilter
from service.use_cases import NewArticle, articles_of

routes = Resource("summaries", __name__, description="The sentences that sum an article up, each with its place.")


@routes.route("/summarise", methods=["POST"])
@routes.doc(requestBody=OTHER_BODIES)
@routes.storing(options=SummariseRequest(exclude=("text", "html", "file", "article_id", "articles", "article_ids")))
@routes.arguments(SummariseRequest())
@routes.response(201, SummaryResponse, description="A new summary, stored.")
@routes.alt_response(200, schema=SummaryResponse, description="Stored before, or store is false.")
@routes.problems(400, 404, 406, 409, 413, 415, 502, 503, 504)
@routes.other_forms(200, 201)
def summarise(data: dict[str, Any]) -> Response:
    """Summarise a text, an HTML page, a file, a URL or a stored article; or several articles in one digest.

    A text or a page may also be the body itself (text/plain, text/html), with the options as query parameters.
    """
    form = acceptable_form()
    if not data.get("store", True):  # nothing may be written, a key's answer neither
        return _summarised(data, form)
    return idempotently(lambda: _summarised(data, form))


def _summarised(data: dict[str, Any], form: Form) -> Response:
    wanted = wish(data)
    summary, created = parts().summaries.summarise(_articles(data), wanted, owner=owner())
    parts().metrics.summary(summary, made=created or not wanted.store)
    response = form(summary_view(summary, stored=wanted.store))
    if created:
        response.status_code = 201
    if wanted.store:
        response.headers["Location"] = url_for("summaries.get_summary", summary_id=summary.id)
    return response


def _articles(data: dict[str, Any]) -> list[NewArticle | UUID]:
    """The one article, or the several, that a valid request names or brings."""
    if "article_id" in data:
        return [data["article_id"]]
    if "article_ids" in data:
        return list(data["article_ids"])
    return list(articles_of(data.get("articles") or [data["source"]], parts().fetcher))


routes.add_url_rule("/summarize", "summarize", summarise, methods=["POST"])


@routes.route("/summaries")
@routes.arguments(SummaryQuery(), location="query")
@routes.response(200, SummaryList)
@routes.problems(400, 503)
def list_summaries(query: dict[str, Any]) -> Any:
    """List summaries, newest first, or search them, best first."""
    page = parts().summaries.page(page_request(query), SummaryFilter(owner=owner(), **query))
    return page_answer(page, summary_view)


@routes.route("/summaries/<uuid:summary_id>")
@routes.response(200, SummaryResponse)
@routes.problems(404, 406, 503)
@routes.other_forms(200)
def get_summary(summary_id: UUID) -> Response:
    """Fetch a summary."""
    form = acceptable_form()
    return form(summary_view(parts().summaries.get(summary_id, owner=owner())))


@routes.route("/summaries/<uuid:summary_id>", methods=["DELETE"])
@routes.response(204)
@routes.problems(404, 503)
def delete_summary(summary_id: UUID) -> None:
    """Delete a summary; its article stays."""
    parts().summaries.delete(summary_id, owner=owner())
