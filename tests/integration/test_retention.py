"""Purging, and upgrading a database with data in it; each on SQLite and on PostgreSQL."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import insert, text
from uuid6 import uuid7

from service.storage import (
    ANONYMOUS,
    ArticleFilter,
    Articles,
    Database,
    IdempotencyKey,
    IdempotencyKeys,
    PageRequest,
    Summaries,
    SummaryFilter,
    SummedUp,
    parse,
    tables,
)
from service.summariser import Options
from service.use_cases import ArticleUseCases, Limits, NewArticle, RetentionUseCases, SummaryUseCases, Wish
from service.use_cases.articles import stored_form
from service.use_cases.retention import BATCH
from tests.articles import BAKERY, FERRY

NOW = dt.datetime.now(dt.UTC)
LIMITS = Limits(body_bytes=10**6, text_characters=10**6, sentences=1_000, metadata_bytes=1_000, json_depth=10)


def summarise(database, *texts, sentences=3):
    use_cases = SummaryUseCases(database, ArticleUseCases(database, LIMITS))
    wish = Wish(options=Options(sentences=sentences))
    return use_cases.summarise([NewArticle(text=text) for text in texts], wish, owner=ANONYMOUS)[0]


def articles_of(database, query=None):
    with database.reading() as connection:
        return Articles().page(connection, PageRequest(query=query), ArticleFilter(owner=ANONYMOUS)).items


def summaries_of(database, query=None):
    with database.reading() as connection:
        return Summaries().page(connection, PageRequest(query=query), SummaryFilter(owner=ANONYMOUS)).items


def make_old(database, article_id, days):
    with database.writing() as connection:
        moment = NOW - dt.timedelta(days=days)
        statement = text("UPDATE articles SET created_at = :moment WHERE id = :id").bindparams(
            moment=moment.strftime("%Y-%m-%d %H:%M:%S") if database.is_sqlite else moment,
            id=article_id.hex if database.is_sqlite else article_id,
        )
        assert connection.execute(statement).rowcount == 1


def test_articles_over_the_age_go_with_all_their_summaries_and_no_others(database):
    old = summarise(database, FERRY)
    summarise(database, FERRY, sentences=1)
    young = summarise(database, BAKERY)
    make_old(database, old.articles[0].id, days=31)
    make_old(database, young.articles[0].id, days=29)

    purged = RetentionUseCases(database).purge(days=30, now=NOW)

    assert (purged.articles, purged.summaries) == (1, 2)
    assert [article.id for article in articles_of(database)] == [young.articles[0].id]
    assert [summary.id for summary in summaries_of(database)] == [young.id]


def test_a_digest_goes_with_the_first_of_its_articles(database):
    digest = summarise(database, FERRY, BAKERY)
    make_old(database, digest.articles[0].id, days=31)

    purged = RetentionUseCases(database).purge(days=30, now=NOW)

    assert (purged.articles, purged.summaries) == (1, 1)
    assert [article.id for article in articles_of(database)] == [digest.articles[1].id]


def test_with_no_age_every_article_stays_and_old_keys_go(database):
    summary = summarise(database, FERRY)
    make_old(database, summary.articles[0].id, days=3_000)
    with database.writing() as connection:
        for key, hours in (("old", 25), ("young", 0)):
            created = NOW - dt.timedelta(hours=hours)
            IdempotencyKeys().take(
                connection,
                IdempotencyKey(owner=ANONYMOUS, key=key, created_at=created, request=b"", token=uuid7(), status=200),
            )

    purged = RetentionUseCases(database).purge(days=0, now=NOW)

    assert (purged.articles, purged.summaries, purged.idempotency_keys) == (0, 0, 1)
    assert len(articles_of(database)) == 1
    with database.reading() as connection:
        assert IdempotencyKeys().get(connection, "young", owner=ANONYMOUS) is not None


def test_more_than_a_batch_is_purged_at_once(database):
    articles = ArticleUseCases(database, LIMITS)
    for number in range(BATCH + 3):
        articles.store(NewArticle(text=f"The crane lifted {number} crates."), owner=ANONYMOUS)

    purged = RetentionUseCases(database).purge(days=1, now=NOW + dt.timedelta(days=2))

    assert purged.articles == BATCH + 3
    assert articles_of(database) == ()


def of_the_first_version(table, record):
    """The columns that the first version had; it knew no owners."""
    return {
        column.name: getattr(record, column.name) for column in table.columns if column.name not in {"number", "owner"}
    }


def test_a_database_of_the_first_version_is_upgraded_with_its_data(empty_database_url, tmp_path):
    database = Database(empty_database_url)
    database.upgrade(to="0001")
    assert not database.is_current()
    new = NewArticle(text=FERRY)
    article = stored_form(new, ArticleUseCases(database, LIMITS).read(new), ANONYMOUS)
    elsewhere = Database(f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    elsewhere.upgrade()
    summary = summarise(elsewhere, FERRY)
    elsewhere.close()
    stored = replace(summary, articles=(SummedUp(article.id, article.title, article.url, article.metadata),))
    with database.writing() as connection:
        for table, record in ((tables.articles, article), (tables.summaries, stored)):
            connection.execute(insert(table).values(of_the_first_version(table, record)))
        link = {"summary_id": stored.id, "place": 0, "article_id": article.id}
        connection.execute(insert(tables.summary_articles).values(link))

    database.upgrade()

    assert database.is_current()
    assert summaries_of(database) == (stored,)
    assert ArticleUseCases(database, LIMITS).store(new, owner=ANONYMOUS) == (article, False)
    assert [found.id for found in articles_of(database, parse('"lost money" ferry'))] == [stored.articles[0].id]
    assert summaries_of(database, parse(f'"{stored.content["sentences"][0]["text"]}"')) == (stored,)
    assert articles_of(database, parse("zeppelin")) == ()
    database.close()
