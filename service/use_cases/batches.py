"""Many articles in the background: take them in, tell how far they are and what became of them."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from uuid6 import uuid7

from service.errors import Fault, InvalidFieldsError, NotFoundError
from service.storage import (
    Backlog,
    Batch,
    Batches,
    Database,
    NewJob,
    Page,
    PageRequest,
    Result,
    StoredSummary,
    Summaries,
    Transaction,
)
from service.use_cases.sources import Source
from service.use_cases.summaries import Wish

RESULTS_AT_ONCE = 100
# A client that follows a batch learns of a step within half a second, and that the line is open every ten.
LOOK_SECONDS, SILENCE_SECONDS = 0.5, 10
# Every hint keeps a worker busy until nothing is due, so more than there are workers are of no use; and it takes
# some items to be worth the message.
MOST_HINTS, ITEMS_OF_A_HINT = 64, 16
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


class Hints(Protocol):
    """What tells workers on other machines that there is work; it may get lost."""

    def send(self, batch_id: str, *, count: int) -> None: ...


class BatchUseCases:
    """``calls_back`` is whether workers tell the ends of batches to who asks for it."""

    def __init__(self, database: Database, *, calls_back: bool = False, hints: Hints | None = None) -> None:
        self._database = database
        self._calls_back = calls_back
        self._hints = hints
        self._batches = Batches()
        self._summaries = Summaries()

    def accept(self, items: Sequence[Item], *, owner: UUID, callback_url: str | None = None) -> Batch:
        """Store a batch with all its items; they are worked off in the background.

        Raises:
            InvalidFieldsError: this instance tells no one of the end of a batch.
        """
        if callback_url is not None and not self._calls_back:
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
            self._hints.send(str(batch.id), count=min(-(-len(items) // ITEMS_OF_A_HINT), MOST_HINTS))
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


def _plain(item: Item) -> dict[str, Any]:
    """The item as it is stored; the JSON writer knows what to do with the values."""
    articles = [str(one) if isinstance(one, UUID) else one for one in item.articles]
    return {"articles": articles, "wish": item.wish}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
