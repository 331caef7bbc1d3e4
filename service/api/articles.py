"""The routes of articles."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for

from service.api.answer_schemas import ArticleList, ArticleResponse, SummaryList
from service.api.callers import owner
from service.api.idempotency import idempotently
from service.api.parts import parts
from service.api.representations import ARTICLE, article_view, summary_view
from service.api.request_schemas import ArticleQuery, PageQuery, StoreRequest
from service.api.resource import OTHER_BODIES, Resource, page_answer, page_request
from service.storage import ArticleFilter, SummaryFilter
from service.use_cases import article_of

routes = Resource("articles", __name__, description="What came in, as it came.")


@routes.route("/articles", methods=["POST"])
@routes.doc(requestBody=OTHER_BODIES)
@routes.storing(options=StoreRequest(exclude=("text", "html", "file")))
@routes.arguments(StoreRequest())
@routes.response(201, ArticleResponse, description="Stored.")
@routes.alt_response(200, schema=ArticleResponse, description="Stored before, or store is false.")
@routes.problems(400, 409, 413, 415, 502, 503, 504)
def store_article(data: dict[str, Any]) -> Response:
    """Store an article, or only read it: its text, and the ledger of what summaries leave out."""
    if not data["store"]:
        article = parts().articles.look_at(article_of(data["source"], parts().fetcher), owner=owner())
        return jsonify(ARTICLE.dump(article_view(article, stored=False)))

    def store() -> Response:
        article, created = parts().articles.store(article_of(data["source"], parts().fetcher), owner=owner())
        response = jsonify(ARTICLE.dump(article_view(article)))
        response.status_code = 201 if created else 200
        response.headers["Location"] = url_for("articles.get_article", article_id=article.id)
        return response

    return idempotently(store)


@routes.route("/articles")
@routes.arguments(ArticleQuery(), location="query")
@routes.response(200, ArticleList)
@routes.problems(400, 503)
def list_articles(query: dict[str, Any]) -> Any:
    """List articles, newest first, or search them, best first; without their texts."""
    page = parts().articles.page(page_request(query), ArticleFilter(owner=owner(), **query))
    return page_answer(page, article_view)


@routes.route("/articles/<uuid:article_id>")
@routes.response(200, ArticleResponse)
@routes.problems(404, 503)
def get_article(article_id: UUID) -> Any:
    """Fetch an article, its text exactly as it came, and the ledger of what summaries leave out."""
    return article_view(parts().articles.get(article_id, owner=owner()))


@routes.route("/articles/<uuid:article_id>", methods=["DELETE"])
@routes.response(204)
@routes.problems(404, 503)
def delete_article(article_id: UUID) -> None:
    """Delete an article and its summaries."""
    parts().articles.delete(article_id, owner=owner())


@routes.route("/articles/<uuid:article_id>/summaries")
@routes.arguments(PageQuery(), location="query")
@routes.response(200, SummaryList)
@routes.problems(400, 404, 503)
def list_summaries_of_article(query: dict[str, Any], article_id: UUID) -> Any:
    """List the summaries of one article, newest first."""
    parts().articles.get(article_id, owner=owner())
    page = parts().summaries.page(page_request(query), SummaryFilter(owner=owner(), article_id=article_id))
    return page_answer(page, summary_view)
