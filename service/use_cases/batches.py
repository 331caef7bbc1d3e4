"""Many articles in the background: take them in, work them off, tell how far it is."""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol
from uuid import UUID, uuid4

from uuid6 import uuid7

from service.errors import (
    Fault,
    InvalidFieldsError,
    JobGivenUpError,
    NotFoundError,
    StandfirstError,
    StorageUnavailableError,
    to_plain,
)
from service.fetching import Fetcher
from service.storage import (
    Backlog,
    Batch,
    Batches,
    Database,
    Job,
    NewJob,
    Outcome,
    Page,
    PageRequest,
    Result,
    StoredSummary,
    Summaries,
    Transaction,
)
from service.summariser import Options
from service.summariser.document import Budget
from service.use_cases.articles import NewArticle
from service.use_cases.callbacks import Callbacks
from service.use_cases.content import Presentation
from service.use_cases.sources import Source, articles_of
from service.use_cases.summaries import OvertakenError, Prepared, SummaryUseCases, Wish

# Jobs of one transaction: enough that its cost is spread thin, few enough that no worker sits on many.
JOBS_AT_ONCE = 16
# A job that broke off so often is given up.
MOST_ATTEMPTS = 5
# Seconds until a job that broke off is tried again; doubled each time.
FIRST_PAUSE = 0.5
# Most of what goes down with a worker was not begun, and is tried again at once; what goes down again, maybe because
# the machine does, waits as long as what broke off alone.
PAUSES = (dt.timedelta(0), *(dt.timedelta(seconds=FIRST_PAUSE * 2**attempts) for attempts in range(1, MOST_ATTEMPTS)))
RESULTS_AT_ONCE = 100
# A client that follows a batch learns of a step within half a second, and that the line is open every ten.
LOOK_SECONDS, SILENCE_SECONDS = 0.5, 10
# Some 17 minutes from the first to the last.
MOST_TELLINGS = 11
# A worker that died while it told the end of a batch is waited for so long.
TELLING = dt.timedelta(seconds=60)
# Every hint keeps a worker busy until nothing is due, so more than there are workers are of no use.
MOST_HINTS = 64
NO_CALLBACKS = (
    "This instance sends no callbacks: its operator has not set STANDFIRST_FETCH_URLS and STANDFIRST_CALLBACK_SECRET. "
    "Ask for the batch, or follow its events."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is to be summed up in one job, under the caller's own name: one article, or several in a digest."""

    name: str
    articles: Sequence[Source | UUID]
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An item as a worker gets it."""

    owner: UUID
    articles: Sequence[Source | UUID]
    wish: Wish


@dataclass(frozen=True, slots=True)
class Chunk:
    """Jobs that are held under one token."""

    token: UUID
    jobs: Sequence[Job]


# What became of an order: the summary, or the error as a plain JSON value.
Answer = Prepared | Mapping[str, Any]


class Hints(Protocol):
    """What tells workers on other machines that there is work; it may get lost."""

    def send(self, batch_id: str, *, count: int) -> None: ...


class BatchUseCases:
    """``lease`` is how many seconds a worker may give no sign of life before its jobs go to another."""

    def __init__(  # noqa: PLR0913 (the parts that it joins, each optional one by name)
        self,
        database: Database,
        summaries: SummaryUseCases,
        *,
        lease: float,
        fetcher: Fetcher | None = None,
        callbacks: Callbacks | None = None,
        hints: Hints | None = None,
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._callbacks = callbacks
        self._hints = hints
        self._making = summaries
        self._batches = Batches()
        self._summaries = Summaries()
        self._lease = dt.timedelta(seconds=lease)

    # --- for clients ------------------------------------------------------------------------------

    def accept(self, items: Sequence[Item], *, owner: UUID, callback_url: str | None = None) -> Batch:
        """Store a batch with all its items; they are worked off in the background.

        Raises:
            InvalidFieldsError: this instance tells no one of the end of a batch.
        """
        if callback_url is not None and self._callbacks is None:
            raise InvalidFieldsError([Fault("/callback_url", NO_CALLBACKS)])
        now = _now()
        due = now if callback_url else None
        batch = Batch(
            id=uuid7(),
            owner=owner,
            created_at=now,
            total=len(items),
            callback_url=callback_url,
            callback_due=due,
        )
        new = [NewJob(name=item.name, item=_plain(item)) for item in items]
        with self._database.writing() as connection:
            self._batches.add(connection, batch, new)
        if self._hints is not None:
            self._hints.send(str(batch.id), count=min(-(-len(items) // JOBS_AT_ONCE), MOST_HINTS))
        return batch

    def get(self, batch_id: UUID, *, owner: UUID) -> Batch:
        with self._database.reading() as connection:
            return self._found(connection, batch_id, owner)

    def page(self, request: PageRequest, *, owner: UUID) -> Page[Batch]:
        with self._database.reading() as connection:
            return self._batches.page(connection, request, owner=owner)

    def cancel(self, batch_id: UUID, *, owner: UUID) -> Batch:
        """End the batch: what is not done by now will not be. Nothing changes where it has ended already."""
        with self._database.writing() as connection:
            self._found(connection, batch_id, owner)
            self._batches.cancel(connection, batch_id, _now())
            return self._found(connection, batch_id, owner)

    def backlog(self) -> Backlog:
        """How much there is to do, over all owners."""
        with self._database.reading() as connection:
            return self._batches.backlog(connection)

    def _found(self, connection: Transaction, batch_id: UUID, owner: UUID) -> Batch:
        batch = self._batches.get(connection, batch_id, owner=owner)
        if batch is None:
            raise NotFoundError("batch", str(batch_id))
        return batch

    def results(self, batch_id: UUID, *, owner: UUID, after: int = 0) -> Iterator[tuple[Result, StoredSummary | None]]:
        """What became of each item, in the order given, without the first ``after`` of them.

        It ends before the first item that has not ended yet. The summary is None where there is none, or none any more.
        """
        while True:
            with self._database.reading() as connection:
                part = self._batches.results(connection, batch_id, after=after, at_most=RESULTS_AT_ONCE)
                wanted = [result.summary_id for result in part if result.summary_id is not None]
                made = self._summaries.get_several(connection, wanted, owner=owner)
            for result in part:
                if not result.is_final:
                    return
                yield result, made.get(result.summary_id) if result.summary_id else None
            if not part:
                return
            after += len(part)

    def follow(self, batch_id: UUID, *, owner: UUID, seconds: float) -> Iterator[Batch | None]:
        """The batch each time that it has moved, until it has ended or the seconds are over; None when it is silent.

        No connection is held between two looks.
        """
        ends = time.monotonic() + seconds
        spoken, shown = time.monotonic(), None
        while True:
            batch = self.get(batch_id, owner=owner)
            if batch != shown:
                spoken, shown = time.monotonic(), batch
                yield batch
            elif time.monotonic() - spoken > SILENCE_SECONDS:
                spoken = time.monotonic()
                yield None
            if batch.finished_at is not None or time.monotonic() >= ends:
                return
            time.sleep(LOOK_SECONDS)

    # --- for workers ------------------------------------------------------------------------------

    def claim(self) -> Chunk:
        """Take some of the jobs that are due, maybe none; at most one of them has broken off before."""
        now, token = _now(), uuid4()
        with self._database.reading() as connection:
            stranded = self._batches.needs_sweep(connection, now)
            waiting = stranded or self._batches.is_waiting(connection, now)
        if not waiting:  # an idle worker never takes the lock of a writer
            return Chunk(token, ())
        with self._database.writing() as connection:
            if stranded:
                self._batches.sweep(connection, now, PAUSES)
            until = now + self._lease
            claimed = self._batches.claim(connection, token, now=now, until=until, at_most=JOBS_AT_ONCE)
            return Chunk(token, self._without_hopeless(connection, claimed, now))

    def _without_hopeless(self, connection: Transaction, claimed: Sequence[Job], now: dt.datetime) -> Sequence[Job]:
        given_up = [
            Outcome(job=job, error=to_plain(JobGivenUpError(job.attempts)))
            for job in claimed
            if job.attempts >= MOST_ATTEMPTS
        ]
        self._batches.finish(connection, given_up, now)
        return [job for job in claimed if job.attempts < MOST_ATTEMPTS]

    def make(self, order: Order) -> Answer:
        """The summary of one job, or why there is none. Writes nothing.

        Raises:
            StorageUnavailableError: what the item names cannot be looked up now.
        """
        try:
            return self._making.prepare(self._articles(order), order.wish, owner=order.owner)
        except StorageUnavailableError:
            raise
        except StandfirstError as error:
            return to_plain(error)

    def _articles(self, order: Order) -> list[NewArticle | UUID]:
        stored = [one for one in order.articles if isinstance(one, UUID)]
        return [*stored, *articles_of([one for one in order.articles if isinstance(one, Source)], self._fetcher)]

    def keep(self, chunk: Chunk, answers: Sequence[tuple[Job, Answer]]) -> None:
        """Store the summaries and end their jobs, in one transaction; what others hold by now is left alone."""
        now = _now()
        with self._database.writing() as connection:
            held = self._batches.hold(connection, chunk.token, [job for job, _ in answers])
            ours = [(job, answer) for job, answer in answers if job.number in held]
            # Of copies the same one teaches its lines, in whatever order they were made.
            made = sorted(((job, answer) for job, answer in ours if isinstance(answer, Prepared)), key=_digest)
            kept = self._making.keep(connection, [answer for _, answer in made])
            ended = [Outcome(job=job, error=answer) for job, answer in ours if not isinstance(answer, Prepared)]
            again = []
            for (job, _), one in zip(made, kept, strict=True):
                if isinstance(one, OvertakenError):
                    again.append(job)
                elif isinstance(one, NotFoundError):
                    ended.append(Outcome(job=job, error=to_plain(one)))
                else:
                    ended.append(Outcome(job=job, summary_id=one[0].id))
            self._batches.finish(connection, ended, now)
            if again:
                self._batches.release(connection, chunk.token, again, due=now)

    def tell(self, body: Callable[[Batch], bytes]) -> bool:
        """Tell the end of one batch, if there is one to tell; False where there is none.

        An answer of 2xx is the end of it; else it is tried again, each time later than before.
        """
        if self._callbacks is None:
            return False
        now = _now()
        with self._database.reading() as connection:
            if not self._batches.needs_telling(connection, now):
                return False
        with self._database.writing() as connection:
            batch = self._batches.claim_callback(connection, now=now, until=now + TELLING)
        if batch is None or batch.callback_url is None:
            return False
        status = self._callbacks.send(batch.callback_url, f"{batch.id}", body(batch))
        done = status is not None and 200 <= status < 300
        pause = dt.timedelta(seconds=FIRST_PAUSE * 2**batch.callback_attempts)
        due = None if done or batch.callback_attempts >= MOST_TELLINGS else _now() + pause
        with self._database.writing() as connection:
            self._batches.told(connection, batch.id, status=status, due=due)
        return True

    def is_waiting(self) -> bool:
        """Whether there is a job that a worker could take, or that a dead one holds."""
        now = _now()
        with self._database.reading() as connection:
            return self._batches.is_waiting(connection, now) or self._batches.needs_sweep(connection, now)

    def beat(self, chunk: Chunk, held: Sequence[Job]) -> bool:
        """Hold on to jobs for another lease; False where not one of them is this worker's any more."""
        with self._database.writing() as connection:
            return self._batches.extend(connection, chunk.token, held, until=_now() + self._lease) > 0

    def release(self, chunk: Chunk, held: Sequence[Job]) -> None:
        """Give back jobs that were not begun."""
        with self._database.writing() as connection:
            self._batches.release(connection, chunk.token, held, due=_now())

    def put_off(self, chunk: Chunk, job: Job) -> None:
        """Try a job that broke off again later, and each time later than before."""
        pause = dt.timedelta(seconds=FIRST_PAUSE * 2**job.attempts)
        with self._database.writing() as connection:
            self._batches.release(connection, chunk.token, [job], due=_now() + pause, attempts=1)


def _plain(item: Item) -> dict[str, Any]:
    """The item as it is stored; the JSON writer knows what to do with the values."""
    articles = [str(one) if isinstance(one, UUID) else one for one in item.articles]
    return {"articles": articles, "wish": item.wish}


def order_of(job: Job) -> Order:
    """The item of a stored job, as it was before it became JSON."""
    wish = job.item["wish"]
    options = {**wish["options"], "exclude": tuple(wish["options"]["exclude"])}
    if options["budget"] is not None:
        options["budget"] = Budget(**options["budget"])
    articles = [UUID(one) if isinstance(one, str) else Source(**one) for one in job.item["articles"]]
    made = Wish(
        options=Options(**_known(Options, options)),
        how=Presentation(**wish["how"]),
        fair_share=wish["fair_share"],
        since=tuple(UUID(known) for known in wish["since"]),
    )
    return Order(owner=job.owner, articles=articles, wish=made)


def _digest(made: tuple[Job, Prepared]) -> bytes:
    return min(article.digest for article in made[1].articles)


def _known(kind: Any, members: Mapping[str, Any]) -> dict[str, Any]:
    """Without what another version of the service may have stored."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in members.items() if name in names}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
