"""What workers do: take jobs of batches, make what they ask for, store it, and tell the ends of batches."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, TypeGuard
from uuid import UUID, uuid4

import orjson

from service.errors import JobGivenUpError, NotFoundError, StandfirstError, StorageUnavailableError, to_plain
from service.fetching import Fetcher
from service.storage import Batch, Batches, Database, Job, Outcome, Transaction
from service.summariser import Options
from service.summariser.document import Budget
from service.use_cases.articles import NewArticle, Record
from service.use_cases.callbacks import Callbacks
from service.use_cases.content import Presentation
from service.use_cases.sources import Source, article_of, articles_of
from service.use_cases.summaries import Given, OvertakenError, Prepared, SummaryUseCases, Wish, asked_of

# Jobs that a worker holds at once at most: see docs/decisions.md.
MOST_JOBS_AT_ONCE = 128
# A job that broke off so often is given up.
MOST_ATTEMPTS = 5
# Seconds until a job that broke off is tried again; doubled each time.
FIRST_PAUSE = 0.5
# Most of what goes down with a worker was not begun, and is tried again at once; what goes down again, maybe because
# the machine does, waits as long as what broke off alone.
PAUSES = (dt.timedelta(0), *(dt.timedelta(seconds=FIRST_PAUSE * 2**attempts) for attempts in range(1, MOST_ATTEMPTS)))
# Some 17 minutes from the first to the last.
MOST_TELLINGS = 11
# A worker that died while it told the end of a batch is waited for so long.
TELLING = dt.timedelta(seconds=60)


class Order(NamedTuple):
    """What is to be made in one job: whose it is, and the item as it is stored."""

    owner: UUID
    item: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Jobs that are held under one token."""

    token: UUID
    jobs: Sequence[Job]


NOTHING = Chunk(UUID(int=0), ())

# What became of an order: the summary, or the error as a plain JSON value.
Answer = Prepared | Mapping[str, Any]
# What all of the orders need of the database is known.
LOOKED_UP: Answer = {}


class JobUseCases:
    """``lease`` is how many seconds a worker may give no sign of life before its jobs go to another."""

    def __init__(
        self,
        database: Database,
        summaries: SummaryUseCases,
        *,
        lease: float,
        fetcher: Fetcher | None = None,
        callbacks: Callbacks | None = None,
    ) -> None:
        self._database = database
        self._making = summaries
        self._fetcher = fetcher
        self._callbacks = callbacks
        self._batches = Batches()
        self._lease = dt.timedelta(seconds=lease)

    def claim(self, at_most: int = MOST_JOBS_AT_ONCE) -> Chunk:
        """Take so many of the jobs that are due, or fewer; at most one of them has broken off before."""
        now, token = _now(), uuid4()
        with self._database.asking() as connection:
            stranded = self._batches.needs_sweep(connection, now)
            waiting = stranded or self._batches.is_waiting(connection, now)
        if not waiting:  # an idle worker never takes the lock of a writer
            return Chunk(token, ())
        with self._database.writing() as connection:
            return self._claimed(connection, token, now, at_most, sweep=stranded)

    def _claimed(self, connection: Transaction, token: UUID, now: dt.datetime, at_most: int, *, sweep: bool) -> Chunk:
        if sweep:
            self._batches.sweep(connection, now, PAUSES)
        claimed = self._batches.claim(connection, token, now=now, until=now + self._lease, at_most=at_most)
        return Chunk(token, self._without_hopeless(connection, claimed, now))

    def _without_hopeless(self, connection: Transaction, claimed: Sequence[Job], now: dt.datetime) -> Sequence[Job]:
        given_up = [
            Outcome(job=job, error=to_plain(JobGivenUpError(job.attempts)))
            for job in claimed
            if job.attempts >= MOST_ATTEMPTS
        ]
        self._batches.finish(connection, given_up, now)
        return [job for job in claimed if job.attempts < MOST_ATTEMPTS]

    def make(self, orders: Sequence[Order]) -> Iterator[Answer]:
        """The summary of each, or why there is none; before the first ``LOOKED_UP``, as soon as that is true.

        Writes nothing.

        Raises:
            StorageUnavailableError: what the items need cannot be looked up now.
        """
        known: dict[bytes, _Wished] = {}
        tasks = [_task(order, known) for order in orders]
        texts = [
            self._making.given(article_of(one), task.owner) for task in tasks for one in task.articles if _is_text(one)
        ]
        settled = iter(self._making.look_up(texts))
        plain = [[next(settled) for one in task.articles if _is_text(one)] for task in tasks]
        yield LOOKED_UP
        for task, given in zip(tasks, plain, strict=True):
            yield self._made(task, given)

    def _made(self, task: "_Task", texts: Sequence[Given]) -> Answer:
        """``texts`` are those of its articles that came as such."""
        try:
            given = texts if len(texts) == len(task.articles) else self._given(task)
            return self._making.prepare(given, task.wish, asked=task.asked)
        except StorageUnavailableError:
            raise
        except StandfirstError as error:
            return to_plain(error)

    def _given(self, task: "_Task") -> list[Given]:
        stored: list[NewArticle | UUID] = [one for one in task.articles if isinstance(one, UUID)]
        sent = articles_of([one for one in task.articles if isinstance(one, Source)], self._fetcher)
        return [self._making.given(one, task.owner) for one in [*stored, *sent]]

    def keep(self, chunk: Chunk, answers: Sequence[tuple[Job, Answer]]) -> None:
        """Store the summaries and end their jobs, in one transaction; what others hold by now is left alone."""
        with self._database.writing() as connection:
            self._keep(connection, chunk, answers)

    def keep_and_claim(self, chunk: Chunk, answers: Sequence[tuple[Job, Answer]], at_most: int) -> Chunk:
        """As ``keep`` and then ``claim``, in one transaction, since each waits for the disk and for other writers."""
        with self._database.writing() as connection:
            self._keep(connection, chunk, answers)
            now = _now()
            stranded = self._batches.needs_sweep(connection, now)
            return self._claimed(connection, uuid4(), now, at_most, sweep=stranded)

    def _keep(self, connection: Transaction, chunk: Chunk, answers: Sequence[tuple[Job, Answer]]) -> None:
        now = _now()
        held = self._batches.hold(connection, chunk.token, [job for job, _ in answers])
        ours = [(job, answer) for job, answer in answers if job.number in held]
        # Of copies the same one teaches its lines, in whatever order they were made.
        made = sorted(((job, answer) for job, answer in ours if isinstance(answer, Prepared)), key=_first_article)
        kept = self._making.keep(connection, [answer for _, answer in made])
        ended = [Outcome(job=job, error=answer) for job, answer in ours if not isinstance(answer, Prepared)]
        again = []
        for (job, _), one in zip(made, kept, strict=True):
            if isinstance(one, OvertakenError):
                again.append(job)
            elif isinstance(one, NotFoundError):
                ended.append(Outcome(job=job, error=to_plain(one)))
            else:
                ended.append(Outcome(job=job, summary_id=one.id))
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
        with self._database.asking() as connection:
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
        with self._database.asking() as connection:
            return self._batches.is_waiting(connection, now) or self._batches.needs_sweep(connection, now)

    def beat(self, chunk: Chunk, held: Sequence[Job]) -> bool:
        """Hold on to jobs for another lease; False where not one of them is this worker's any more."""
        with self._database.writing() as connection:
            return self._batches.extend(connection, chunk.token, held, until=_now() + self._lease) > 0

    def release(self, chunk: Chunk, held: Sequence[Job]) -> None:
        """Give back jobs that were not begun."""
        with self._database.writing() as connection:
            self._batches.release(connection, chunk.token, held, due=_now())

    def put_off(self, chunk: Chunk, broken_off: Sequence[Job]) -> None:
        """Try jobs that broke off again later, and each time later than before."""
        with self._database.writing() as connection:
            for job in broken_off:
                pause = dt.timedelta(seconds=FIRST_PAUSE * 2**job.attempts)
                self._batches.release(connection, chunk.token, [job], due=_now() + pause, attempts=1)


class _Wished(NamedTuple):
    """A wish, and what a question has of it."""

    wish: Wish
    asked: bytes


class _Task(NamedTuple):
    """An order, as it was before it became JSON."""

    owner: UUID
    articles: Sequence[Source | UUID]
    wish: Wish
    asked: bytes


def _task(order: Order, known: dict[bytes, _Wished]) -> _Task:
    """The task; ``known`` are the wishes of the orders before, most of which wish the same."""
    item = orjson.loads(order.item)
    key = orjson.dumps(item["wish"])
    wished = known.get(key)
    if wished is None:
        wish = _wish(item["wish"])
        wished = known[key] = _Wished(wish, asked_of(wish))
    articles = [UUID(one) if isinstance(one, str) else Source(**one) for one in item["articles"]]
    return _Task(order.owner, articles, *wished)


def _wish(plain: Mapping[str, Any]) -> Wish:
    # JSON knows no tuples.
    options: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in plain["options"].items()
    }
    if options["budget"] is not None:
        options["budget"] = Budget(**options["budget"])
    return Wish(
        options=Options(**_known(Options, options)),
        how=Presentation(**plain["how"]),
        fair_share=plain["fair_share"],
        since=tuple(UUID(known) for known in plain["since"]),
    )


def _is_text(article: Source | UUID) -> TypeGuard[Source]:
    return isinstance(article, Source) and article.came_as == "text"


def _first_article(made: tuple[Job, Prepared]) -> bytes:
    return min((record.digest for record in made[1].records if isinstance(record, Record)), default=b"")


def _known(kind: Any, members: Mapping[str, Any]) -> dict[str, Any]:
    """Without what another version of the service may have stored."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in members.items() if name in names}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
