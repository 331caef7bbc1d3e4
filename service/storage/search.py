"""Full-text search: one question for SQLite's FTS5 and PostgreSQL's tsvector."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, Select, Table, cast, column, func, literal_column, select, text

WORD = re.compile(r"\w+")
PARTS = re.compile(r'"([^"]*)"|([^"]+)')


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


def matching(rows: Select[Any], table: Table, query: Query, dialect: str) -> tuple[Select[Any], ColumnElement[float]]:
    """Only the rows that match, and their score; the lower the better, on both databases."""
    if dialect == "sqlite":
        return _matching_in_sqlite(rows, table, query)
    wanted: ColumnElement[Any] = func.phraseto_tsquery("simple", " ".join(query.phrases[0]))
    for words in query.phrases[1:]:
        wanted = wanted.op("&&")(func.phraseto_tsquery("simple", " ".join(words)))
    search: ColumnElement[Any] = literal_column(f"{table.name}.search")
    score = cast(-func.ts_rank(search, wanted), Double)
    return rows.where(search.op("@@")(wanted)), score


def _matching_in_sqlite(rows: Select[Any], table: Table, query: Query) -> tuple[Select[Any], ColumnElement[float]]:
    index = f"{table.name}_search"
    expression = " AND ".join('"' + " ".join(words) + '"' for words in query.phrases)
    found = (
        select(column("rowid"), column("rank").label("score"))
        .select_from(text(index))
        .where(text(f"{index} MATCH :expression").bindparams(expression=expression))
        .cte(f"found_{table.name}")
        .prefix_with("MATERIALIZED")
    )
    return rows.join(found, found.c.rowid == table.c.number), found.c.score
