"""One page of a list, and where the next begins."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Boolean, Connection, Row, Select, Table, and_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from service.storage.identifiers import first_after, first_from
from service.storage.search import Query, Search

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list goes on: after the row with this id; in a search this number, and this score where it is ranked."""

    id: UUID
    number: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """``next`` is where more follow, else None; ``ranked`` where the best come first, and not the newest."""

    items: tuple[Item, ...]
    next: Position | None
    ranked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """``limit`` items after a position; with a query only those that match, the best first, else the newest first."""

    limit: int = 20
    after: Position | None = None
    query: Query | None = None


class _Told(FunctionElement[bool]):
    """A condition of which SQLite is told how to use it, since it has no statistics to find out."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        """Itself: SQLite would compare a function with 1, and then take no index."""
        return self


class _Selective(_Told):
    """Few rows fulfil it: it would rather use an index of the time alone."""

    inherit_cache = True


class _Checked(_Told):
    """Only checked on rows that were found by their words: it would rather go through all rows by an index."""

    inherit_cache = True


@compiles(_Told)
def _plain(element: _Told, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(_Selective, "sqlite")
def _selective(element: _Selective, compiler: Any, **how: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **how)}, 0.001)"


@compiles(_Checked, "sqlite")
def _checked(element: _Checked, compiler: Any, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


def only(
    rows: Select[Any],
    table: Table,
    request: PageRequest,
    *,
    after: dt.datetime | None,
    before: dt.datetime | None,
    **wanted: Any,
) -> Select[Any]:
    """Only the rows made after the one time and before the other, with these values in these columns.

    None leaves a time or a column free.
    """
    equal = [table.c[name] == value for name, value in wanted.items() if value is not None]
    times = [] if after is None else [table.c.id >= first_after(after)]
    times += [] if before is None else [table.c.id < first_from(before)]
    if request.query is not None:
        return rows.where(*(_Checked(condition) for condition in (*equal, *times)))
    return rows.where(*(_Selective(condition) for condition in equal), *times)


def fetch(
    connection: Connection, rows: Select[Any], table: Table, request: PageRequest
) -> tuple[list[Row[Any]], Position | None, bool]:
    """The rows of the page, the position behind them, and whether they are ranked.

    The cost hangs on the limit, not on how deep the page is. In a search every match is scored for
    every page; where too many match for that, the newest come first, and a page may hold fewer than
    the limit though more follow.
    """
    if request.query is None:
        behind = rows if request.after is None else rows.where(table.c.id < request.after.id)
        page, more = _take(connection, behind.order_by(table.c.id.desc()), request.limit)
        return page, Position(page[-1].id) if more else None, False
    search = Search(connection, table, request.query)
    ranked = search.can_be_scored() if request.after is None else request.after.score is not None
    if ranked:
        page, more = _take(connection, _best(search, rows, table, request), request.limit)
        return page, Position(page[-1].id, page[-1].number, page[-1].score) if more else None, True
    after = None if request.after is None else (request.after.id, request.after.number or 0)
    end = search.end_of_stretch(after)
    page, more = _take(connection, search.by_age(rows, after=after, end=end), request.limit)
    if more:
        end = (page[-1].id, page[-1].number)
    return page, end and Position(*end), False


def _take(connection: Connection, rows: Select[Any], limit: int) -> tuple[list[Row[Any]], bool]:
    """So many rows, and whether there are more."""
    found = list(connection.execute(rows.limit(limit + 1)).all())
    return found[:limit], len(found) > limit


def _best(search: Search, rows: Select[Any], table: Table, request: PageRequest) -> Select[Any]:
    """In the order of score and then of age. Only ids and scores are sorted, and then the page's rows read."""
    matching, score = search.scored(rows)
    if (after := request.after) is not None:
        behind = and_(score == after.score, table.c.id < after.id)
        matching = matching.where(or_(score > after.score, behind))
    order = matching.with_only_columns(table.c.id.label("best"), score.label("score"))
    best = order.order_by(score, table.c.id.desc()).limit(request.limit + 1).subquery("best")
    page = select(*rows.selected_columns, best.c.score).join_from(table, best, best.c.best == table.c.id)
    return page.order_by(best.c.score, best.c.best.desc())
