"""Do a request once, however often it is sent under one key.

Source: IETF draft-ietf-httpapi-idempotency-key-header-07.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from service.errors import IdempotencyKeyReusedError, RequestStillRunningError
from service.storage import Database, IdempotencyKey, IdempotencyKeys

KEPT = dt.timedelta(hours=24)
# A request that has not come to an answer by then was cut off: its process is gone.
LONGEST_REQUEST = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client was told."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class IdempotencyUseCases:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys = IdempotencyKeys()

    def once(self, key: str, request: bytes, act: Callable[[], Answer], *, owner: UUID) -> tuple[Answer, bool]:
        """Act and keep the answer, or give the answer that was kept; the flag tells which.

        ``request`` is a digest of all that the client sent. An error keeps nothing, so that the
        request can be sent again.

        Raises:
            RequestStillRunningError: the same request is being worked on.
            IdempotencyKeyReusedError: the key belongs to another request.
        """
        token = uuid4()
        now = dt.datetime.now(dt.UTC)
        known = self._take(IdempotencyKey(owner=owner, key=key, created_at=now, request=request, token=token))
        if known is not None:
            return known, True
        try:
            answer = act()
        except BaseException:
            with self._database.writing() as connection:
                self._keys.release(connection, token)
            raise
        with self._database.writing() as connection:
            self._keys.answer(connection, token, status=answer.status, headers=answer.headers, body=answer.body)
        return answer, False

    def _take(self, wanted: IdempotencyKey) -> Answer | None:
        now = wanted.created_at
        with self._database.writing() as connection:
            self._keys.forget(connection, answered_before=now - KEPT, taken_before=now - LONGEST_REQUEST)
            while not self._keys.take(connection, wanted):
                found = self._keys.get(connection, wanted.key, owner=wanted.owner)
                if found is not None:  # else it was given back in between
                    return _answer(found, wanted.request)
        return None


def _answer(found: IdempotencyKey, request: bytes) -> Answer:
    if found.request != request:
        raise IdempotencyKeyReusedError
    if found.status is None:
        raise RequestStillRunningError
    return Answer(found.status, found.headers or {}, found.body or b"")
