"""What was answered under each Idempotency-Key."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, and_, bindparam, delete, or_, select, text, update

from service.storage.inserts import insert_unless_there, row_of
from service.storage.tables import idempotency_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """A key with the request that it belongs to and, once there is one, the answer."""

    owner: UUID
    key: str
    created_at: dt.datetime
    request: bytes
    token: UUID
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: bytes | None = None


class IdempotencyKeys:
    """The keys in one database. Each method works in the transaction it is given."""

    def take(self, connection: Connection, key: IdempotencyKey) -> bool:
        """Take the key for a request; False where it is taken."""
        row = row_of(key, idempotency_keys, connection.dialect)
        return bool(insert_unless_there(connection, idempotency_keys, [row], by=["owner", "key"]))

    def get(self, connection: Connection, key: str, *, owner: UUID) -> IdempotencyKey | None:
        columns = idempotency_keys.c
        owned = select(idempotency_keys).where(columns.owner == owner, columns.key == key)
        row = connection.execute(owned).one_or_none()
        if row is None:
            return None
        found = row._mapping  # noqa: SLF001 (SQLAlchemy's public name for it)
        values: dict[str, Any] = {field.name: found[field.name] for field in fields(IdempotencyKey)}
        return IdempotencyKey(**values)

    def answer(
        self, connection: Connection, token: UUID, *, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Keep the answer, if the key is still held by this token."""
        held = idempotency_keys.c.token == token
        values = {"status": status, "headers": dict(headers), "body": body}
        connection.execute(update(idempotency_keys).where(held).values(values))

    def release(self, connection: Connection, token: UUID) -> None:
        """Give the key back, so that the request can be sent again."""
        connection.execute(delete(idempotency_keys).where(idempotency_keys.c.token == token))

    def forget_mentioning(self, connection: Connection, identifier: UUID, *, owner: UUID) -> None:
        """Delete the owner's answers that hold this id, with all that they quote of what it named."""
        place = "instr(body, :wanted)" if connection.dialect.name == "sqlite" else "position(:wanted in body)"
        wanted = bindparam("wanted", str(identifier).encode(), LargeBinary)
        holds = text(f"{place} > 0").bindparams(wanted)
        connection.execute(delete(idempotency_keys).where(idempotency_keys.c.owner == owner, holds))

    def forget(self, connection: Connection, *, answered_before: dt.datetime, taken_before: dt.datetime) -> int:
        """Delete all owners' old answers, and keys whose request never came to an answer; how many there were."""
        columns = idempotency_keys.c
        unanswered = and_(columns.status.is_(None), columns.created_at < taken_before)
        return connection.execute(
            delete(idempotency_keys).where(or_(columns.created_at < answered_before, unanswered))
        ).rowcount
