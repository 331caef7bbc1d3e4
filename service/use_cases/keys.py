"""Make, list and revoke keys; tell whose a request is."""

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from uuid6 import uuid7

from service.errors import KeyNameError, MissingKeyError, RefusedKeyError
from service.storage import ANONYMOUS, Database, Key, Keys

# Tells a key of ours from those that clients of other services send unasked, and a secret scanner what it found.
PREFIX = "standfirst_"
KEY_BYTES = 32
SHOWN = 4  # letters of a key that a list shows


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: the owner of what the request sees and makes; ``rate_limit`` where the key has its own."""

    owner: UUID
    rate_limit: str | None = None


NOBODY = Caller(ANONYMOUS)


class KeyUseCases:
    def __init__(self, database: Database, *, required: bool = False) -> None:
        self._database = database
        self._keys = Keys()
        self.required = required

    def create(self, name: str, *, rate_limit: str | None = None) -> str:
        """Make a key, which is told this once. Raises ``KeyNameError`` where the name is taken."""
        secret = _new_secret()
        now = dt.datetime.now(dt.UTC)
        made = Key(
            id=uuid7(), name=name, created_at=now, rate_limit=rate_limit, digest=_digest(secret), ending=secret[-SHOWN:]
        )
        with self._database.writing() as connection:
            if not self._keys.add(connection, made):
                raise KeyNameError(f"There is a key named '{name}' already. Take another name, or renew that key.")
        return secret

    def every(self) -> list[Key]:
        with self._database.reading() as connection:
            return self._keys.every(connection)

    def revoke(self, name: str) -> None:
        """End a key at once, in every process. What was stored with it stays. Raises ``KeyNameError``."""
        self._change(name, revoked_at=dt.datetime.now(dt.UTC))

    def renew(self, name: str) -> str:
        """A new key in the place of a lost or revoked one, with the same articles. Raises ``KeyNameError``."""
        secret = _new_secret()
        self._change(name, revoked_at=None, digest=_digest(secret), ending=secret[-SHOWN:])
        return secret

    def recognise(self, secret: str | None) -> Caller:
        """Whose a request with that key is, asked of the database each time.

        Where no keys are required, one that is none of ours by its form counts for none: clients of other
        services send theirs unasked. One that is ours by its form must be good, or what is stored with it would
        be everybody's.

        Raises:
            MissingKeyError: a key is required and none was sent.
            RefusedKeyError: the key is unknown, or was revoked.
        """
        if secret is None and self.required:
            raise MissingKeyError
        if secret is None or not (self.required or secret.startswith(PREFIX)):
            return NOBODY
        digest = _digest(secret)
        with self._database.reading() as connection:
            found = self._keys.find(connection, digest)
        if found is None or found.revoked_at is not None or not hmac.compare_digest(found.digest, digest):
            raise RefusedKeyError
        return Caller(found.id, found.rate_limit)

    def _change(self, name: str, **values: str | bytes | dt.datetime | None) -> None:
        with self._database.writing() as connection:
            if not self._keys.change(connection, name, **values):
                raise KeyNameError(f"There is no key named '{name}'. See: standfirst keys list")


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(KEY_BYTES)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
