"""Summarise an article; list, fetch and delete summaries."""

import datetime as dt
import hashlib
import time
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson
from uuid6 import uuid7

import service
from service.errors import NotFoundError
from service.storage import Article, Articles, Database, Page, PageRequest, StoredSummary, Summaries, SummaryFilter
from service.summariser import Options, summarise_reading
from service.use_cases.articles import ArticleUseCases, NewArticle, stored_form
from service.use_cases.content import ENGINE, Presentation, content_of


class SummaryUseCases:
    def __init__(self, database: Database, articles: ArticleUseCases) -> None:
        self._database = database
        self._reader = articles
        self._articles = Articles()
        self._summaries = Summaries()

    def summarise_text(
        self, new: NewArticle, options: Options, how: Presentation, *, store: bool
    ) -> tuple[StoredSummary, bool]:
        """Sum up what came in; the flag tells whether a new summary was stored.

        With ``store`` false nothing is written or looked up, and the ids are nil.
        """
        started = time.perf_counter()
        digest = _question(new.digest, options, how)
        if store and (known := self._find(digest)) is not None:
            return known, False
        reading = self._reader.read(new, cleaning=options.clean)
        content = content_of(summarise_reading(reading, options), options, how, started=started)
        # The stored ledger is that of the cleaned article, whatever this one summary was made of.
        article = stored_form(new, reading if options.clean else self._reader.read(new))
        if not store:
            return _stored_form(article, digest, content), False
        with self._database.writing() as connection:
            kept = self._articles.add(connection, article)
            return self._summaries.add(connection, _stored_form(kept, digest, content))

    def summarise_stored(
        self, article_id: UUID, options: Options, how: Presentation, *, store: bool
    ) -> tuple[StoredSummary, bool]:
        """Sum up a stored article. Raises ``NotFoundError`` where there is none, also where it has just gone."""
        started = time.perf_counter()
        article = self._reader.get(article_id)
        digest = _question(article.digest, options, how)
        if store and (known := self._find(digest)) is not None:
            return known, False
        language = options.language if options.language != "auto" else article.language
        title = article.title if article.analysis["title_given"] else None
        again = NewArticle(text=article.text or "", title=title, language=language)
        reading = self._reader.read(again, cleaning=options.clean)
        content = content_of(summarise_reading(reading, options), options, how, started=started)
        if options.language == "auto":
            content["language"] = dict(article.analysis["language"])
        summary = _stored_form(article, digest, content)
        if not store:
            return summary, False
        with self._database.writing() as connection:
            if not self._articles.hold(connection, article.id):
                raise NotFoundError("article", str(article_id))
            return self._summaries.add(connection, summary)

    def get(self, summary_id: UUID) -> StoredSummary:
        with self._database.reading() as connection:
            summary = self._summaries.get(connection, summary_id)
        if summary is None:
            raise NotFoundError("summary", str(summary_id))
        return summary

    def delete(self, summary_id: UUID) -> None:
        with self._database.writing() as connection:
            found = self._summaries.delete(connection, summary_id)
        if not found:
            raise NotFoundError("summary", str(summary_id))

    def page(self, request: PageRequest, which: SummaryFilter) -> Page[StoredSummary]:
        with self._database.reading() as connection:
            return self._summaries.page(connection, request, which)

    def _find(self, digest: bytes) -> StoredSummary | None:
        with self._database.reading() as connection:
            return self._summaries.find(connection, digest)


def _question(article_digest: bytes, options: Options, how: Presentation) -> bytes:
    """SHA-256 of all that the answer hangs on: article, options and the versions of the engine."""
    parts = [article_digest.hex(), asdict(options), asdict(how), service.__version__, ENGINE]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()


def _stored_form(article: Article, digest: bytes, content: dict[str, Any]) -> StoredSummary:
    return StoredSummary(
        id=uuid7(),
        created_at=dt.datetime.now(dt.UTC),
        article_id=article.id,
        digest=digest,
        algorithm=content["algorithm"],
        language=content["language"]["code"],
        summary=content.pop("summary"),
        content=content,
        article_title=article.title,
        article_url=article.url,
        article_metadata=article.metadata,
    )
