"""Whose request this is."""

from uuid import UUID

from flask import g

from service.storage import ANONYMOUS


def recognise() -> None:
    """Find out who is calling, before the request is read."""
    g.owner = ANONYMOUS


def owner() -> UUID:
    """Whose things this request sees and makes; everything of others is unknown to it."""
    found: UUID = g.owner
    return found
