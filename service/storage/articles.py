"""Articles: what came in, as it came, and what was worked out of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select

from service.storage.inserts import insert_once
from service.storage.pages import Page
from service.storage.tables import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stored article. ``text`` is None in lists, which leave it out."""

    id: UUID
    created_at: dt.datetime
    digest: bytes
    title: str | None
    url: str | None
    metadata: Mapping[str, Any]
    text: str | None
    language: str
    analysis: Mapping[str, Any]


IN_LISTS = [column for column in articles.columns if column.name != "text"]


class Articles:
    """The articles in one database. Each method works in the transaction it is given."""

    def add(self, connection: Connection, article: Article) -> Article:
        """Store the article, or give back the equal one that is already there.

        Either way it cannot be deleted by others until this transaction ends.
        """
        twin = select(articles).where(articles.c.digest == article.digest).with_for_update(read=True, key_share=True)
        while not insert_once(connection, articles, article):
            row = connection.execute(twin).one_or_none()
            if row is not None:  # else it was deleted in between, and the place is free again
                return _article(row)
        return article

    def find(self, connection: Connection, digest: bytes) -> Article | None:
        """The article with the same content, if it is stored."""
        row = connection.execute(select(articles).where(articles.c.digest == digest)).one_or_none()
        return None if row is None else _article(row)

    def hold(self, connection: Connection, article_id: UUID) -> bool:
        """Keep others from deleting the article until this transaction ends; False where it is gone."""
        held = select(articles.c.id).where(articles.c.id == article_id).with_for_update(read=True, key_share=True)
        return connection.execute(held).one_or_none() is not None

    def get(self, connection: Connection, article_id: UUID) -> Article | None:
        row = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
        return None if row is None else _article(row)

    def delete(self, connection: Connection, article_id: UUID) -> bool:
        """Delete the article and, with it, its summaries. False where there was none."""
        return connection.execute(delete(articles).where(articles.c.id == article_id)).rowcount == 1

    def page(self, connection: Connection, *, limit: int, before: UUID | None) -> Page[Article]:
        """The ``limit`` newest articles that are older than ``before``, without their text."""
        query = select(*IN_LISTS).order_by(articles.c.id.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(articles.c.id < before)
        rows = connection.execute(query).all()
        items = tuple(_article(row) for row in rows[:limit])
        return Page(items, items[-1].id if len(rows) > limit else None)


def _article(row: Row[Any]) -> Article:
    return Article(**{"text": None, **row._mapping})  # noqa: SLF001 (SQLAlchemy's public name for it)
