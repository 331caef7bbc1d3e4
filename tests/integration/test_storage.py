"""The storage suite: every test runs on SQLite and on PostgreSQL."""

import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from uuid6 import uuid7

from service.errors import StorageUnavailableError
from service.storage import Article, Articles, Database, StoredSummary, Summaries, SummaryFilter
from service.storage.tables import metadata

EVERYTHING = SummaryFilter()


def an_article(**changes) -> Article:
    article = Article(
        id=uuid7(),
        created_at=dt.datetime.now(dt.UTC),
        digest=uuid7().bytes * 2,
        title="Ferry stops",
        url=None,
        metadata={"b": 1, "a": [1.5, None, "ü"]},
        text="The ferry stops.\r\n\tNobody knows why…",
        language="en",
        analysis={"removed": []},
    )
    return replace(article, **changes)


def a_summary(article: Article, **changes) -> StoredSummary:
    summary = StoredSummary(
        id=uuid7(),
        created_at=dt.datetime.now(dt.UTC),
        article_id=article.id,
        digest=uuid7().bytes * 2,
        algorithm="lex-rank",
        language="en",
        content={"summary": "The ferry stops."},
        article_title=article.title,
        article_url=article.url,
        article_metadata=article.metadata,
    )
    return replace(summary, **changes)


def test_an_article_comes_back_as_it_went_in(database):
    article = an_article()

    with database.writing() as connection:
        Articles().add(connection, article)

    with database.reading() as connection:
        found = Articles().get(connection, article.id)
    assert found == article
    assert list(found.metadata) == ["b", "a"]


def test_an_equal_article_is_stored_once(database):
    first, second = an_article(digest=b"1" * 32), an_article(digest=b"1" * 32)

    with database.writing() as connection:
        Articles().add(connection, first)
        kept = Articles().add(connection, second)

    assert kept == first


def test_a_summary_comes_back_with_what_is_known_of_its_article(database):
    article = an_article(title="Harbour", url="https://example.org/harbour")
    summary = a_summary(article)

    with database.writing() as connection:
        Articles().add(connection, article)
        assert Summaries().add(connection, summary) == (summary, True)

    with database.reading() as connection:
        assert Summaries().get(connection, summary.id) == summary
        assert Summaries().find(connection, summary.digest) == summary


def test_of_fifty_equal_summaries_at_once_one_is_stored(database):
    article = an_article()
    with database.writing() as connection:
        Articles().add(connection, article)

    def store(_: int) -> tuple[StoredSummary, bool]:
        with database.writing() as connection:
            return Summaries().add(connection, a_summary(article, digest=b"2" * 32))

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(store, range(50)))

    assert sum(created for _, created in outcomes) == 1
    assert len({summary.id for summary, _ in outcomes}) == 1


def test_deleting_an_article_deletes_its_summaries_and_no_others(database):
    gone, stays = an_article(), an_article()
    with database.writing() as connection:
        for article in (gone, stays):
            Articles().add(connection, article)
            Summaries().add(connection, a_summary(article))

    with database.writing() as connection:
        assert Articles().delete(connection, gone.id)
        assert not Articles().delete(connection, gone.id)

    with database.reading() as connection:
        left = Summaries().page(connection, limit=10, before=None, which=EVERYTHING)
    assert [summary.article_id for summary in left.items] == [stays.id]


def test_pages_hold_every_summary_once_newest_first(database):
    article = an_article()
    made = [a_summary(article) for _ in range(7)]
    with database.writing() as connection:
        Articles().add(connection, article)
        for summary in made:
            Summaries().add(connection, summary)

    seen, before = [], None
    with database.reading() as connection:
        while True:
            page = Summaries().page(connection, limit=3, before=before, which=EVERYTHING)
            seen += [summary.id for summary in page.items]
            before = page.after
            if before is None:
                break

    assert seen == [summary.id for summary in reversed(made)]


def test_a_list_holds_only_what_the_filter_lets_through(database):
    article = an_article()
    noon = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    wanted = a_summary(article, algorithm="kl", language="de", created_at=noon)
    others = [a_summary(article, algorithm="luhn", created_at=noon + dt.timedelta(days=n)) for n in (-1, 1)]
    with database.writing() as connection:
        Articles().add(connection, article)
        for summary in (wanted, *others):
            Summaries().add(connection, summary)

    filters = [
        SummaryFilter(algorithm="kl"),
        SummaryFilter(language="de"),
        SummaryFilter(created_after=noon - dt.timedelta(hours=1), created_before=noon + dt.timedelta(hours=1)),
    ]
    with database.reading() as connection:
        for which in filters:
            page = Summaries().page(connection, limit=10, before=None, which=which)
            assert [summary.id for summary in page.items] == [wanted.id]


def test_an_error_in_the_middle_leaves_nothing_behind(database):
    article = an_article()

    def fail_halfway() -> None:
        with database.writing() as connection:
            Articles().add(connection, article)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    with database.reading() as connection:
        assert Articles().get(connection, article.id) is None


def test_the_migrations_make_the_tables_that_the_code_works_with(database):
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_upgrade_runs_once_however_many_start_it(empty_database_url):
    start = f"from service.storage import Database; Database({empty_database_url!r}).upgrade()"

    processes = [subprocess.Popen([sys.executable, "-c", start]) for _ in range(8)]

    assert [process.wait(60) for process in processes] == [0] * 8
    opened = Database(empty_database_url)
    assert opened.is_current()
    opened.close()


def test_a_database_that_is_not_there_is_an_error_of_ours(tmp_path):
    for url in (f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3", "postgresql://nobody@127.0.0.1:1/nothing"):
        opened = Database(url)

        with pytest.raises(StorageUnavailableError), opened.reading():
            pass
        opened.close()
