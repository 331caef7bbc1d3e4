"""The storage suite: every test runs on SQLite and on PostgreSQL."""

import datetime as dt
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, select
from uuid6 import uuid7

from service.errors import StorageUnavailableError
from service.storage import (
    ANONYMOUS,
    Article,
    ArticleFilter,
    Articles,
    Database,
    NewSummary,
    PageRequest,
    Position,
    StoredSummary,
    Summaries,
    SummaryFilter,
    SummedUp,
    parse,
    search,
)
from service.storage.summaries import _with_articles
from service.storage.tables import metadata, summaries

EVERYTHING = SummaryFilter(owner=ANONYMOUS)
ALL_ARTICLES = ArticleFilter(owner=ANONYMOUS)
WHOLE = re.compile(r"Seq Scan|Filter|Sort|SCAN|USE TEMP B-TREE")
HOUR, INSTANT = dt.timedelta(hours=1), dt.timedelta(microseconds=1)


def an_article(**changes) -> Article:
    article = Article(
        id=uuid7(),
        owner=ANONYMOUS,
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
        owner=ANONYMOUS,
        created_at=dt.datetime.now(dt.UTC),
        digest=uuid7().bytes * 2,
        algorithm="lex-rank",
        language="en",
        summary="The ferry stops.",
        content={"order": "position"},
        articles=(SummedUp(article.id, article.title, article.url, article.metadata),),
    )
    return replace(summary, **changes)


def an_id(moment: dt.datetime) -> UUID:
    """The UUIDv7 of something made at that time."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | uuid7().int % 2**80)


def delete(database: Database, article: Article) -> None:
    with database.writing() as connection:
        assert Articles().hold(connection, article.id, owner=ANONYMOUS, to_delete=True)
        Summaries().delete_of_article(connection, article.id)
        Articles().delete(connection, article.id)


def test_an_article_comes_back_as_it_went_in(database):
    article = an_article()

    with database.writing() as connection:
        Articles().add(connection, article)

    with database.reading() as connection:
        found = Articles().get(connection, article.id, owner=ANONYMOUS)
    assert found == article
    assert list(found.metadata) == ["b", "a"]


def test_an_equal_article_is_stored_once(database):
    first, second = an_article(digest=b"1" * 32), an_article(digest=b"1" * 32)

    with database.writing() as connection:
        Articles().add(connection, first)
        kept = Articles().add(connection, second)

    assert kept == first


def test_of_several_articles_each_is_stored_unless_its_equal_is_there(database):
    there, twin = an_article(digest=b"1" * 32), an_article(digest=b"1" * 32)
    new, other = an_article(digest=b"2" * 32), an_article(digest=b"0" * 32)

    with database.writing() as connection:
        Articles().add(connection, there)
    with database.writing() as connection:
        rows = {one.digest: Articles().row(one, database) for one in (new, twin, other)}
        numbers, twins = Articles().add_several(connection, rows)

    assert numbers.keys() == {new.digest, other.digest}
    assert twins == {there.digest: there}
    with database.reading() as connection:
        assert Articles().find(connection, new.digest) == new


def test_of_several_summaries_each_is_stored_unless_its_equal_is_there(database):
    article = an_article()
    there, twin = a_summary(article, digest=b"1" * 32), a_summary(article, digest=b"1" * 32)
    new = a_summary(article, digest=b"2" * 32)

    with database.writing() as connection:
        Articles().add(connection, article)
        Summaries().add(connection, there)
    with database.writing() as connection:
        given = [NewSummary(one.id, Summaries().row(one, database), [article.id]) for one in (twin, new)]
        twins = Summaries().add_several(connection, {there.digest: given[0], new.digest: given[1]})

    assert twins == {there.digest: there}
    with database.reading() as connection:
        assert Summaries().get(connection, new.id, owner=ANONYMOUS) == new


def test_a_summary_comes_back_with_what_is_known_of_its_article(database):
    article = an_article(title="Harbour", url="https://example.org/harbour")
    summary = a_summary(article)

    with database.writing() as connection:
        Articles().add(connection, article)
        assert Summaries().add(connection, summary) == (summary, True)

    with database.reading() as connection:
        assert Summaries().get(connection, summary.id, owner=ANONYMOUS) == summary
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

    delete(database, gone)

    with database.reading() as connection:
        left = Summaries().page(connection, PageRequest(), EVERYTHING)
    assert [summary.articles[0].id for summary in left.items] == [stays.id]


def test_pages_hold_every_summary_once_newest_first(database):
    article = an_article()
    made = [a_summary(article) for _ in range(7)]
    with database.writing() as connection:
        Articles().add(connection, article)
        for summary in made:
            Summaries().add(connection, summary)

    with database.reading() as connection:
        seen = [summary.id for summary in walk(connection, Summaries(), EVERYTHING)]

    assert seen == [summary.id for summary in reversed(made)]


def walk(connection, repository, which, query=None, limit=3):
    """Every item of a list, page by page."""
    position, items = None, []
    while True:
        page = repository.page(connection, PageRequest(limit=limit, after=position, query=query), which)
        items += page.items
        position = page.next
        if position is None:
            return items


def test_a_search_finds_the_articles_that_hold_every_word_the_best_first(database):
    texts = {
        "often": "The heron waits. A heron, and another heron, fishes in the river.",
        "once": "The city council met for the first time in the spring, and a heron flew over the river bank there.",
        "half": "A heron stood alone.",
        "neither": "Nothing to see.",
    }
    with database.writing() as connection:
        for title, text in texts.items():
            Articles().add(connection, an_article(title=title, text=text))

    with database.reading() as connection:
        for limit in (1, 10):
            found = walk(connection, Articles(), ALL_ARTICLES, parse("HERON river"), limit)
            assert [article.title for article in found] == ["often", "once"]


def test_a_search_for_a_phrase_wants_its_words_in_a_row(database):
    with database.writing() as connection:
        Articles().add(connection, an_article(title="a", text="The first time the river rose."))
        Articles().add(connection, an_article(title="b", text="The time of the first river."))

    with database.reading() as connection:
        page = Articles().page(connection, PageRequest(query=parse('"first time" river')), ALL_ARTICLES)
    assert [article.title for article in page.items] == ["a"]


@pytest.mark.parametrize(
    "question", ["heron AND", "heron*", "(heron", 'heron"', "heron OR x", "NEAR(heron)", "it's", "a:b"]
)
def test_a_search_takes_any_characters_and_no_operators(database, question):
    with database.reading() as connection:
        assert Articles().page(connection, PageRequest(query=parse(question)), ALL_ARTICLES).items == ()


def test_a_search_may_ask_for_as_many_words_as_fit_in_it(database):
    words = [f"w{number}" for number in range(250)]
    with database.writing() as connection:
        Articles().add(connection, an_article(title="all", text=" ".join(words)))
        Articles().add(connection, an_article(title="one less", text=" ".join(words[1:])))

    with database.reading() as connection:
        page = Articles().page(connection, PageRequest(query=parse(" ".join(words))), ALL_ARTICLES)
    assert [article.title for article in page.items] == ["all"]


def test_equal_scores_do_not_lose_an_item_between_pages(database):
    with database.writing() as connection:
        for number in range(7):
            Articles().add(connection, an_article(title=str(number), text="A heron."))

    with database.reading() as connection:
        found = walk(connection, Articles(), ALL_ARTICLES, parse("heron"), limit=2)
    assert [article.title for article in found] == list("6543210")


def test_a_summary_that_goes_while_it_is_looked_up_is_not_there(database):
    article = an_article()
    with database.writing() as connection:
        Articles().add(connection, article)
        Summaries().add(connection, a_summary(article))
    with database.reading() as connection:
        rows = connection.execute(select(summaries)).all()
    delete(database, article)

    with database.reading() as connection:
        assert len(rows) == 1
        assert _with_articles(connection, rows) == ()


def test_what_is_deleted_is_not_found(database):
    article = an_article(text="A heron.")
    with database.writing() as connection:
        Articles().add(connection, article)
        Summaries().add(connection, a_summary(article, summary="A heron."))
    delete(database, article)

    with database.reading() as connection:
        assert Articles().page(connection, PageRequest(query=parse("heron")), ALL_ARTICLES).items == ()
        assert Summaries().page(connection, PageRequest(query=parse("heron")), EVERYTHING).items == ()


def test_summaries_are_searched_by_their_sentences(database):
    article = an_article()
    wanted = a_summary(article, summary="The heron fishes.")
    with database.writing() as connection:
        Articles().add(connection, article)
        for summary in (wanted, a_summary(article, summary="Nobody fishes.")):
            Summaries().add(connection, summary)

    with database.reading() as connection:
        page = Summaries().page(connection, PageRequest(query=parse("heron fishes")), EVERYTHING)
    assert page.items == (wanted,)


def test_a_list_holds_only_what_the_filter_lets_through(database):
    article = an_article()
    noon = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    wanted = a_summary(article, algorithm="kl", language="de", id=an_id(noon))
    others = [a_summary(article, algorithm="luhn", id=an_id(noon + dt.timedelta(days=n))) for n in (-1, 1)]
    with database.writing() as connection:
        Articles().add(connection, article)
        for summary in (wanted, *others):
            Summaries().add(connection, summary)

    filters = [
        SummaryFilter(owner=ANONYMOUS, algorithm="kl"),
        SummaryFilter(owner=ANONYMOUS, language="de"),
        SummaryFilter(owner=ANONYMOUS, created_after=noon - HOUR, created_before=noon + HOUR),
        SummaryFilter(owner=ANONYMOUS, created_after=noon - INSTANT, created_before=noon + INSTANT),
    ]
    with database.reading() as connection:
        for which in filters:
            page = Summaries().page(connection, PageRequest(), which)
            assert [summary.id for summary in page.items] == [wanted.id]
        for after, before in ((noon, noon + HOUR), (noon - HOUR, noon)):
            neither = SummaryFilter(owner=ANONYMOUS, created_after=after, created_before=before)
            assert Summaries().page(connection, PageRequest(), neither).items == ()


def test_a_search_that_too_many_match_gives_all_of_them_the_newest_first(database, monkeypatch):
    monkeypatch.setattr(search, "MOST_SCORED", 6)
    texts = ["A heron.", "The heron and a heron."] * 4
    with database.writing() as connection:
        for number, text in enumerate(texts):
            Articles().add(connection, an_article(title=str(number), text=text))

    with database.reading() as connection:
        first = Articles().page(connection, PageRequest(query=parse("heron"), limit=3), ALL_ARTICLES)
        found = walk(connection, Articles(), ALL_ARTICLES, parse("heron"))
        of_few = Articles().page(connection, PageRequest(query=parse("the heron")), ALL_ARTICLES)
    assert not first.ranked
    assert [article.title for article in found] == list("76543210")
    assert of_few.ranked


def test_a_search_by_age_looks_at_a_stretch_of_matches_at_a_time_and_loses_none(database, monkeypatch):
    monkeypatch.setattr(search, "MOST_SCORED", 2)
    monkeypatch.setattr(search, "MOST_LOOKED_UP", 3)
    with database.writing() as connection:
        for number in range(14):
            language = "de" if number in {0, 1, 5, 12} else "en"
            Articles().add(connection, an_article(title=str(number), text="A heron.", language=language))

    german = ArticleFilter(owner=ANONYMOUS, language="de")
    with database.reading() as connection:
        found = walk(connection, Articles(), german, parse("heron"), limit=2)
    assert [article.title for article in found] == ["12", "5", "1", "0"]


def test_no_list_reads_what_it_does_not_show_or_sorts_it(database):
    filters = {
        "article_id": uuid7(),
        "algorithm": "kl",
        "language": "en",
        "created_after": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "created_before": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
    }
    wishes = [dict(chosen) for number in range(len(filters) + 1) for chosen in combinations(filters.items(), number)]
    with database.reading() as connection:
        for wish in wishes:
            plans = [plan(connection, Summaries(), SummaryFilter(owner=ANONYMOUS, **wish))]
            if not wish.keys() & {"article_id", "algorithm"}:
                plans.append(plan(connection, Articles(), ArticleFilter(owner=ANONYMOUS, **wish)))

            for steps in plans:
                # The summaries of one article are few: they may be sorted and looked at one by one.
                assert "article_id" in wish or not WHOLE.search(steps), (wish, steps)
                # SQLite does not tell what it looks at row by row, but what it finds by an index.
                found = [f"{name}=?" in steps for name in ("language", "algorithm") if name in wish]
                assert "article_id" in wish or all(found) or not database.is_sqlite, (wish, steps)


def plan(connection, repository, which):
    """How the database would fetch the second page, as it tells in words."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    repository.page(connection, PageRequest(after=Position(uuid7())), which)
    event.remove(connection, "before_cursor_execute", note)
    statement, parameters = seen[0]
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        return "\n".join(row[3] for row in rows)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # an empty table is read faster without an index
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def test_a_list_holds_only_what_is_the_owners(database):
    mine, others = uuid7(), uuid7()
    made = {owner: an_article(owner=owner, text="A heron.") for owner in (mine, others, ANONYMOUS)}
    with database.writing() as connection:
        for article in made.values():
            Articles().add(connection, article)
            Summaries().add(connection, a_summary(article, owner=article.owner, summary="A heron."))

    with database.reading() as connection:
        for query in (None, parse("heron")):
            articles = Articles().page(connection, PageRequest(query=query), ArticleFilter(owner=mine))
            summaries = Summaries().page(connection, PageRequest(query=query), SummaryFilter(owner=mine))
            assert [article.id for article in articles.items] == [made[mine].id]
            assert [summary.articles[0].id for summary in summaries.items] == [made[mine].id]


def test_a_page_of_an_owners_list_is_read_off_an_index(database):
    with database.reading() as connection:
        for table in ("articles", "summaries"):
            listed = f"SELECT id FROM {table} WHERE owner = '{ANONYMOUS.hex}' ORDER BY id DESC LIMIT 20"
            if database.is_sqlite:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {listed}").all()
            else:
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of an empty table, else the cheapest
                plan = connection.exec_driver_sql(f"EXPLAIN {listed}").all()
            assert f"ix_{table}_owner_id" in str(plan)
            assert "Sort" not in str(plan)
            assert "TEMP B-TREE" not in str(plan)


def test_an_error_in_the_middle_leaves_nothing_behind(database):
    article = an_article()

    def fail_halfway() -> None:
        with database.writing() as connection:
            Articles().add(connection, article)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    with database.reading() as connection:
        assert Articles().get(connection, article.id, owner=ANONYMOUS) is None


def test_the_migrations_make_the_tables_that_the_code_works_with(database):
    def is_ours(_object, name, kind, *_) -> bool:
        """The full-text indexes are the databases' own, each in its way."""
        return "_search" not in name and not (kind == "column" and name == "search")

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, metadata) == []


def test_an_upgrade_runs_once_however_many_start_it(empty_database_url):
    start = f"from service.storage import Database; Database({empty_database_url!r}).upgrade()"

    processes = [subprocess.Popen([sys.executable, "-c", start]) for _ in range(8)]

    assert [process.wait(60) for process in processes] == [0] * 8
    opened = Database(empty_database_url)
    assert opened.is_current()
    opened.close()


def test_what_another_holds_is_waited_for_only_so_long(database, database_url):
    wait = "?timeout=0.1" if database.is_sqlite else "?options=-c%20lock_timeout%3D100ms"
    impatient = Database(database_url + (wait.replace("?", "&") if "?" in database_url else wait))

    with database.writing() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StorageUnavailableError), impatient.writing() as other:
            Articles().add(other, an_article())

    with impatient.writing() as connection:
        Articles().add(connection, an_article())
    impatient.close()


def test_a_database_that_is_not_there_is_an_error_of_ours(tmp_path):
    for url in (f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3", "postgresql://nobody@127.0.0.1:1/nothing"):
        opened = Database(url)

        with pytest.raises(StorageUnavailableError), opened.reading():
            pass
        opened.close()
