"""Insert a row unless its twin is there, on either database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table, record: Any, *, by: Sequence[str]) -> bool:
    """Insert the frozen record; False where a row with the same unique value in the columns ``by`` already stands.

    Of any number of equal inserts at once, exactly one gives True.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    # The database itself gives a row its number.
    own = [column.name for column in table.columns if not (column.primary_key and isinstance(column.type, Integer))]
    statement = insert(table).values({name: getattr(record, name) for name in own})
    once = statement.on_conflict_do_nothing(index_elements=[table.c[name] for name in by]).returning(table.c[by[0]])
    return connection.execute(once).first() is not None
