"""Many small rows as one parameter, so that one statement, always the same, writes them all."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Subquery,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)


def given_rows(dialect: str, *columns: Column[Any]) -> Subquery:
    """What was given as ``as_parameter`` under the name 'rows', as a table of these columns."""
    value: ColumnElement[Any] = literal_column("value")
    rows = bindparam("rows", type_=Text)
    if dialect == "sqlite":
        values = func.json_each(rows).table_valued(column("value"))
    else:
        values = func.json_array_elements(cast(rows, JSON)).table_valued(column("value"))
    # Without the cast an element would be taken for text.
    each = [cast(value.op("->>")(literal_column(str(place))), one.type) for place, one in enumerate(columns)]
    named = [one.label(column.name) for one, column in zip(each, columns, strict=True)]
    return select(*named).select_from(values).subquery("given")


def as_parameter(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    """The rows as the parameter of a statement that has ``given_rows``. Ids are given as ``hex``, JSON as text."""
    return {"rows": orjson.dumps(list(rows)).decode()}
