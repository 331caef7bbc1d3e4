"""The forms in which a summary or an article is shown."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, jsonify, request
from werkzeug.datastructures import MIMEAccept

from service.api.answer_schemas import ArticleResponse, SummaryResponse
from service.api.problems import UnacceptableTypeError
from service.storage import Article, StoredSummary

Form = Callable[[Mapping[str, Any]], Response]

ARTICLE = ArticleResponse()
SUMMARY = SummaryResponse()
MARKDOWN_SYNTAX = re.compile(r"[\\`*_\[\]#>~|!]")


def article_view(article: Article, *, stored: bool = True) -> dict[str, Any]:
    """The article with what was worked out of it, as ``ArticleResponse`` wants it; without id if not stored."""
    return {
        "id": article.id if stored else None,
        "created_at": article.created_at,
        "title": article.title,
        "url": article.url,
        "metadata": article.metadata,
        "text": article.text,
        **article.analysis,
    }


def summary_view(summary: StoredSummary, *, stored: bool = True) -> dict[str, Any]:
    """The summary as ``SummaryResponse`` wants it; without ids where nothing was stored."""
    articles = [
        {"id": article.id if stored else None, "title": article.title, "url": article.url, "metadata": article.metadata}
        for article in summary.articles
    ]
    sentences = [
        {
            **_attributed(sentence, articles),
            "also_in": [_attributed(other, articles) for other in sentence["also_in"]],
        }
        for sentence in summary.content["sentences"]
    ]
    return {
        **summary.content,
        "summary": summary.summary,
        "id": summary.id if stored else None,
        "created_at": summary.created_at,
        "articles": articles,
        "sentences": sentences,
    }


def _attributed(sentence: Mapping[str, Any], articles: list[dict[str, Any]]) -> dict[str, Any]:
    """The sentence with the article that it stands in, by id and by a link to its place."""
    article = articles[sentence["article"]]
    directive = sentence.get("directive")
    link = f"{article['url'].partition('#')[0]}#:~:{directive}" if article["url"] and directive else None
    return {**sentence, "article_id": article["id"], "link": link}


def _json(view: Mapping[str, Any]) -> Response:
    return jsonify(SUMMARY.dump(view))


def _plain(view: Mapping[str, Any]) -> Response:
    return Response(view["summary"] + "\n", content_type="text/plain; charset=utf-8")


def _markdown(view: Mapping[str, Any]) -> Response:
    """The title as a heading, a list item a sentence, each a link to its place where the article has a URL."""
    article = view["articles"][0]
    lines = [f"# {_escaped(article['title'])}", ""] if article["title"] else []
    for sentence in view["sentences"]:
        if sentence["chosen"]:
            text = _escaped(" ".join(sentence["text"].split()))
            lines.append(f"- [{text}](<{_destination(sentence['link'])}>)" if sentence["link"] else f"- {text}")
    return Response("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")


def _destination(link: str) -> str:
    """A link without what would end it, or be markup itself."""
    return link.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A").replace("\r", "%0D")


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, HTML in it included."""
    return MARKDOWN_SYNTAX.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")


FORMS: Mapping[str, Form] = {
    "application/json": _json,
    "text/plain": _plain,
    "text/markdown": _markdown,
}


def acceptable_form() -> Form:
    """How the client wants a summary. Raises ``UnacceptableTypeError``; asked before any work is done."""
    if not request.accept_mimetypes:
        return _json
    # A form has no parameters: all are UTF-8, whatever charset was asked for.
    wanted = MIMEAccept([(media_type.partition(";")[0], quality) for media_type, quality in request.accept_mimetypes])
    best = wanted.best_match(FORMS)
    if best is None:
        raise UnacceptableTypeError(f"A summary can be had as: {', '.join(FORMS)}.")
    return FORMS[best]
