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
from service.use_cases.articles import NewArticle
from service.use_cases.callbacks import Callbacks
from service.use_cases.content import Presentation
from service.use_cases.sources import Source, article_of, articles_of
from service.use_cases.summaries import OvertakenError, Prepared, SummaryUseCases, Wish

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
            if stranded:
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
        tasks = [_task(order) for order in orders]
        recurring = self._making.recurring_of_each(
            [(article_of(one), task.owner) for task in tasks for one in task.articles if _is_text(one)]
        )
        yield LOOKED_UP
        for task in tasks:
            yield self._made(task, recurring)

    def _made(self, task: "_Task", recurring: Mapping[bytes, tuple[str, ...]]) -> Answer:
        try:
            return self._making.prepare(self._articles(task), task.wish, owner=task.owner, recurring=recurring)
        except StorageUnavailableError:
            raise
        except StandfirstError as error:
            return to_plain(error)

    def _articles(self, task: "_Task") -> list[NewArticle | UUID]:
        stored = [one for one in task.articles if isinstance(one, UUID)]
        return [*stored, *articles_of([one for one in task.articles if isinstance(one, Source)], self._fetcher)]

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


@dataclass(frozen=True, slots=True)
class _Task:
    """An order, as it was before it became JSON."""

    owner: UUID
    articles: Sequence[Source | UUID]
    wish: Wish


def _task(order: Order) -> _Task:
    item = orjson.loads(order.item)
    wish = item["wish"]
    # JSON knows no tuples.
    options: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in wish["options"].items()
    }
    if options["budget"] is not None:
        options["budget"] = Budget(**options["budget"])
    articles = [UUID(one) if isinstance(one, str) else Source(**one) for one in item["articles"]]
    made = Wish(
        options=Options(**_known(Options, options)),
        how=Presentation(**wish["how"]),
        fair_share=wish["fair_share"],
        since=tuple(UUID(known) for known in wish["since"]),
    )
    return _Task(order.owner, articles, made)


def _is_text(article: Source | UUID) -> TypeGuard[Source]:
    return isinstance(article, Source) and article.came_as == "text"


def _digest(made: tuple[Job, Prepared]) -> bytes:
    return min(record.article.digest for record in made[1].records)


def _known(kind: Any, members: Mapping[str, Any]) -> dict[str, Any]:
    """Without what another version of the service may have stored."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in members.items() if name in names}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
