"""Ids are UUIDv7 (RFC 9562): the time when something was made stands in them, to the millisecond.

So the order of ids is the order of time, and one index serves both.
"""

import datetime as dt
from uuid import UUID

TIME_SHIFT = 80  # bits below the time
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)


def made_at(identifier: UUID) -> dt.datetime:
    return EPOCH + (identifier.int >> TIME_SHIFT) * MILLISECOND


def first_after(moment: dt.datetime) -> UUID:
    """Ids of what was made later than this are not below it."""
    return _lowest((moment - EPOCH) // MILLISECOND + 1)


def first_from(moment: dt.datetime) -> UUID:
    """Ids of what was made earlier than this are below it."""
    return _lowest(-((EPOCH - moment) // MILLISECOND))


def _lowest(milliseconds: int) -> UUID:
    return UUID(int=max(milliseconds, 0) << TIME_SHIFT)
