"""Batches and their jobs. The rows are the only truth of who works on what.

A job is *pending* until it is claimed under a token and a lease, *running* until
the holder of the token finishes it or the lease ends, and then *done*, *failed*
or *cancelled* for good. Transactions lock jobs before batches, and batches in
the order of their ids.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    Connection,
    Row,
    Text,
    Update,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from service.storage.pages import Page, PageRequest, fetch
from service.storage.rows import as_parameter, given_rows
from service.storage.tables import PENDING, RUNNING, UNTOLD, batches, jobs

# The states of batches, and with two more those of jobs.
QUEUED, AT_WORK, DONE, CANCELLED = "queued", "running", "done", "cancelled"
WAITING, FAILED = "pending", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch, and how many of its jobs are being worked on or in each final state."""

    id: UUID
    owner: UUID
    created_at: dt.datetime
    total: int
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    state: str = QUEUED
    done: int = 0
    failed: int = 0
    cancelled: int = 0
    callback_url: str | None = None
    callback_due: dt.datetime | None = None
    callback_attempts: int = 0
    callback_status: int | None = None
    running: int = 0

    @property
    def pending(self) -> int:
        return self.total - self.running - self.final

    @property
    def final(self) -> int:
        return self.done + self.failed + self.cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job before it is stored; ``item`` is a plain JSON value, or what orjson makes one of."""

    name: str
    item: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job that was claimed; ``item`` as the JSON that it is stored as, since only the engine looks into it."""

    number: int
    batch_id: UUID
    owner: UUID
    place: int
    item: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a job ended: with a summary, or with an error as a plain JSON value."""

    job: Job
    summary_id: UUID | None = None
    error: Mapping[str, Any] | None = None

    @property
    def state(self) -> str:
        return DONE if self.error is None else FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a job, for who asked for it."""

    place: int
    name: str
    state: str
    summary_id: UUID | None
    error: Mapping[str, Any] | None

    @property
    def is_final(self) -> bool:
        return self.state in {DONE, FAILED, CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Jobs by state, over all owners, and since when the next in line has been due."""

    jobs: Mapping[str, int]
    due_since: dt.datetime | None


class Batches:
    """The batches in one database. Each method works in the transaction it is given."""

    def add(self, connection: Connection, batch: Batch, new: Sequence[NewJob]) -> None:
        """Store the batch and all its jobs."""
        values = {name: getattr(batch, name) for name in STORED}
        connection.execute(insert(batches).values(values))
        shared = {"batch_id": batch.id, "state": WAITING, "due": batch.created_at, "attempts": 0}
        rows = [{**shared, "place": place, "name": job.name, "item": job.item} for place, job in enumerate(new)]
        connection.execute(insert(jobs), rows)

    def get(self, connection: Connection, batch_id: UUID, *, owner: UUID) -> Batch | None:
        """The batch. The cost does not hang on its size."""
        # Jobs first: one that ends between the two questions is then counted twice for a moment, not lost.
        running = self._running(connection, [batch_id])
        owned = select(batches).where(batches.c.id == batch_id, batches.c.owner == owner)
        row = connection.execute(owned).one_or_none()
        return None if row is None else _batch(row, running)

    def page(self, connection: Connection, request: PageRequest, *, owner: UUID) -> Page[Batch]:
        """One page of the owner's batches, the newest first."""
        rows, position, _ = fetch(connection, select(batches).where(batches.c.owner == owner), batches, request)
        running = self._running(connection, [row.id for row in rows])
        return Page(tuple(_batch(row, running) for row in rows), position)

    def _running(self, connection: Connection, ids: Sequence[UUID]) -> Mapping[UUID, int]:
        """How many jobs of each batch are being worked on: never many, whatever the size of the batch."""
        held = select(jobs.c.batch_id, func.count()).where(RUNNING, jobs.c.batch_id.in_(ids))
        rows = connection.execute(held.group_by(jobs.c.batch_id)).all()
        return {row[0]: row[1] for row in rows}

    def results(self, connection: Connection, batch_id: UUID, *, after: int, at_most: int) -> list[Result]:
        """Jobs in the order given, without the first ``after``; those that are not final among them."""
        columns = jobs.c
        chosen = select(columns.place, columns.name, columns.state, columns.summary_id, columns.error)
        wanted = and_(columns.batch_id == batch_id, columns.place >= after, columns.place < after + at_most)
        return [Result(**row) for row in connection.execute(chosen.where(wanted).order_by(columns.place)).mappings()]

    def cancel(self, connection: Connection, batch_id: UUID, now: dt.datetime) -> None:
        """End the batch. A job that is being worked on is cancelled too: its token is no longer good."""
        unfinished = and_(jobs.c.batch_id == batch_id, or_(PENDING, RUNNING))
        ended = connection.execute(update(jobs).where(unfinished).values(state=CANCELLED, **RELEASED)).rowcount
        columns = batches.c
        values = {"state": CANCELLED, "cancelled": columns.cancelled + ended, "finished_at": now}
        one = and_(columns.id == batch_id, columns.finished_at.is_(None))
        connection.execute(update(batches).where(one).values(values))

    def delete_older(self, connection: Connection, than: dt.datetime, *, at_most: int) -> int:
        """Delete the oldest batches made before then, whatever state they are in; how many there were."""
        old = select(batches.c.id).where(batches.c.created_at < than).order_by(batches.c.id).limit(at_most)
        ids = connection.execute(old).scalars().all()
        # Jobs first, as everywhere.
        connection.execute(delete(jobs).where(jobs.c.batch_id.in_(ids)))
        return connection.execute(delete(batches).where(batches.c.id.in_(ids))).rowcount

    # --- for workers ------------------------------------------------------------------------------

    def claim(
        self, connection: Connection, token: UUID, *, now: dt.datetime, until: dt.datetime, at_most: int
    ) -> list[Job]:
        """Take due jobs under the token until the lease ends; no two callers get the same one.

        A job that was put off or lost before comes alone: should it bring its worker down, it brings down no other.
        """
        due = and_(PENDING, jobs.c.due <= now)
        ready = select(jobs.c.number).where(due).order_by(jobs.c.place, jobs.c.number).limit(at_most)
        # A common table expression is worked out once; a plain subquery PostgreSQL may ask again.
        chosen = ready.with_for_update(skip_locked=True).cte("ready").prefix_with("MATERIALIZED", dialect="postgresql")
        taken = (
            update(jobs)
            .where(jobs.c.number.in_(select(chosen.c.number)))
            .values(state=AT_WORK, token=token, due=until)
            .returning(*OF_JOB)
        )
        rows = connection.execute(taken).mappings().all()
        owners = self._begin(connection, sorted({row["batch_id"] for row in rows}), now)
        claimed = sorted((Job(owner=owners[row["batch_id"]], **row) for row in rows), key=_order)
        suspects = [job for job in claimed if job.attempts]
        if suspects and len(claimed) > 1:
            self.release(connection, token, [job for job in claimed if job is not suspects[0]], due=now)
            claimed = suspects[:1]
        return claimed

    def _begin(self, connection: Connection, ids: Sequence[UUID], now: dt.datetime) -> Mapping[UUID, UUID]:
        """Whose the batches are; those that were queued are running now."""
        columns = batches.c
        found = connection.execute(select(columns.id, columns.owner, columns.state).where(columns.id.in_(ids))).all()
        for batch_id in sorted(row.id for row in found if row.state == QUEUED):
            first = and_(columns.id == batch_id, columns.state == QUEUED)
            connection.execute(update(batches).where(first).values(state=AT_WORK, started_at=now))
        return {row.id: row.owner for row in found}

    def hold(self, connection: Connection, token: UUID, held: Iterable[Job]) -> set[int]:
        """Numbers of those jobs that the token is still good for; they stay so until this transaction ends."""
        mine = and_(jobs.c.number.in_([job.number for job in held]), jobs.c.token == token)
        rows = select(jobs.c.number).where(mine).order_by(jobs.c.number).with_for_update()
        return set(connection.execute(rows).scalars())

    def extend(self, connection: Connection, token: UUID, held: Iterable[Job], *, until: dt.datetime) -> int:
        """Move the end of the lease; how many of the jobs the token is still good for."""
        mine = and_(jobs.c.number.in_([job.number for job in held]), jobs.c.token == token)
        return connection.execute(update(jobs).where(mine).values(due=until)).rowcount

    def release(
        self, connection: Connection, token: UUID, held: Iterable[Job], *, due: dt.datetime, attempts: int = 0
    ) -> None:
        """Give jobs back, to be claimed again from ``due`` on, after so many more attempts."""
        mine = and_(jobs.c.number.in_([job.number for job in held]), jobs.c.token == token)
        values = {"state": WAITING, "token": None, "due": due, "attempts": jobs.c.attempts + attempts}
        connection.execute(update(jobs).where(mine).values(values))

    def finish(self, connection: Connection, outcomes: Sequence[Outcome], now: dt.datetime) -> None:
        """Keep how jobs ended, which this transaction holds."""
        if not outcomes:
            return
        rows = [
            (end.job.number, end.state, end.summary_id and end.summary_id.hex, _json(end.error)) for end in outcomes
        ]
        connection.execute(_ending(connection.dialect.name), as_parameter(rows))
        for batch_id in sorted({end.job.batch_id for end in outcomes}):
            states = [end.state for end in outcomes if end.job.batch_id == batch_id]
            self._count(connection, batch_id, done=states.count(DONE), failed=states.count(FAILED), now=now)

    def _count(self, connection: Connection, batch_id: UUID, *, done: int, failed: int, now: dt.datetime) -> None:
        columns = batches.c
        last = columns.done + columns.failed + columns.cancelled + done + failed == columns.total
        values = {
            "done": columns.done + done,
            "failed": columns.failed + failed,
            "state": case((last, DONE), else_=columns.state),
            "finished_at": case((last, now), else_=columns.finished_at),
        }
        connection.execute(update(batches).where(columns.id == batch_id).values(values))

    def sweep(self, connection: Connection, now: dt.datetime, pauses: Sequence[dt.timedelta]) -> int:
        """Give back the jobs whose lease has ended, since their worker is gone; how many there were.

        Each is due after the pause at the place of its attempts, or after the last of them.
        """
        ended = and_(RUNNING, jobs.c.due <= now)
        dues = [literal(now + pause, jobs.c.due.type) for pause in pauses]
        due = case(dict(enumerate(dues)), value=jobs.c.attempts, else_=dues[-1])
        values = {"state": WAITING, "token": None, "due": due, "attempts": jobs.c.attempts + 1}
        return connection.execute(update(jobs).where(ended).values(values)).rowcount

    def claim_callback(self, connection: Connection, *, now: dt.datetime, until: dt.datetime) -> Batch | None:
        """A batch that has ended and whose end is to be told now; nobody else gets it before ``until``."""
        columns = batches.c
        ended = and_(UNTOLD, columns.callback_due <= now, columns.finished_at.is_not(None))
        ready = select(columns.number).where(ended).order_by(columns.callback_due).limit(1)
        chosen = ready.with_for_update(skip_locked=True).cte("ready").prefix_with("MATERIALIZED", dialect="postgresql")
        taken = (
            update(batches)
            .where(columns.number.in_(select(chosen.c.number)))
            .values(callback_due=until, callback_attempts=columns.callback_attempts + 1)
            .returning(*columns)
        )
        row = connection.execute(taken).one_or_none()
        return None if row is None else _batch(row, {})

    def told(self, connection: Connection, batch_id: UUID, *, status: int | None, due: dt.datetime | None) -> None:
        """Keep what the callback was answered, and when it is to be tried again; None for never."""
        one = update(batches).where(batches.c.id == batch_id)
        connection.execute(one.values(callback_status=status, callback_due=due))

    def needs_telling(self, connection: Connection, now: dt.datetime) -> bool:
        """Whether the end of a batch may have to be told."""
        due = select(batches.c.number).where(UNTOLD, batches.c.callback_due <= now, batches.c.finished_at.is_not(None))
        return connection.execute(due.limit(1)).first() is not None

    def needs_sweep(self, connection: Connection, now: dt.datetime) -> bool:
        """Whether a lease has ended."""
        ended = select(jobs.c.number).where(RUNNING, jobs.c.due <= now).limit(1)
        return connection.execute(ended).first() is not None

    def backlog(self, connection: Connection) -> Backlog:
        """How much there is to do. The cost hangs on the number of batches, not on that of jobs."""
        columns = batches.c
        sums = [
            func.coalesce(func.sum(it), 0) for it in (columns.total, columns.done, columns.failed, columns.cancelled)
        ]
        running = connection.execute(select(func.count()).select_from(jobs).where(RUNNING)).scalar_one()
        total, done, failed, cancelled = (int(it) for it in connection.execute(select(*sums)).one())
        first = select(jobs.c.due).where(PENDING).order_by(jobs.c.place, jobs.c.number).limit(1)
        pending = max(0, total - done - failed - cancelled - running)
        counts = {WAITING: pending, AT_WORK: running, DONE: done, FAILED: failed, CANCELLED: cancelled}
        return Backlog(jobs=counts, due_since=connection.execute(first).scalar())

    def is_waiting(self, connection: Connection, now: dt.datetime) -> bool:
        """Whether a job could be claimed."""
        due = and_(PENDING, jobs.c.due <= now)
        return connection.execute(select(jobs.c.number).where(due).limit(1)).first() is not None


# What every job loses when it ends: nothing of the article stays outside of the articles.
RELEASED: dict[str, Any] = {"item": None, "due": None, "token": None}
STORED = [one.name for one in fields(Batch) if one.name != "running"]
OF_JOB = [
    type_coerce(jobs.c.item, Text).label("item") if one.name == "item" else jobs.c[one.name]
    for one in fields(Job)
    if one.name != "owner"
]


@cache
def _ending(dialect: str) -> Update:
    given = given_rows(dialect, jobs.c.number, jobs.c.state, jobs.c.summary_id, jobs.c.error)
    one = update(jobs).where(jobs.c.number == given.c.number)
    return one.values(state=given.c.state, summary_id=given.c.summary_id, error=given.c.error, **RELEASED)


def _json(error: Mapping[str, Any] | None) -> str | None:
    return None if error is None else orjson.dumps(error).decode()


def _order(job: Job) -> tuple[int, int]:
    return job.place, job.number


def _batch(row: Row[Any], running: Mapping[UUID, int]) -> Batch:
    found = row._mapping  # noqa: SLF001 (SQLAlchemy's public name for it)
    batch = Batch(**{name: found[name] for name in STORED})
    return replace(batch, running=min(running.get(batch.id, 0), batch.total - batch.final))
