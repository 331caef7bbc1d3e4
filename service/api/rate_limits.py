"""How many requests a caller may send; counted in memory or in Redis, by Flask-Limiter."""

import ipaddress
import math
import time
from typing import Any

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded, RequestLimit
from limits.errors import StorageError
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.api.callers import caller, is_open
from service.api.kinds import KINDS
from service.api.problems import problem
from service.use_cases import NOBODY

IN_MEMORY = "memory"
# What a request may wait for a Redis that does not answer; then this process counts by itself.
REDIS_SECONDS = 0.5
NETWORK_OF_ONE_CALLER = 64  # bits of an IPv6 address: whoever has one has the rest of the network


def install(app: Flask, *, default: str, storage: str) -> None:
    """Limit the requests of each caller to its key's own rate or to the default one; '' is no limit.

    Expects the caller to be known. While Redis does not answer, each process counts in its own memory.
    """

    def rate() -> str:
        return caller().rate_limit or default

    in_memory = storage == IN_MEMORY
    limiter = Limiter(
        _counted_as,
        application_limits=[ApplicationLimit(rate)],
        storage_uri="memory://" if in_memory else storage,
        storage_options={"wrap_exceptions": True, **({} if in_memory else _redis_options())},
        in_memory_fallback_enabled=not in_memory,
        app=app,
    )
    limiter.request_filter(lambda: is_open(request.endpoint) or not rate())

    def tell(response: Response) -> Response:
        return _told(response, limiter.current_limits)

    app.after_request(tell)
    app.register_error_handler(RateLimitExceeded, lambda _: _refused(limiter.current_limit))


def _redis_options() -> dict[str, Any]:
    return {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def _counted_as() -> str:
    """Whom a request is counted to: the owner of its key or, without one, where it comes from."""
    if caller() != NOBODY:
        return str(caller().owner)
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:  # what a proxy forwards need not be an address
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, NETWORK_OF_ONE_CALLER), strict=False))
    return str(address)


def _refused(limit: RequestLimit | None) -> Response:
    seconds = 1 if limit is None else _seconds_left(limit)
    rate = "" if limit is None else f" {limit.limit}"
    detail = f"More requests than the{rate} that this caller may send. Go on in {seconds} seconds."
    return problem(KINDS["too-many-requests"], detail, headers={"Retry-After": str(seconds)})


def _told(response: Response, limits: list[RequestLimit]) -> Response:
    """How much is left, in the fields of draft-ietf-httpapi-ratelimit-headers-10."""
    try:
        left = [f'"{_name(one)}";r={max(one.remaining, 0)};t={_seconds_left(one)}' for one in limits]
    except StorageError:  # gone since the request was counted
        return response
    if limits:
        policies = [f'"{_name(one)}";q={one.limit.amount};w={one.limit.get_expiry()}' for one in limits]
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        response.headers["RateLimit"] = ", ".join(left)
    return response


def _name(limit: RequestLimit) -> str:
    return f"{limit.limit.get_expiry()}s"


def _seconds_left(limit: RequestLimit) -> int:
    return max(1, math.ceil(limit.window.reset_time - time.time()))
