"""Insert rows unless their twins are there, on either database.

Rows come as the driver takes them, so that what it costs to make one is paid where
the record was made, which may be another process. One statement inserts many: SQLite
writes out what it has for the full-text index after every statement.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Integer, LargeBinary, Table
from sqlalchemy.types import TypeEngine

Packed = tuple[Any, ...]

# Values of one statement of SQLite's at most, which counts them in 15 bits.
MOST_VALUES = 30_000


def row_of(record: Any, table: Table, dialect: Dialect) -> Packed:
    """The frozen record as a row of the table; the database itself gives it its number."""
    return tuple(
        getattr(record, name) if pack is None else pack(getattr(record, name))
        for name, pack in _columns(table, dialect)
    )


def insert_unless_there(
    connection: Connection, table: Table, rows: Sequence[Packed], *, by: Sequence[str], giving: Sequence[str] = ()
) -> list[Packed]:
    """Insert the rows, save for those whose unique value in the columns ``by`` already stands.

    Gives those that were inserted, each with its columns ``giving``, or else ``by``, as the driver has them: of any
    number of equal inserts at once, exactly one.
    """
    if connection.dialect.name == "sqlite":
        at_once = MOST_VALUES // len(_columns(table, connection.dialect))
        parts = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
        asked = [(_values(table, connection.dialect, len(part)), tuple(chain.from_iterable(part))) for part in parts]
    else:
        asked = [(_arrays(table, connection.dialect), tuple(map(list, zip(*rows, strict=True))))] if rows else []
    ending = f"ON CONFLICT ({', '.join(by)}) DO NOTHING RETURNING {', '.join(giving or by)}"
    statements = [(f"{_into(table, connection.dialect)} {source} {ending}", values) for source, values in asked]
    return [tuple(row) for statement in statements for row in connection.exec_driver_sql(*statement)]


def _into(table: Table, dialect: Dialect) -> str:
    return f"INSERT INTO {table.name} ({', '.join(name for name, _ in _columns(table, dialect))})"


def _values(table: Table, dialect: Dialect, rows: int) -> str:
    row = f"({', '.join('?' * len(_columns(table, dialect)))})"
    return f"VALUES {', '.join([row] * rows)}"


def _arrays(table: Table, dialect: Dialect) -> str:
    """A column is one value: to read a thousand placeholders costs more than to store what they stand for."""
    kinds = [table.c[name].type.dialect_impl(dialect).compile(dialect) for name, _ in _columns(table, dialect)]
    return f"SELECT * FROM unnest({', '.join(f'%b::{kind}[]' for kind in kinds)})"  # noqa: S608 (the names of types)


@lru_cache
def _columns(table: Table, dialect: Dialect) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """The columns that a record brings, and what makes a value of each one for the driver."""
    own = [one for one in table.columns if not (one.primary_key and isinstance(one.type, Integer))]
    return tuple((one.name, _packing(one.type.dialect_impl(dialect), dialect)) for one in own)


def _packing(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    # Either driver takes bytes as they are; what SQLAlchemy makes of them no process can hand to another.
    return None if isinstance(kind, LargeBinary) else kind.bind_processor(dialect)
