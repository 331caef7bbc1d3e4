"""The keys that callers show. Of a key only its SHA-256 and its last letters are kept."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from service.storage.inserts import insert_unless_there, row_of
from service.storage.tables import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is kept; ``id`` is the owner of all that is stored with it."""

    id: UUID
    name: str
    created_at: dt.datetime
    digest: bytes
    ending: str
    rate_limit: str | None = None
    revoked_at: dt.datetime | None = None


class Keys:
    """The keys in one database. Each method works in the transaction it is given."""

    def add(self, connection: Connection, key: Key) -> bool:
        """Keep a new key; False where its name is taken."""
        row = row_of(key, keys, connection.dialect)
        return bool(insert_unless_there(connection, keys, [row], by=["name"]))

    def find(self, connection: Connection, digest: bytes) -> Key | None:
        """The key of that digest, revoked or not."""
        row = connection.execute(select(keys).where(keys.c.digest == digest)).one_or_none()
        return None if row is None else _key(row)

    def every(self, connection: Connection) -> list[Key]:
        """All keys, the oldest first."""
        return [_key(row) for row in connection.execute(select(keys).order_by(keys.c.id))]

    def change(self, connection: Connection, name: str, **values: Any) -> bool:
        """Set columns of the key of that name; False where there is none."""
        return connection.execute(update(keys).where(keys.c.name == name).values(values)).rowcount == 1


def _key(row: Row[Any]) -> Key:
    return Key(**{field.name: row._mapping[field.name] for field in fields(Key)})  # noqa: SLF001 (SQLAlchemy's public name for it)
