"""One page of a list, and where the next begins."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, or_

from service.storage.search import Query, matching

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list goes on: after the item with this id and, in a search, this score."""

    id: UUID
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """``next`` is where more follow, else None."""

    items: tuple[Item, ...]
    next: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """``limit`` items after a position; with a query only those that match, the best first, else the newest first."""

    limit: int = 20
    after: Position | None = None
    query: Query | None = None


def fetch(
    connection: Connection, rows: Select[Any], table: Table, request: PageRequest
) -> tuple[list[Row[Any]], Position | None]:
    """The rows of the page and the position behind them. The cost hangs on the limit, not on how deep the page is.

    In a search every match is scored for every page.
    """
    score: ColumnElement[float] | None = None
    if request.query is not None:
        rows, score = matching(rows, table, request.query, connection.dialect.name)
        rows = rows.add_columns(score.label("score")).order_by(score)
    if request.after is not None:
        rows = rows.where(_behind(request.after, table, score))
    found = list(connection.execute(rows.order_by(table.c.id.desc()).limit(request.limit + 1)).all())
    page = found[: request.limit]
    if len(found) <= request.limit:
        return page, None
    return page, Position(page[-1].id, None if score is None else page[-1].score)


def _behind(position: Position, table: Table, score: ColumnElement[float] | None) -> ColumnElement[bool]:
    """In the order of score and then of age."""
    older: ColumnElement[bool] = table.c.id < position.id
    if score is None or position.score is None:
        return older
    return or_(score > position.score, and_(score == position.score, older))
