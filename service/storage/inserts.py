"""Insert a row unless its twin is there, on either database."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def insert_unless_there(connection: Connection, table: Table, record: Any, *, by: Sequence[str]) -> bool:
    """Insert the frozen record; False where a row with the same unique value in the columns ``by`` already stands.

    Of any number of equal inserts at once, exactly one gives True.
    """
    # The values are no part of the statement: to build and to compare one costs more than to run it.
    statement = _statement(table, tuple(by), connection.dialect.name)
    own = {name: getattr(record, name) for name in _own(table)}
    return connection.execute(statement, own).first() is not None


@cache
def _statement(table: Table, by: tuple[str, ...], dialect: str) -> ReturningInsert[Any]:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table).values(
        {name: bindparam(name) for name in _own(table)}
    )
    once = statement.on_conflict_do_nothing(index_elements=[table.c[name] for name in by])
    return once.returning(table.c[by[0]])


@cache
def _own(table: Table) -> tuple[str, ...]:
    """The columns that a record brings: the database itself gives a row its number."""
    return tuple(
        column.name for column in table.columns if not (column.primary_key and isinstance(column.type, Integer))
    )
