"""Full-text search: one question for SQLite's FTS5 and PostgreSQL's tsvector."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Select,
    Table,
    cast,
    column,
    func,
    literal_column,
    select,
    text,
)

WORD = re.compile(r"\w+")
PARTS = re.compile(r'"([^"]*)"|([^"]+)')

# Every match is scored for every page, and by age SQLite looks up every match to filter it: what so many cost stands
# in docs/performance.md, under lists.
MOST_SCORED = MOST_LOOKED_UP = 10_000

# A row of a list by age: its id and its number.
Place = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every phrase must stand in the text. A phrase is one or more words in a row."""

    phrases: tuple[tuple[str, ...], ...]


def parse(question: str) -> Query:
    """Words, and phrases in double quotes; everything else between them is passed over."""
    phrases: list[tuple[str, ...]] = []
    for quoted, plain in PARTS.findall(question):
        words = tuple(WORD.findall(quoted or plain))
        phrases += [words] if quoted and words else [(word,) for word in words]
    return Query(tuple(phrases))


class Search:
    """A question to the full-text index of one table."""

    def __init__(self, connection: Connection, table: Table, query: Query) -> None:
        self._connection = connection
        self._table = table
        self._query = query
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._index = f"{table.name}_search"

    def can_be_scored(self) -> bool:
        """Whether no more rows match, of whatever kind, than can be scored for every page."""
        if not self._is_sqlite:  # where it misjudges the words, it would read the whole table to count
            self._connection.execute(text("SET LOCAL enable_seqscan = off"))
        matches = self._numbers() if self._is_sqlite else select(self._table.c.number).where(self._matches())
        first = matches.limit(MOST_SCORED + 1).subquery()
        return self._connection.execute(select(func.count()).select_from(first)).scalar_one() <= MOST_SCORED

    def scored(self, rows: Select[Any]) -> tuple[Select[Any], ColumnElement[float]]:
        """Only the rows that match, and their score; the lower the better, on both databases."""
        if self._is_sqlite:
            found = self._numbers(column("rank").label("score")).cte("found").prefix_with("MATERIALIZED")
            return rows.join(found, found.c.number == self._table.c.number), found.c.score
        score = cast(-func.ts_rank(self._vector, self._wanted()), Double)
        return rows.where(self._matches()), score

    def by_age(self, rows: Select[Any], *, after: Place | None, end: Place | None) -> Select[Any]:
        """Only the rows that match, the newest first: those behind the one place, as far as the other."""
        if self._is_sqlite:
            numbers = self._behind(after)
            found = (numbers if end is None else numbers.where(column("rowid") >= end[1])).subquery("found")
            return rows.join(found, found.c.number == self._table.c.number).order_by(found.c.number.desc())
        behind = rows if after is None else rows.where(self._table.c.id < after[0])
        return behind.where(self._matches()).order_by(self._table.c.id.desc())

    def end_of_stretch(self, after: Place | None) -> Place | None:
        """The last match that is looked at for one page; None where all are."""
        if not self._is_sqlite:
            return None
        newest = self._behind(after).order_by(column("rowid").desc())
        last = newest.offset(MOST_LOOKED_UP - 1).limit(1).scalar_subquery()
        columns = self._table.c
        row = self._connection.execute(select(columns.id, columns.number).where(columns.number == last)).first()
        return row and (row.id, row.number)

    def _behind(self, after: Place | None) -> Select[Any]:
        return self._numbers() if after is None else self._numbers().where(column("rowid") < after[1])

    def _numbers(self, *more: ColumnElement[Any]) -> Select[Any]:
        """Numbers of the rows that match, out of FTS5's own index."""
        expression = " AND ".join('"' + " ".join(words) + '"' for words in self._query.phrases)
        return (
            select(column("rowid").label("number"), *more)
            .select_from(text(self._index))
            .where(text(f"{self._index} MATCH :expression").bindparams(expression=expression))
        )

    @property
    def _vector(self) -> ColumnElement[Any]:
        return literal_column(f"{self._table.name}.search")

    def _matches(self) -> ColumnElement[bool]:
        return self._vector.op("@@", is_comparison=True)(self._wanted())

    def _wanted(self) -> ColumnElement[Any]:
        phrases = " & ".join(f"'{' '.join(words)}'" for words in self._query.phrases)
        return func.to_tsquery("simple", phrases)  # one call: SQLAlchemy recurses into nested ones
