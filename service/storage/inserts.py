"""Insert rows unless their twins are there, on either database."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def insert_unless_there(
    connection: Connection, table: Table, records: Sequence[Any], *, by: Sequence[str]
) -> set[tuple[Any, ...]]:
    """Insert the frozen records, save for those whose unique value in the columns ``by`` already stands.

    Gives the values of those that were inserted: of any number of equal inserts at once, exactly one.
    """
    # The values are no part of the statement: to build and to compare one costs more than to run it.
    statement = _statement(table, tuple(by), connection.dialect.name)
    own = _own(table)
    rows = [{name: getattr(record, name) for name in own} for record in records]
    return {tuple(row) for row in connection.execute(statement, rows)}


@cache
def _statement(table: Table, by: tuple[str, ...], dialect: str) -> ReturningInsert[Any]:
    unique = [table.c[name] for name in by]
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    return insert.on_conflict_do_nothing(index_elements=unique).returning(*unique)


@cache
def _own(table: Table) -> tuple[str, ...]:
    """The columns that a record brings: the database itself gives a row its number."""
    return tuple(
        column.name for column in table.columns if not (column.primary_key and isinstance(column.type, Integer))
    )
