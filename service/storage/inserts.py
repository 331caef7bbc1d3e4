"""Insert a row unless its twin is there, on either database."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, record: Any) -> bool:
    """Insert the frozen record; False where a row with the same unique value already stands.

    Of any number of equal inserts at once, exactly one gives True.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {column.name: getattr(record, column.name) for column in table.columns}
    statement = insert(table).values(values).on_conflict_do_nothing(index_elements=[table.c.digest])
    return connection.execute(statement.returning(table.c.id)).first() is not None
