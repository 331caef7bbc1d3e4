"""Summaries, each belonging to the article that it sums up."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, select

from service.storage.inserts import insert_unless_there
from service.storage.pages import Page, PageRequest, fetch
from service.storage.tables import articles, summaries


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSummary:
    """A stored summary and what its readers want to know of the article.

    ``summary`` is the chosen sentences as one text; ``content`` all else that the
    summariser said, as plain JSON values.
    """

    id: UUID
    created_at: dt.datetime
    article_id: UUID
    digest: bytes
    algorithm: str
    language: str
    summary: str
    content: Mapping[str, Any]
    article_title: str | None
    article_url: str | None
    article_metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFilter:
    """Which summaries a list holds; None leaves a column free."""

    article_id: UUID | None = None
    algorithm: str | None = None
    language: str | None = None
    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None


WITH_ARTICLE = select(
    summaries,
    articles.c.title.label("article_title"),
    articles.c.url.label("article_url"),
    articles.c.metadata.label("article_metadata"),
).join_from(summaries, articles)


class Summaries:
    """The summaries in one database. Each method works in the transaction it is given."""

    def add(self, connection: Connection, summary: StoredSummary) -> tuple[StoredSummary, bool]:
        """Store the summary, or give back the equal one; the flag tells whether it is new."""
        while not insert_unless_there(connection, summaries, summary, by="digest"):
            found = self.find(connection, summary.digest)
            if found is not None:  # else it was deleted in between, and the place is free again
                return found, False
        return summary, True

    def find(self, connection: Connection, digest: bytes) -> StoredSummary | None:
        """The summary that answers the same question, if it was asked before."""
        return _one(connection, WITH_ARTICLE.where(summaries.c.digest == digest))

    def get(self, connection: Connection, summary_id: UUID) -> StoredSummary | None:
        return _one(connection, WITH_ARTICLE.where(summaries.c.id == summary_id))

    def delete(self, connection: Connection, summary_id: UUID) -> bool:
        return connection.execute(delete(summaries).where(summaries.c.id == summary_id)).rowcount == 1

    def page(self, connection: Connection, request: PageRequest, which: SummaryFilter) -> Page[StoredSummary]:
        """One page of the summaries of that kind. A search looks at their sentences."""
        rows, position = fetch(connection, _filtered(WITH_ARTICLE, which), summaries, request)
        return Page(tuple(_summary(row) for row in rows), position)


def _filtered(query: Select[Any], which: SummaryFilter) -> Select[Any]:
    columns = summaries.c
    if which.article_id is not None:
        query = query.where(columns.article_id == which.article_id)
    if which.algorithm is not None:
        query = query.where(columns.algorithm == which.algorithm)
    if which.language is not None:
        query = query.where(columns.language == which.language)
    if which.created_after is not None:
        query = query.where(columns.created_at > which.created_after)
    if which.created_before is not None:
        query = query.where(columns.created_at < which.created_before)
    return query


def _one(connection: Connection, query: Select[Any]) -> StoredSummary | None:
    row = connection.execute(query).one_or_none()
    return None if row is None else _summary(row)


def _summary(row: Row[Any]) -> StoredSummary:
    found = row._mapping  # noqa: SLF001 (SQLAlchemy's public name for it)
    values: dict[str, Any] = {field.name: found[field.name] for field in fields(StoredSummary)}
    return StoredSummary(**values)
