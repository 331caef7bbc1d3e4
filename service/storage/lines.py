"""Which lines stand in which articles, as hashes: what recurs can be told, and not one word read back."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, Connection, Insert, Select, bindparam, column, func, insert, literal, select

from service.storage.rows import as_parameter, given_rows
from service.storage.tables import article_lines


class ArticleLines:
    """The lines of the stored articles. Each method works in the transaction it is given.

    A line is a hash of 64 bits, signed; so is a site, which is 0 where the article has
    none. A line goes with its article, whoever deletes that.
    """

    def add(self, connection: Connection, lines: Sequence[tuple[int, int, int]]) -> None:
        """Note which lines stored articles have: the line, its site, the article's number."""
        if lines:
            connection.execute(_adding(connection.dialect.name), as_parameter(lines))

    def recurring(
        self, connection: Connection, lines: Collection[int], *, site: int | None = None, in_articles: int = 1
    ) -> frozenset[int]:
        """Those of the lines that stand in so many articles, of that site or of all.

        An index look-up a line, however many articles have it.
        """
        dialect, ordered = connection.dialect.name, sorted(lines)
        given = {"lines": orjson.dumps(ordered).decode() if dialect == "sqlite" else ordered, "others": in_articles - 1}
        if site is not None:
            given["site"] = site
        return frozenset(connection.execute(_recurring(dialect, of_site=site is not None), given).scalars())


@cache
def _adding(dialect: str) -> Insert:
    given = given_rows(dialect, *article_lines.columns)
    return insert(article_lines).from_select(article_lines.columns.keys(), select(given))


@cache
def _recurring(dialect: str, *, of_site: bool) -> Select[Any]:
    """The lines come as rows, out of one parameter, so that any number of them is the same statement."""
    value = column("value", BigInteger)
    if dialect == "sqlite":
        given = func.json_each(bindparam("lines")).table_valued(value)
    else:
        given = func.unnest(bindparam("lines", type_=ARRAY(BigInteger))).table_valued(value).render_derived()
    same = select(literal(1)).where(article_lines.c.line == given.c.value)
    if of_site:
        same = same.where(article_lines.c.site == bindparam("site"))
    return select(given.c.value).where(same.offset(bindparam("others")).limit(1).correlate(given).exists())
