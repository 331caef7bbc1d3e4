"""Summaries, each of one article or of several."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Insert, Row, Select, delete, insert, select

from service.storage.database import Database
from service.storage.inserts import Packed, insert_unless_there, row_of
from service.storage.pages import Page, PageRequest, fetch, only
from service.storage.rows import as_parameter, given_rows
from service.storage.tables import articles, summaries, summary_articles


@dataclass(frozen=True, slots=True)
class SummedUp:
    """What the reader of a summary wants to know of an article that it sums up."""

    id: UUID
    title: str | None
    url: str | None
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSummary:
    """A stored summary and the articles that it sums up, in the order they were given.

    ``summary`` is the chosen sentences as one text; ``content`` all else that the
    summariser said, as plain JSON values.
    """

    id: UUID
    owner: UUID
    created_at: dt.datetime
    digest: bytes
    algorithm: str
    language: str
    summary: str
    content: Mapping[str, Any]
    articles: tuple[SummedUp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFilter:
    """Which summaries a list holds; None leaves a column free."""

    owner: UUID
    article_id: UUID | None = None
    algorithm: str | None = None
    language: str | None = None
    created_after: dt.datetime | None = None
    created_before: dt.datetime | None = None


class NewSummary(NamedTuple):
    """A summary before it is stored: its id, its row, and the ids of the articles that it sums up."""

    id: UUID
    row: Packed
    articles: Sequence[UUID]


class Summaries:
    """The summaries in one database. Each method works in the transaction it is given."""

    def row(self, summary: StoredSummary, database: Database) -> Packed:
        """The summary as ``add_several`` takes it, without its articles; it can be handed to another process."""
        return row_of(summary, summaries, database.dialect)

    def add(self, connection: Connection, summary: StoredSummary) -> tuple[StoredSummary, bool]:
        """Store the summary, or give back the equal one; the flag tells whether it is new. Else as ``add_several``."""
        row = row_of(summary, summaries, connection.dialect)
        of = [article.id for article in summary.articles]
        twins = self.add_several(connection, {summary.digest: NewSummary(summary.id, row, of)})
        kept = twins.get(summary.digest, summary)
        return kept, kept is summary

    def add_several(self, connection: Connection, new: Mapping[bytes, NewSummary]) -> Mapping[bytes, StoredSummary]:
        """Store summaries, by digest, each unless its equal is there; the equals of those that were not stored.

        The articles are stored already, and held against deletion by this transaction.
        """
        missing = sorted(new)  # in one order, as the articles
        twins: dict[bytes, StoredSummary] = {}
        while missing:  # again for a twin that was deleted in between: the place is free
            rows = [new[digest].row for digest in missing]
            added = {digest for (digest,) in insert_unless_there(connection, summaries, rows, by=["digest"])}
            self._place(connection, [new[digest] for digest in missing if digest in added])
            missing = [digest for digest in missing if digest not in added]
            found = [self.find(connection, digest) for digest in missing]
            twins |= {twin.digest: twin for twin in found if twin is not None}
            missing = [digest for digest in missing if digest not in twins]
        return twins

    def _place(self, connection: Connection, new: Iterable[NewSummary]) -> None:
        places = [
            (summary.id.hex, place, article_id.hex)
            for summary in new
            for place, article_id in enumerate(summary.articles)
        ]
        if places:
            connection.execute(_placing(connection.dialect.name), as_parameter(places))

    def find(self, connection: Connection, digest: bytes) -> StoredSummary | None:
        """The summary that answers the same question of the same owner, if it was asked before."""
        return _one(connection, select(summaries).where(summaries.c.digest == digest))

    def get(self, connection: Connection, summary_id: UUID, *, owner: UUID) -> StoredSummary | None:
        return _one(connection, select(summaries).where(summaries.c.id == summary_id, summaries.c.owner == owner))

    def get_several(self, connection: Connection, ids: Sequence[UUID], *, owner: UUID) -> Mapping[UUID, StoredSummary]:
        """Those of the summaries that are there, by id."""
        wanted = select(summaries).where(summaries.c.id.in_(ids), summaries.c.owner == owner)
        return {found.id: found for found in _with_articles(connection, connection.execute(wanted).all())}

    def delete(self, connection: Connection, summary_id: UUID, *, owner: UUID) -> bool:
        owned = delete(summaries).where(summaries.c.id == summary_id, summaries.c.owner == owner)
        return connection.execute(owned).rowcount == 1

    def delete_of_article(self, connection: Connection, article_id: UUID) -> int:
        """Delete every summary that sums the article up, alone or with others; how many there were."""
        of_it = select(summary_articles.c.summary_id).where(summary_articles.c.article_id == article_id)
        return connection.execute(delete(summaries).where(summaries.c.id.in_(of_it))).rowcount

    def page(self, connection: Connection, request: PageRequest, which: SummaryFilter) -> Page[StoredSummary]:
        """One page of the summaries of that kind. A search looks at their sentences."""
        chosen = only(
            select(summaries),
            summaries,
            request,
            after=which.created_after,
            before=which.created_before,
            owner=which.owner,
            language=which.language,
            algorithm=which.algorithm,
        )
        if which.article_id is not None:
            of_it = select(summary_articles.c.summary_id).where(summary_articles.c.article_id == which.article_id)
            chosen = chosen.where(summaries.c.id.in_(of_it))
        rows, position, ranked = fetch(connection, chosen, summaries, request)
        return Page(_with_articles(connection, rows), position, ranked)


@cache
def _placing(dialect: str) -> Insert:
    given = given_rows(dialect, *summary_articles.columns)
    return insert(summary_articles).from_select(summary_articles.columns.keys(), select(given))


def _one(connection: Connection, query: Select[Any]) -> StoredSummary | None:
    found = _with_articles(connection, connection.execute(query).all())
    return found[0] if found else None


def _with_articles(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[StoredSummary, ...]:
    summed_up = _summed_up(connection, [row.id for row in rows])
    names = [field.name for field in fields(StoredSummary) if field.name != "articles"]
    return tuple(
        StoredSummary(**{name: row._mapping[name] for name in names}, articles=tuple(summed_up[row.id]))  # noqa: SLF001 (SQLAlchemy's public name for it)
        for row in rows
        if row.id in summed_up  # else it was deleted between the two questions
    )


def _summed_up(connection: Connection, summary_ids: Iterable[UUID]) -> Mapping[UUID, list[SummedUp]]:
    query = (
        select(summary_articles.c.summary_id, articles.c.id, articles.c.title, articles.c.url, articles.c.metadata)
        .join_from(summary_articles, articles)
        .where(summary_articles.c.summary_id.in_(list(summary_ids)))
        .order_by(summary_articles.c.summary_id, summary_articles.c.place)
    )
    found: defaultdict[UUID, list[SummedUp]] = defaultdict(list)
    for summary_id, *article in connection.execute(query):
        found[summary_id].append(SummedUp(*article))
    return found
