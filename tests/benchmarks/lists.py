"""Lists and searches among a million summaries, on SQLite and on PostgreSQL.

    python -m tests.benchmarks.lists [summaries] [database …]

The tables are filled through the real schema, in a temporary folder or in a PostgreSQL of its own (the one of
TEST_DATABASE_URL, where it is set, gets a database for the time). Invented prose: three sentences a summary, five
summaries an article. Times are those of the use case, database and reading of the rows included; HTTP is not.
"""

import contextlib
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from service.storage import ANONYMOUS, ArticleFilter, Database, PageRequest, SummaryFilter, parse
from service.storage.tables import articles, summaries, summary_articles
from service.use_cases import ArticleUseCases, Limits, NewArticle, SummaryUseCases, Wish
from tests.benchmarks import prose
from tests.conftest import execute, postgresql, temporary_database

FIRST = dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
SUMMARIES_AN_ARTICLE = 5
SENTENCES_AN_ARTICLE = 10
POOL = 100_000  # different sentences
BATCH = 5_000  # summaries a transaction
DEEP = 10_000
EVERYTHING = SummaryFilter(owner=ANONYMOUS)
COMMON = "oo"  # a word that the invented prose does not have
PAGE = 20
MOST_RUNS, LONGEST_SECONDS = 60, 10.0
LIMITS = Limits(body_bytes=10**6, text_characters=10**6, sentences=10**4, metadata_bytes=10**4, json_depth=20)


def identifier(moment: dt.datetime, number: int) -> UUID:
    """The UUIDv7 of that time."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | number)


@dataclass
class Corpus:
    """Rows, the same for every database; the rare ones are the oldest, where a list ends."""

    size: int
    pool: list[str]
    template: dict[str, Any]
    source: random.Random = field(default_factory=lambda: random.Random(1))

    def batches(self) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]]:
        for start in range(0, self.size, BATCH):
            rows = [self.summary(number) for number in range(start, min(start + BATCH, self.size))]
            new = [self.article(number) for number in range(start, start + len(rows), SUMMARIES_AN_ARTICLE)]
            places = [
                {"summary_id": row["id"], "place": 0, "article_id": article_id(number)}
                for number, row in enumerate(rows, start)
            ]
            yield new, rows, places

    def article(self, number: int) -> dict[str, Any]:
        made, _, language = self._common(number)
        sentences = self.source.choices(self.pool, k=SENTENCES_AN_ARTICLE)
        return {
            "id": article_id(number),
            "created_at": made,
            "owner": ANONYMOUS,
            "digest": number.to_bytes(32, "big"),
            "title": sentences[0][:80],
            "metadata": {},
            "text": " ".join(sentences),
            "language": language,
            "analysis": {"removed": [], "notices": []},
        }

    def summary(self, number: int) -> dict[str, Any]:
        made, algorithm, language = self._common(number)
        chosen = self.source.choices(self.pool, k=3)
        sentences = [
            {**known, "text": sentence} for known, sentence in zip(self.template["sentences"], chosen, strict=True)
        ]
        return {
            "id": identifier(made, number),
            "created_at": made,
            "owner": ANONYMOUS,
            "digest": number.to_bytes(32, "big"),
            "algorithm": algorithm,
            "language": language,
            "summary": " ".join(chosen),
            "content": {**self.template, "sentences": sentences},
        }

    def _common(self, number: int) -> tuple[dt.datetime, str, str]:
        """Time, algorithm and language; no German summary was made by LexRank."""
        algorithm, language = "standfirst", "en"
        if number < 50:
            algorithm, language = "luhn", "fi"
        elif number // SUMMARIES_AN_ARTICLE % 10 == 0:
            language = "de"
        elif number % 5 == 0:
            algorithm = "lex-rank"
        return FIRST + dt.timedelta(seconds=30 * number), algorithm, language


def article_id(number: int) -> UUID:
    """Of the article that the summary of that number sums up."""
    first = number // SUMMARIES_AN_ARTICLE * SUMMARIES_AN_ARTICLE
    return identifier(FIRST + dt.timedelta(seconds=30 * first), 2**60 + first)


def corpus(size: int) -> Corpus:
    """With what a real summary says as the pattern of all."""
    unused = Database("sqlite:///never-opened.sqlite3")
    made, _ = SummaryUseCases(unused, ArticleUseCases(unused, LIMITS)).summarise(
        [NewArticle(text=prose.article(SENTENCES_AN_ARTICLE, seed=0))], Wish(store=False), owner=ANONYMOUS
    )
    invented = enumerate(prose.sentences(POOL, seed=1))
    pool = [f"{sentence[:-1]} {COMMON}{sentence[-1]}" if number % 3 else sentence for number, sentence in invented]
    return Corpus(size, pool, dict(made.content))


def fill(database: Database, url: str, rows: Corpus) -> None:
    started = time.monotonic()
    done = 0
    for new, made, places in rows.batches():
        with database.writing() as connection:
            connection.execute(insert(articles), new)
            connection.execute(insert(summaries), made)
            connection.execute(insert(summary_articles), places)
        done += len(made)
        if done % (rows.size // 10 or 1) < BATCH:
            print(f"  {done:,} summaries after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    if not database.is_sqlite:  # what its autovacuum does by and by
        execute(url, "VACUUM ANALYZE")


def timed(act: Callable[[], Any]) -> list[float]:
    """Milliseconds of each run, sorted."""
    act()
    ended = time.monotonic() + LONGEST_SECONDS
    runs: list[float] = []
    while len(runs) < MOST_RUNS and (time.monotonic() < ended or len(runs) < 3):
        started = time.perf_counter()
        act()
        runs.append((time.perf_counter() - started) * 1000)
    return sorted(runs)


def p95(runs: list[float]) -> float:
    return runs[min(len(runs) - 1, round(len(runs) * 0.95))]


def words(rows: Corpus) -> dict[str, str]:
    """Questions, by how often summaries hold their words."""
    counts = Counter(word for sentence in rows.pool for word in {part for part in sentence.split() if part.isalpha()})
    ordered = [word for word, _ in counts.most_common() if word.islower() and word != COMMON]
    rare = min(word for word in ordered if counts[word] == 1)
    return {
        "rare word": rare,
        "word of some 1 %": next(word for word in ordered if counts[word] < 0.0034 * POOL),
        "word of some 20 %": ordered[0],
        "word of nearly all": COMMON,
        "nearly all and 20 %": f"{COMMON} {ordered[0]}",
        "nearly all and a rare word": f"{COMMON} {rare}",
        "phrase of two common words": f'"{COMMON} {ordered[0]}"',
        "no such word": "xyzzyxyzzy",
    }


def measure(database: Database, rows: Corpus) -> None:
    reader = ArticleUseCases(database, LIMITS)
    lists = SummaryUseCases(database, reader)
    middle = FIRST + dt.timedelta(seconds=15 * rows.size)

    position = None
    for _ in range(min(DEEP, rows.size // PAGE - 1)):
        position = lists.page(PageRequest(limit=PAGE, after=position), EVERYTHING).next
    first, deep = [], []
    for _ in range(10):  # in turn, so that both meet the same weather
        first += timed_few(partial(lists.page, PageRequest(limit=PAGE), EVERYTHING))
        deep += timed_few(partial(lists.page, PageRequest(limit=PAGE, after=position), EVERYTHING))
    ratio = statistics.median(deep) / statistics.median(first)
    times = f"page 1 {statistics.median(first):.2f} ms, page {DEEP:,} {statistics.median(deep):.2f} ms"
    print(f"  {times}: {ratio:.2f} times as long (at most 2)")

    filters: dict[str, SummaryFilter] = {
        "language, most": SummaryFilter(owner=ANONYMOUS, language="en"),
        "language, the 50 oldest": SummaryFilter(owner=ANONYMOUS, language="fi"),
        "language, none": SummaryFilter(owner=ANONYMOUS, language="sv"),
        "algorithm, a fifth": SummaryFilter(owner=ANONYMOUS, algorithm="lex-rank"),
        "algorithm, the 50 oldest": SummaryFilter(owner=ANONYMOUS, algorithm="luhn"),
        "language and algorithm that never meet": SummaryFilter(owner=ANONYMOUS, language="de", algorithm="lex-rank"),
        "article_id, the oldest": SummaryFilter(owner=ANONYMOUS, article_id=article_id(0)),
        "article_id, and no such algorithm": SummaryFilter(owner=ANONYMOUS, article_id=article_id(0), algorithm="kl"),
        "created_after the middle": SummaryFilter(owner=ANONYMOUS, created_after=middle),
        "created_before the middle": SummaryFilter(owner=ANONYMOUS, created_before=middle),
        "created_before everything": SummaryFilter(owner=ANONYMOUS, created_before=FIRST),
        "created_after everything": SummaryFilter(owner=ANONYMOUS, created_after=middle + (middle - FIRST) * 2),
        "rare language in an empty time": SummaryFilter(owner=ANONYMOUS, language="fi", created_after=middle),
        "common language before everything": SummaryFilter(owner=ANONYMOUS, language="en", created_before=FIRST),
    }
    for name, which in filters.items():
        show(name, partial(lists.page, PageRequest(limit=PAGE), which))
    for name, of_articles in {
        "articles, page 1": ArticleFilter(owner=ANONYMOUS),
        "articles, language, the oldest": ArticleFilter(owner=ANONYMOUS, language="fi"),
        "articles before everything": ArticleFilter(owner=ANONYMOUS, created_before=FIRST),
    }.items():
        show(name, partial(reader.page, PageRequest(limit=PAGE), of_articles))
    for name, question in words(rows).items():
        wanted = PageRequest(limit=PAGE, query=parse(question))
        show(f"search: {name}", partial(lists.page, wanted, EVERYTHING))
        show("  in a rare language", partial(lists.page, wanted, filters["language, the 50 oldest"]))
        show("  of articles", partial(reader.page, wanted, ArticleFilter(owner=ANONYMOUS)))


def timed_few(act: Callable[[], Any]) -> Iterable[float]:
    return timed(act)[:20]


def show(name: str, act: Callable[[], Any]) -> None:
    runs = timed(act)
    found = len(act().items)
    print(f"  {name:<45} {found:3} items {statistics.median(runs):9.2f} ms, p95 {p95(runs):9.2f} ms", flush=True)


def main(arguments: list[str]) -> None:
    size = int(arguments[0].replace("_", "")) if arguments else 1_000_000
    rows = corpus(size)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lists-")))
        for name in arguments[1:] or ("sqlite", "postgresql"):
            url = f"sqlite:///{folder}/lists.sqlite3"
            if name == "postgresql":
                url = stack.enter_context(temporary_database(stack.enter_context(postgresql()), template="template1"))
            database = Database(url)
            database.upgrade()
            fill(database, url, rows)
            print(f"{name}, {size:,} summaries of {size // SUMMARIES_AN_ARTICLE:,} articles", flush=True)
            measure(database, rows)
            database.close()


if __name__ == "__main__":
    main(sys.argv[1:])
