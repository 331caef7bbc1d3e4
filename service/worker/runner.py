"""One worker: it takes jobs, has the engine do them, and stores what came of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from config import Settings
from service.api.batches import callback_body
from service.api.parts import Parts
from service.errors import JobOutOfTimeError, StorageUnavailableError, to_plain
from service.storage import Job
from service.use_cases import JobUseCases
from service.use_cases.jobs import MOST_JOBS_AT_ONCE, NOTHING, Answer, Chunk, Order
from service.worker.engine import OUT_OF_TIME, OVER, Engine, EngineGoneError

# As many jobs are taken at once as keep the engine busy for so many seconds: the more, the less does one of them cost.
CHUNK_SECONDS = 0.5
FIRST_JOBS = 8
# Seconds after which what is done is stored and what is not begun goes to another worker. The engine begins nothing
# more by then, so it is given a moment to say what it is at.
LONGEST_CHUNK, MOMENT = 1.0, 0.1
# The worker sleeps that long while the engine answers: were it awake for each answer, that would cost the two of them a
# tenth of an article.
NAP_SECONDS = 0.05
# A question to an index of jobs that wait costs some 0.3 ms: twice a second is nothing.
PAUSE_SECONDS = 0.5

log = structlog.get_logger(__name__)


Done = TypeVar("Done")


@dataclass(slots=True)
class Work:
    """How far a chunk is: so many of its jobs are answered, and the others up to ``end`` are the engine's."""

    chunk: Chunk
    answered: int = 0
    end: int = field(init=False)
    made: list[tuple[Job, Answer]] = field(default_factory=list)
    is_looked_up: bool = False

    def __post_init__(self) -> None:
        self.end = len(self.chunk.jobs)

    @property
    def waiting(self) -> Sequence[Job]:
        """Those that are not answered. The engine is at the first, if it has looked up what all need."""
        return self.chunk.jobs[self.answered : self.end]

    def take(self, answer: Answer) -> None:
        """Take what the engine gives next."""
        if self.is_looked_up:
            self.made.append((self.chunk.jobs[self.answered], answer))
            self.answered += 1
        self.is_looked_up = True

    def cut(self) -> Sequence[Job]:
        """Leave to the engine only what it is at; the others."""
        others = self.waiting[1:]
        self.end -= len(others)
        return others


class Runner:
    """While the engine is at some jobs, those before are stored and the next are taken: it never waits.

    ``seconds`` is what one job may take, ``lease`` what ``JobUseCases`` was given.
    ``alive`` tells whether to go on, and is asked once a second or more often.
    """

    def __init__(
        self,
        jobs: JobUseCases,
        *,
        seconds: float,
        lease: float,
        before_fork: Callable[[], None],
        alive: Callable[[], bool],
    ) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._beat = lease / 3
        self._longest = min(LONGEST_CHUNK, lease / 4)  # what is taken ahead waits for as long again
        self._alive = alive
        self._engine = Engine(self._act, seconds=seconds, before_fork=before_fork)
        self._at_once = FIRST_JOBS
        self._pace = 0.0  # seconds of a job
        self._ahead = NOTHING
        self._last = Work(NOTHING)

    def run(self) -> None:
        """Work until ``alive`` says no."""
        while self._alive():
            busy = self.run_once()
            if not (self.tell() or busy):
                time.sleep(PAUSE_SECONDS)
        self.stop()

    def tell(self) -> bool:
        """Tell the end of a batch that has ended; False where there is none."""
        try:
            return self._jobs.tell(callback_body)
        except StorageUnavailableError:
            return False

    def rest(self) -> None:
        """Store what is done, and give back what was taken ahead."""
        self._store(self._last)
        self._give_back(self._ahead, self._ahead.jobs)
        self._ahead = NOTHING

    def stop(self) -> None:
        """Hold nothing any more, and end the engine."""
        self.rest()
        self._engine.stop()

    @property
    def engine_process(self) -> int:
        """The process id of the engine, which changes when it is replaced."""
        return self._engine.process

    def run_once(self) -> bool:
        """Do some of the jobs that are due; False where there were none, or the database does not answer.

        After True, jobs may be held and answers not be stored yet: see ``rest``.
        """
        chunk, self._ahead = self._ahead, NOTHING
        work = Work(chunk if chunk.jobs else self._claim())
        if not work.chunk.jobs:
            return False
        begun = time.monotonic()
        until = begun + self._longest
        self._engine.begin([Order(job.owner, job.item) for job in work.chunk.jobs], until=until)
        self._ahead = self._store_and_claim(self._last)
        self._last = work
        self._follow(work, until)
        self._adapt(time.monotonic() - begun, work.answered)
        if not self._ahead.jobs:
            self._store(work)
        return True

    def _claim(self) -> Chunk:
        try:
            return self._jobs.claim(self._at_once)
        except StorageUnavailableError as error:
            log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
            return NOTHING

    def _store_and_claim(self, last: Work) -> Chunk:
        made, last.made = last.made, []
        if not made:
            return self._claim()
        chunk = self._patiently(lambda: self._jobs.keep_and_claim(last.chunk, made, self._at_once))
        return NOTHING if chunk is None else chunk

    def _adapt(self, seconds: float, answered: int) -> None:
        """Take more at once, or fewer, by how long the engine was at the last."""
        self._pace = seconds / max(answered, 1)
        self._at_once = min(max(round(CHUNK_SECONDS / self._pace), 1), MOST_JOBS_AT_ONCE)

    def _follow(self, work: Work, until: float) -> None:
        """Take what the engine answers until that was all."""
        try:
            while True:
                if not self._engine.has_answered(within=0):
                    time.sleep(min(NAP_SECONDS, len(work.waiting) * self._pace))
                if not self._engine.has_answered(within=until + MOMENT - time.monotonic()):
                    self._share(work)
                    if not self._is_awaited(work):
                        self._engine.stop()
                        return
                answer = self._engine.answer()
                if answer is OVER:
                    break
                if isinstance(answer, StorageUnavailableError):  # that was all; the jobs are given back
                    log.warning("storage-unavailable", cause="of the engine")
                    time.sleep(PAUSE_SECONDS)
                else:
                    work.take(answer)
            self._give_back(work.chunk, work.waiting)
        except EngineGoneError as error:
            self._take_over(work, error.code)

    def _take_over(self, work: Work, code: int) -> None:
        """The engine is gone in the middle of a job, or of looking up what all need."""
        if work.is_looked_up:
            self._give_back(work.chunk, work.cut())
        fallen = work.waiting
        if code == OUT_OF_TIME and work.is_looked_up:
            work.made += [(job, to_plain(JobOutOfTimeError(self._seconds))) for job in fallen]
        elif fallen:
            log.warning("engine-gone", code=code, jobs=len(fallen))
            self._patiently(lambda: self._jobs.put_off(work.chunk, fallen))

    def _share(self, work: Work) -> None:
        """One job takes its time: no other waits for it, done or not begun."""
        self._store(work)
        self._give_back(self._ahead, self._ahead.jobs)
        self._ahead = NOTHING
        self._give_back(work.chunk, work.cut())

    def _is_awaited(self, work: Work) -> bool:
        """Let a long job run, and keep it from being given to another meanwhile; False where it was cancelled."""
        beaten = time.monotonic()
        while not self._engine.has_answered(within=min(self._beat, 1)):
            self._alive()  # whoever watches this worker wants a sign of life
            if time.monotonic() - beaten >= self._beat:
                beaten = time.monotonic()
                if not self._still_ours(work):
                    return False
        return True

    def _still_ours(self, work: Work) -> bool:
        try:
            return self._jobs.beat(work.chunk, work.waiting)
        except StorageUnavailableError:
            return True

    def _store(self, work: Work) -> None:
        made, work.made = work.made, []
        if made:
            self._patiently(lambda: self._jobs.keep(work.chunk, made))

    def _give_back(self, chunk: Chunk, unbegun: Sequence[Job]) -> None:
        if unbegun:
            self._patiently(lambda: self._jobs.release(chunk, unbegun))

    def _patiently(self, act: Callable[[], Done]) -> Done | None:
        """Do it once the database answers. What comes too late for the lease is done again by another."""
        while True:
            try:
                return act()
            except StorageUnavailableError as error:
                log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
                if not self._alive():
                    return None
                time.sleep(PAUSE_SECONDS)

    def _act(self, orders: Sequence[Order]) -> Iterator[Answer | StorageUnavailableError]:
        """What the engine does with orders."""
        try:
            yield from self._jobs.make(orders)
        except StorageUnavailableError as error:
            yield error


def runner_of(settings: Settings, parts: Parts, alive: Callable[[], bool]) -> Runner:
    """A worker with the settings of this instance."""
    return Runner(
        parts.jobs,
        seconds=settings.job_timeout,
        lease=settings.job_lease,
        # A connection must not be shared by two processes.
        before_fork=parts.database.close,
        alive=alive,
    )
