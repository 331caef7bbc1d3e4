"""Which lines stand in which articles, as hashes: what recurs can be told, and not one word read back."""

from collections.abc import Collection
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, BigInteger, Connection, TableValuedAlias, column, func, insert, literal, select, true

from service.storage.tables import article_lines, articles


class ArticleLines:
    """The lines of the stored articles. Each method works in the transaction it is given.

    A line is a hash of 64 bits, signed; so is a site, which is 0 where the article has
    none. A line goes with its article, whoever deletes that.
    """

    def add(self, connection: Connection, article_id: UUID, *, site: int, lines: Collection[int]) -> None:
        """Note that the stored article has these lines."""
        given = _table_of(lines, connection)
        rows = (
            select(given.c.value, literal(site, BigInteger), articles.c.number)
            .select_from(articles.join(given, true()))
            .where(articles.c.id == article_id)
        )
        connection.execute(insert(article_lines).from_select(["line", "site", "article"], rows))

    def recurring(
        self, connection: Connection, lines: Collection[int], *, site: int | None = None, in_articles: int = 1
    ) -> frozenset[int]:
        """Those of the lines that stand in so many articles, of that site or of all.

        An index look-up a line, however many articles have it.
        """
        given = _table_of(lines, connection)
        same = select(literal(1)).where(article_lines.c.line == given.c.value)
        if site is not None:
            same = same.where(article_lines.c.site == site)
        enough = same.offset(in_articles - 1).limit(1).correlate(given).exists()
        return frozenset(connection.execute(select(given.c.value).where(enough)).scalars())


def _table_of(lines: Collection[int], connection: Connection) -> TableValuedAlias:
    """The lines as rows, out of one parameter, so that any number of them is the same statement."""
    ordered, value = sorted(lines), column("value", BigInteger)
    if connection.dialect.name == "sqlite":
        return func.json_each(orjson.dumps(ordered).decode()).table_valued(value)
    return func.unnest(literal(ordered, ARRAY(BigInteger))).table_valued(value).render_derived()
