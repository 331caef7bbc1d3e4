"""Whose request this is, by the key in its Authorization header."""

from typing import Any
from uuid import UUID

from apispec import BasePlugin
from flask import g, request

from service.api.parts import parts
from service.errors import StandfirstError
from service.use_cases import NOBODY, Caller

# What a person or a probe needs before there is a key, and what shows nobody's articles.
OPEN_BLUEPRINTS = {"api-docs", "docs", "problems", "web"}
OPEN_ENDPOINTS = {"capabilities.live", "capabilities.ready"}

SCHEME = {"type": "http", "scheme": "bearer", "description": "A key made with 'standfirst keys create'."}


def is_open(endpoint: str | None) -> bool:
    """Whether the route is answered without a look at keys and rate limits; an address of no route is."""
    return endpoint is None or endpoint.partition(".")[0] in OPEN_BLUEPRINTS or endpoint in OPEN_ENDPOINTS


def recognise() -> None:
    """Find out who is calling. A refusal is kept until ``refuse``, so that rate limits count it."""
    g.caller, g.refusal = NOBODY, None
    if is_open(request.endpoint):
        return
    sent = request.authorization
    secret = sent.token if sent is not None and sent.type == "bearer" else None
    try:
        g.caller = parts().keys.recognise(secret or None)
    except StandfirstError as refusal:
        g.refusal = refusal


def refuse() -> None:
    """Go no further with a caller who may not."""
    if g.refusal is not None:
        raise g.refusal


def caller() -> Caller:
    found: Caller = g.caller
    return found


def owner() -> UUID:
    """Whose things this request sees and makes; everything of others is unknown to it."""
    return caller().owner


class KeysInDocument(BasePlugin):
    """Tells in the OpenAPI document which operations take a key, and how they refuse."""

    def __init__(self, *, required: bool) -> None:
        self._security: list[dict[str, list[str]]] = [{"key": []}] if required else [{}, {"key": []}]

    def init_spec(self, spec: Any) -> None:
        spec.components.security_scheme("key", SCHEME)

    def operation_helper(
        self,
        path: str | None = None,  # noqa: ARG002 (apispec's signature)
        operations: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        open_to_all = is_open(kwargs["rule"].endpoint)
        for operation in (operations or {}).values():
            operation["security"] = [] if open_to_all else self._security
            if not open_to_all:
                operation["responses"] |= {"401": "UNAUTHORIZED", "403": "FORBIDDEN", "429": "TOO_MANY_REQUESTS"}
