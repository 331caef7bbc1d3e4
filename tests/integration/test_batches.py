"""Batches worked off for real, engine process included; each test on SQLite and on PostgreSQL."""

import datetime as dt
import os
import signal
import time
from collections.abc import Iterator

import pytest
from uuid6 import uuid7

from service.errors import NotFoundError
from service.storage import ANONYMOUS, Batches, Database, PageRequest
from service.summariser import Options, warm_up
from service.use_cases import (
    ArticleUseCases,
    BatchUseCases,
    Item,
    JobUseCases,
    Limits,
    NewArticle,
    RetentionUseCases,
    SummaryUseCases,
    Wish,
)
from service.use_cases.jobs import LOOKED_UP, MOST_ATTEMPTS, MOST_JOBS_AT_ONCE, PAUSES, Order
from service.use_cases.sources import Source
from service.worker.engine import OVER, Engine
from service.worker.runner import FIRST_JOBS, Runner
from tests.articles import BAKERY, FERRY
from tests.benchmarks import prose
from tests.torture.service import wait_for

LIMITS = Limits(body_bytes=10**6, text_characters=2 * 10**6, sentences=20_000, metadata_bytes=1_000, json_depth=10)
A_DAY = dt.timedelta(days=1)
MINE = {"owner": ANONYMOUS}


def item(name: str, *articles, **options) -> Item:
    given = [Source(text=one) if isinstance(one, str) else one for one in articles]
    return Item(name=name, articles=given, wish=Wish(options=Options(**options)))


def numbered(count: int) -> list[Item]:
    return [item(f"n{number}", f"The crane lifted {number} crates. Nobody was hurt.") for number in range(count)]


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Engines are forked from here, and share what is loaded."""
    warm_up()


@pytest.fixture
def summaries(database: Database) -> SummaryUseCases:
    return SummaryUseCases(database, ArticleUseCases(database, LIMITS))


@pytest.fixture
def batches(database: Database) -> BatchUseCases:
    return BatchUseCases(database)


@pytest.fixture
def jobs(database: Database, summaries: SummaryUseCases) -> JobUseCases:
    return JobUseCases(database, summaries, lease=30)


@pytest.fixture
def impatient(database: Database, summaries: SummaryUseCases) -> JobUseCases:
    """Whatever is taken is lost at once."""
    return JobUseCases(database, summaries, lease=0)


@pytest.fixture
def runner(database: Database, jobs: JobUseCases) -> Iterator[Runner]:
    made = Runner(jobs, seconds=30, lease=30, before_fork=database.close, alive=lambda: True)
    yield made
    made.stop()


def work_off(runner: Runner) -> None:
    while runner.run_once():
        pass


def do_some(runner: Runner) -> None:
    """The first few jobs, and nothing is held any more."""
    runner.run_once()
    runner.rest()


def made(jobs: JobUseCases, of) -> list:
    """What comes of claimed jobs."""
    looked_up, *answers = jobs.make([Order(job.owner, job.item) for job in of])
    assert looked_up is LOOKED_UP
    return list(zip(of, answers, strict=True))


def statuses(batches: BatchUseCases, batch) -> list[tuple[str, str]]:
    return [(result.name, result.state) for result, _ in batches.results(batch.id, **MINE)]


def test_every_item_is_summed_up_and_the_results_stand_in_the_order_given(batches, runner):
    count = 2 * MOST_JOBS_AT_ONCE + 3
    batch = batches.accept(numbered(count), **MINE)

    work_off(runner)

    found = list(batches.results(batch.id, **MINE))
    assert [result.name for result, _ in found] == [f"n{number}" for number in range(count)]
    assert [summary.summary for _, summary in found] == [
        f"The crane lifted {number} crates. Nobody was hurt." for number in range(count)
    ]
    ended = batches.get(batch.id, **MINE)
    assert (ended.state, ended.done, ended.running, ended.pending) == ("done", count, 0, 0)
    assert ended.created_at <= ended.started_at <= ended.finished_at


def test_a_result_is_the_summary_that_the_same_request_alone_would_have_made(batches, summaries, runner):
    batch = batches.accept([item("ferry", FERRY, sentences=2)], **MINE)
    work_off(runner)

    alone, made = summaries.summarise([NewArticle(text=FERRY)], Wish(options=Options(sentences=2)), owner=ANONYMOUS)

    [(_, summary)] = batches.results(batch.id, **MINE)
    assert not made
    assert summary == alone


def test_items_that_cannot_be_summed_up_fail_alone_each_with_its_reason(batches, runner):
    items = [
        item("good", FERRY),
        item("empty", "..."),
        item("klingon", BAKERY, language="klingon"),
        item("huge", "word " * 500_000),
        item("gone", uuid7()),
        item("also good", BAKERY),
    ]
    batch = batches.accept(items, **MINE)

    work_off(runner)

    found = {result.name: result for result, _ in batches.results(batch.id, **MINE)}
    assert {name: result.error and result.error["name"] for name, result in found.items()} == {
        "good": None,
        "empty": "EmptyDocumentError",
        "klingon": "UnsupportedLanguageError",
        "huge": "LimitExceededError",
        "gone": "NotFoundError",
        "also good": None,
    }
    ended = batches.get(batch.id, **MINE)
    assert (ended.state, ended.done, ended.failed) == ("done", 2, 4)


def test_an_item_that_takes_too_long_fails_alone(database, batches, jobs):
    batch = batches.accept(
        [item("before", FERRY), item("endless", prose.article(15_000, seed=1)), item("after", BAKERY)], **MINE
    )
    runner = Runner(jobs, seconds=0.2, lease=30, before_fork=database.close, alive=lambda: True)

    work_off(runner)
    runner.stop()

    found = {result.name: result.error and result.error["name"] for result, _ in batches.results(batch.id, **MINE)}
    assert found == {"before": None, "endless": "JobOutOfTimeError", "after": None}


def test_an_article_that_is_stored_and_several_in_a_digest_are_items_too(batches, summaries, runner):
    stored, _ = summaries.summarise([NewArticle(text=FERRY)], Wish(), owner=ANONYMOUS)
    article_id = stored.articles[0].id
    batch = batches.accept([item("stored", article_id), item("digest", article_id, BAKERY)], **MINE)

    work_off(runner)

    (_, one), (_, digest) = batches.results(batch.id, **MINE)
    assert [article.id for article in one.articles] == [article_id]
    assert len(digest.articles) == 2


def test_of_a_job_that_ended_nothing_of_the_article_is_left_beside_the_article(database, batches, runner):
    batches.accept([item("secret", "The harbour master's cat is called Quisling."), item("bad", "!!!")], **MINE)

    work_off(runner)

    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM jobs WHERE item IS NOT NULL").scalar_one() == 0


def test_two_workers_never_get_the_same_job(batches, jobs):
    batches.accept(numbered(30), **MINE)

    claimed = [job.number for _ in range(4) for job in jobs.claim(10).jobs]

    assert len(claimed) == len(set(claimed)) == 30


def test_a_small_batch_does_not_wait_for_a_big_one(batches, jobs):
    batches.accept(numbered(100), **MINE)
    small = batches.accept(numbered(2), **MINE)

    claimed = jobs.claim(10).jobs

    assert [job.batch_id for job in claimed].count(small.id) == 2


def test_what_a_worker_held_goes_to_another_when_its_lease_ends_and_only_its_result_is_taken(batches, impatient):
    batch = batches.accept([item("ferry", FERRY)], **MINE)
    lost = impatient.claim()
    taken = impatient.claim()
    answers = made(impatient, taken.jobs)

    impatient.keep(lost, [(lost.jobs[0], {"name": "EmptyDocumentError", "message": "late", "details": {}})])
    between = batches.get(batch.id, **MINE)
    impatient.keep(taken, answers)
    impatient.keep(taken, answers)

    assert taken.jobs[0].attempts == 1
    assert between.final == 0
    assert statuses(batches, batch) == [("ferry", "done")]
    assert batches.get(batch.id, **MINE).done == 1


def test_a_job_that_was_lost_again_is_not_tried_at_once(batches, impatient):
    batches.accept(numbered(1), **MINE)

    assert [len(impatient.claim().jobs) for _ in range(3)] == [1, 1, 0]


def test_a_job_that_was_lost_is_tried_alone_and_in_the_end_given_up(batches, impatient, monkeypatch):
    monkeypatch.setattr("service.use_cases.jobs.PAUSES", [dt.timedelta(0)])
    batch = batches.accept(numbered(3), **MINE)

    sizes = [len(impatient.claim().jobs)]
    while batches.get(batch.id, **MINE).state != "done":
        sizes.append(len(impatient.claim().jobs))

    assert sizes[0] == 3
    assert set(sizes[1:]) == {1, 0}
    errors = [result.error["name"] for result, _ in batches.results(batch.id, **MINE)]
    assert errors == ["JobGivenUpError"] * 3
    assert len(sizes) > 3 * (MOST_ATTEMPTS - 1)


def test_what_the_engine_says_of_older_jobs_is_taken_for_no_answer_to_newer_ones(batches, runner, monkeypatch):
    batch = batches.accept(numbered(3 * FIRST_JOBS), **MINE)
    with monkeypatch.context() as patched:
        patched.setattr(runner, "_follow", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            runner.run_once()

    work_off(runner)

    found = list(batches.results(batch.id, **MINE, after=FIRST_JOBS))  # those before are held by nobody's token
    assert [summary.summary for _, summary in found] == [
        f"The crane lifted {number} crates. Nobody was hurt." for number in range(FIRST_JOBS, 3 * FIRST_JOBS)
    ]


def test_the_same_article_several_times_at_once_is_stored_once_and_every_item_has_its_summary(batches, runner):
    items = [item("a", FERRY), item("b", FERRY, sentences=1), item("c", FERRY)]
    batch = batches.accept(items, **MINE)

    work_off(runner)

    found = {result.name: summary for result, summary in batches.results(batch.id, **MINE)}
    assert found["a"] == found["c"]
    assert found["a"].id != found["b"].id
    assert found["a"].articles == found["b"].articles


def test_what_is_made_is_stored_and_the_next_is_taken_in_one_transaction(batches, jobs, monkeypatch):
    batch = batches.accept(numbered(4), **MINE)
    first = jobs.claim(2)
    answers = made(jobs, first.jobs)

    with monkeypatch.context() as patched:
        patched.setattr(Batches, "claim", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.keep_and_claim(first, answers, 2)
    broken_off = batches.get(batch.id, **MINE)
    second = jobs.keep_and_claim(first, answers, 2)

    assert (broken_off.done, broken_off.running, broken_off.pending) == (0, 2, 2)
    assert [job.place for job in second.jobs] == [2, 3]
    ended = batches.get(batch.id, **MINE)
    assert (ended.done, ended.running, ended.pending) == (2, 2, 0)


def test_the_engine_goes_on_while_the_worker_has_no_time_for_its_answers(tmp_path):
    answer, over = "x" * 8_000, tmp_path / "over"

    def act(orders):
        yield from orders
        over.touch()

    engine = Engine(act, seconds=30, before_fork=lambda: None)
    engine.begin([answer] * 100, until=time.monotonic() + 30)
    try:
        wait_for("the engine has answered", over.exists)
        answers = [engine.answer() for _ in range(101)]
    finally:
        engine.stop()

    assert answers == [answer] * 100 + [OVER]


def test_an_engine_that_is_killed_costs_no_item(batches, runner):
    batch = batches.accept(numbered(5), **MINE)
    batches_before = batches.accept(numbered(1), **MINE)
    runner.run_once()
    os.kill(runner.engine_process, signal.SIGKILL)
    more = batches.accept(numbered(7), **MINE)

    while batches.get(more.id, **MINE).state != "done":
        runner.run_once()

    assert [batches.get(one.id, **MINE).done for one in (batch, batches_before, more)] == [5, 1, 7]


def test_cancelling_ends_what_is_not_done_and_nothing_else(batches, jobs, runner):
    batch = batches.accept(numbered(3 * FIRST_JOBS), **MINE)
    do_some(runner)
    held = jobs.claim()
    answers = made(jobs, held.jobs)

    cancelled = batches.cancel(batch.id, **MINE)
    jobs.keep(held, answers)

    assert (cancelled.state, cancelled.done, cancelled.running) == ("cancelled", FIRST_JOBS, 0)
    assert cancelled.cancelled == 2 * FIRST_JOBS
    assert cancelled.finished_at is not None
    assert batches.get(batch.id, **MINE) == batches.cancel(batch.id, **MINE) == cancelled
    assert not jobs.claim().jobs
    assert [state for _, state in statuses(batches, batch)] == ["done"] * FIRST_JOBS + ["cancelled"] * 2 * FIRST_JOBS


def test_results_end_before_the_first_item_that_has_not_ended_and_go_on_from_there(batches, runner):
    batch = batches.accept(numbered(FIRST_JOBS + 2), **MINE)
    do_some(runner)
    first = statuses(batches, batch)

    work_off(runner)

    rest = [result.name for result, _ in batches.results(batch.id, **MINE, after=len(first))]
    assert len(first) == FIRST_JOBS
    assert rest == [f"n{FIRST_JOBS}", f"n{FIRST_JOBS + 1}"]


def test_a_deleted_article_leaves_its_batch_readable(database, batches, summaries, runner):
    batch = batches.accept([item("ferry", FERRY), item("bakery", BAKERY)], **MINE)
    work_off(runner)
    (_, ferry), _ = batches.results(batch.id, **MINE)

    ArticleUseCases(database, LIMITS).delete(ferry.articles[0].id, **MINE)

    (gone, none), (_, there) = batches.results(batch.id, **MINE)
    assert (gone.state, gone.summary_id, none) == ("done", ferry.id, None)
    assert there is not None


def test_batches_go_when_they_are_old_whatever_state_they_are_in(database, batches, jobs, runner):
    done = batches.accept(numbered(2), **MINE)
    work_off(runner)
    waiting = batches.accept(numbered(2), **MINE)

    purged = RetentionUseCases(database).purge(days=1, now=dt.datetime.now(dt.UTC) + 2 * A_DAY)

    assert purged.batches == 2
    for batch in (done, waiting):
        with pytest.raises(NotFoundError):
            batches.get(batch.id, **MINE)
    assert not jobs.claim().jobs


def test_a_batch_is_unknown_to_everyone_but_its_owner(batches):
    other = {"owner": uuid7()}
    batch = batches.accept(numbered(1), **MINE)

    for act in (batches.get, batches.cancel):
        with pytest.raises(NotFoundError):
            act(batch.id, **other)
    assert batches.page(PageRequest(), **other).items == ()
    assert [found.id for found in batches.page(PageRequest(), **MINE).items] == [batch.id]


def test_progress_never_goes_back_when_a_worker_is_lost(database, batches, impatient):
    batch = batches.accept(numbered(4), **MINE)
    seen = []

    for _ in range(3):
        chunk = impatient.claim()
        seen.append(batches.get(batch.id, **MINE).final)
        impatient.keep(chunk, made(impatient, chunk.jobs[:1]))
        seen.append(batches.get(batch.id, **MINE).final)
        with database.writing() as connection:
            Batches().sweep(connection, dt.datetime.now(dt.UTC), PAUSES)
        seen.append(batches.get(batch.id, **MINE).final)

    assert seen == sorted(seen)
    assert seen[-1] == 3
