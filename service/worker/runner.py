"""One worker: it takes jobs, has the engine do them, and stores what came of them."""

import time
from collections.abc import Callable, Sequence

import structlog

from config import Settings
from service.api.batches import callback_body
from service.api.parts import Parts
from service.errors import JobOutOfTimeError, StorageUnavailableError, to_plain
from service.storage import Job
from service.use_cases import BatchUseCases
from service.use_cases.batches import Answer, Chunk, order_of
from service.worker.engine import OUT_OF_TIME, Engine, EngineGoneError

# Seconds after which what is done is stored and what is not begun goes to another worker.
LONGEST_CHUNK = 1.0
# A question to an index of jobs that wait costs some 0.3 ms: twice a second is nothing.
PAUSE_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Runner:
    """``seconds`` is what one job may take, ``lease`` what ``BatchUseCases`` was given.

    ``alive`` tells whether to go on, and is asked once a second or more often.
    """

    def __init__(
        self,
        batches: BatchUseCases,
        *,
        seconds: float,
        lease: float,
        before_fork: Callable[[], None],
        alive: Callable[[], bool],
    ) -> None:
        self._batches = batches
        self._seconds = seconds
        self._beat = lease / 3
        self._alive = alive
        self._engine = Engine(self._act, seconds=seconds, before_fork=before_fork)

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
            return self._batches.tell(callback_body)
        except StorageUnavailableError:
            return False

    def stop(self) -> None:
        """End the engine."""
        self._engine.stop()

    @property
    def engine_process(self) -> int:
        """The process id of the engine, which changes when it is replaced."""
        return self._engine.process

    def run_once(self) -> bool:
        """Do some of the jobs that are due; False where there were none, or the database does not answer."""
        try:
            chunk = self._batches.claim()
        except StorageUnavailableError as error:
            log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
            return False
        if chunk.jobs:
            self._work_off(chunk)
        return bool(chunk.jobs)

    def _work_off(self, chunk: Chunk) -> None:
        """Do the jobs in turn; what is not begun after a second, or at a stop, is given back."""
        until = time.monotonic() + LONGEST_CHUNK
        waiting = list(chunk.jobs)
        answers: list[tuple[Job, Answer]] = []
        while waiting and self._alive() and time.monotonic() < until:
            job = waiting.pop(0)
            self._engine.begin(order_of(job))
            if not self._engine.is_done(within=max(until - time.monotonic(), 0)):
                self._store(chunk, answers, waiting)
                answers, waiting = [], []
                if not self._is_awaited(chunk, job):
                    self._engine.stop()
                    break
            answer = self._answer(chunk, job)
            if answer is not None:
                answers.append((job, answer))
        self._store(chunk, answers, waiting)

    def _is_awaited(self, chunk: Chunk, job: Job) -> bool:
        """Let a long job run, and keep it from being given to another meanwhile; False where it was cancelled."""
        beaten = time.monotonic()
        while not self._engine.is_done(within=min(self._beat, 1)):
            self._alive()  # whoever watches this worker wants a sign of life
            if time.monotonic() - beaten >= self._beat:
                beaten = time.monotonic()
                if not self._still_ours(chunk, job):
                    return False
        return True

    def _still_ours(self, chunk: Chunk, job: Job) -> bool:
        try:
            return self._batches.beat(chunk, [job])
        except StorageUnavailableError:
            return True

    def _answer(self, chunk: Chunk, job: Job) -> Answer | None:
        try:
            answer: Answer | StorageUnavailableError = self._engine.answer()
        except EngineGoneError as error:
            if error.code == OUT_OF_TIME:
                return to_plain(JobOutOfTimeError(self._seconds))
            log.warning("engine-gone", code=error.code, attempts=job.attempts)
            self._patiently(lambda: self._batches.put_off(chunk, job))
            return None
        if isinstance(answer, StorageUnavailableError):
            self._patiently(lambda: self._batches.release(chunk, [job]))
            return None
        return answer

    def _store(self, chunk: Chunk, answers: Sequence[tuple[Job, Answer]], unbegun: Sequence[Job]) -> None:
        if answers:
            self._patiently(lambda: self._batches.keep(chunk, answers))
        if unbegun:
            self._patiently(lambda: self._batches.release(chunk, unbegun))

    def _patiently(self, act: Callable[[], None]) -> None:
        """Do it once the database answers. What comes too late for the lease is done again by another."""
        while True:
            try:
                return act()
            except StorageUnavailableError as error:
                log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
                if not self._alive():
                    return None
                time.sleep(PAUSE_SECONDS)

    def _act(self, order: object) -> object:
        """What the engine does with an order."""
        try:
            return self._batches.make(order)  # type: ignore[arg-type]
        except StorageUnavailableError as error:
            return error


def runner_of(settings: Settings, parts: Parts, alive: Callable[[], bool]) -> Runner:
    """A worker with the settings of this instance."""
    return Runner(
        parts.batches,
        seconds=settings.job_timeout,
        lease=settings.job_lease,
        # A connection must not be shared by two processes.
        before_fork=parts.database.close,
        alive=alive,
    )
