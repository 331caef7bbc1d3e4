"""Articles: what came in, as it came, and what was worked out of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, select

from service.storage.database import Database
from service.storage.inserts import Packed, insert_unless_there, row_of
from service.storage.pages import Page, PageRequest, fetch, only
from service.storage.tables import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stored article. ``text`` is None in lists, which leave it out."""

    id: UUID
    owner: UUID
    created_at: dt.datetime
    digest: bytes
    title: str | None
    url: str | None
    metadata: Mapping[str, Any]
    text: str | None
    language: str
    analysis: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles a list holds; None leaves a column free."""

    owner: UUID
    language: str | None = None
    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None


BY_DIGEST = select(articles).where(articles.c.digest == bindparam("digest"))
ANALYSES = select(articles.c.digest, articles.c.analysis).where(
    articles.c.digest.in_(bindparam("digests", expanding=True))
)
IN_LISTS = [column for column in articles.columns if column.name != "text"]


class Articles:
    """The articles in one database. Each method works in the transaction it is given."""

    def row(self, article: Article, database: Database) -> Packed:
        """The article as ``add_several`` takes it; it can be handed to another process."""
        return row_of(article, articles, database.dialect)

    def add(self, connection: Connection, article: Article) -> Article:
        """Store the article, or give back the equal one that is already there. Else as ``add_several``."""
        _, twins = self.add_several(connection, {article.digest: row_of(article, articles, connection.dialect)})
        return twins.get(article.digest, article)

    def add_several(
        self, connection: Connection, new: Mapping[bytes, Packed]
    ) -> tuple[Mapping[bytes, int], Mapping[bytes, Article]]:
        """Store articles, by digest, each unless its equal is there.

        Gives the numbers of those that are new, and the equals of the others. None can be deleted by others
        until this transaction ends.
        """
        # Who stores the same articles does it in the same order, so that neither waits for ever.
        missing = sorted(new)
        numbers: dict[bytes, int] = {}
        twins: dict[bytes, Article] = {}
        while missing:  # again for a twin that was deleted in between: the place is free
            rows = [new[digest] for digest in missing]
            numbers |= insert_unless_there(connection, articles, rows, by=["digest"], giving=["digest", "number"])
            missing = [digest for digest in missing if digest not in numbers]
            twins |= {twin.digest: twin for twin in self._twins(connection, missing)}
            missing = [digest for digest in missing if digest not in twins]
        return numbers, twins

    def _twins(self, connection: Connection, digests: Sequence[bytes]) -> list[Article]:
        if not digests:
            return []
        rows = select(articles).where(articles.c.digest.in_(digests)).order_by(articles.c.digest)
        return [_article(row) for row in connection.execute(rows.with_for_update(read=True, key_share=True))]

    def find(self, connection: Connection, digest: bytes) -> Article | None:
        """The owner's article with the same content, if it is stored; the digest covers both."""
        row = connection.execute(BY_DIGEST, {"digest": digest}).one_or_none()
        return None if row is None else _article(row)

    def analyses(self, connection: Connection, digests: Sequence[bytes]) -> Mapping[bytes, Mapping[str, Any]]:
        """What was worked out of those of the articles that are stored, by digest."""
        rows = connection.execute(ANALYSES, {"digests": digests})
        return {row.digest: row.analysis for row in rows}

    def hold(self, connection: Connection, article_id: UUID, *, owner: UUID, to_delete: bool = False) -> bool:
        """Keep others from deleting the article until this transaction ends; False where it is gone.

        Whoever will delete it says so, and then keeps others from holding it too.
        """
        row = select(articles.c.id).where(articles.c.id == article_id, articles.c.owner == owner)
        held = row.with_for_update() if to_delete else row.with_for_update(read=True, key_share=True)
        return connection.execute(held).one_or_none() is not None

    def hold_older(self, connection: Connection, than: dt.datetime, *, at_most: int) -> list[UUID]:
        """Ids of all owners' oldest articles stored before then, which nobody else can hold or delete meanwhile."""
        older = select(articles.c.id).where(articles.c.created_at < than).order_by(articles.c.id).limit(at_most)
        return list(connection.execute(older.with_for_update()).scalars())

    def get(self, connection: Connection, article_id: UUID, *, owner: UUID) -> Article | None:
        owned = select(articles).where(articles.c.id == article_id, articles.c.owner == owner)
        row = connection.execute(owned).one_or_none()
        return None if row is None else _article(row)

    def delete(self, connection: Connection, article_id: UUID) -> None:
        """Delete the article, which is held and whose summaries are deleted."""
        connection.execute(delete(articles).where(articles.c.id == article_id))

    def page(self, connection: Connection, request: PageRequest, which: ArticleFilter) -> Page[Article]:
        """One page of the articles of that kind, without their texts. A search looks at title and text."""
        chosen = only(
            select(*IN_LISTS),
            articles,
            request,
            after=which.created_after,
            before=which.created_before,
            owner=which.owner,
            language=which.language,
        )
        rows, position, ranked = fetch(connection, chosen, articles, request)
        return Page(tuple(_article(row) for row in rows), position, ranked)


def _article(row: Row[Any]) -> Article:
    found = row._mapping  # noqa: SLF001 (SQLAlchemy's public name for it)
    values: dict[str, Any] = {field.name: found.get(field.name) for field in fields(Article)}
    return Article(**values)
