"""Delete what has been kept for long enough."""

import datetime as dt
from dataclasses import dataclass

from service.storage import Articles, Batches, Database, IdempotencyKeys, Summaries
from service.use_cases.idempotency import KEPT, LONGEST_REQUEST

# Articles a transaction: others wait no longer than one takes.
BATCH = 200
# Batches a transaction; each may have 10,000 jobs, of which no text is left.
BATCHES = 5


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were deleted."""

    articles: int
    summaries: int
    batches: int
    idempotency_keys: int


class RetentionUseCases:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._articles = Articles()
        self._summaries = Summaries()
        self._batches = Batches()
        self._keys = IdempotencyKeys()

    def purge(self, *, days: int, now: dt.datetime | None = None) -> Purged:
        """Delete articles and batches that were first stored more than so many days ago, and all that came of them.

        With 0 days every article stays; answers under an Idempotency-Key go when they are old in any case.
        """
        now = now or dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            keys = self._keys.forget(connection, answered_before=now - KEPT, taken_before=now - LONGEST_REQUEST)
        articles = summaries = 0
        while days and (batch := self._purge_batch(now - dt.timedelta(days=days))) != (0, 0):
            articles, summaries = articles + batch[0], summaries + batch[1]
        batches = 0
        while days and (gone := self._purge_batches(now - dt.timedelta(days=days))):
            batches += gone
        self._database.erase_traces()
        return Purged(articles, summaries, batches, keys)

    def _purge_batches(self, before: dt.datetime) -> int:
        with self._database.writing() as connection:
            return self._batches.delete_older(connection, before, at_most=BATCHES)

    def _purge_batch(self, before: dt.datetime) -> tuple[int, int]:
        """How many articles and summaries were deleted in one transaction."""
        with self._database.writing() as connection:
            old = self._articles.hold_older(connection, before, at_most=BATCH)
            summaries = sum(self._summaries.delete_of_article(connection, article_id) for article_id in old)
            for article_id in old:
                self._articles.delete(connection, article_id)
        return len(old), summaries
