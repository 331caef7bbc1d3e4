"""What the server answers in the place of the application, as it goes over the wire."""

import re
from functools import cache
from http import HTTPStatus

import orjson
from uuid6 import uuid7

from service.api.kinds import Kind
from service.api.wire import REQUEST_ID

RETRY_AFTER_SECONDS = 1

PATH = re.compile(rb"[A-Z]+ ([^\s?]{1,2048})")
NAME = re.compile(rb"\r\nx-request-id:[ \t]*(" + REQUEST_ID.encode() + rb")[ \t]*\r\n", re.IGNORECASE)


def answer(
    kind: Kind, *, status: int | None = None, detail: str | None = None, head: bytes = b"", stays: bool = False
) -> bytes:
    """A problem for the request of this head; the connection is closed behind it, or stays open."""
    path, name = PATH.match(head), NAME.search(head)
    request_id = name[1] if name else str(uuid7()).encode()
    above, begun = _ready(kind, status or kind.status, detail or kind.explanation)
    instance = orjson.dumps(path[1].decode("latin-1") if path else "")
    body = b'%b"instance":%b,"request_id":"%b"}' % (begun, instance, request_id)
    connection = b"keep-alive" if stays else b"close"
    return above % (len(body), request_id, connection) + body


@cache  # an overloaded process says the same thousands of times a second
def _ready(kind: Kind, status: int, detail: str) -> tuple[bytes, bytes]:
    """The headers, but for three values, and the body up to what names the request."""
    code = HTTPStatus(status)
    headers = [
        f"HTTP/1.1 {code} {code.phrase}",
        "Content-Type: application/problem+json",
        "Content-Length: %d",
        "X-Request-ID: %b",
        "Connection: %b",
    ]
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(f"Retry-After: {RETRY_AFTER_SECONDS}")
    body = orjson.dumps({"type": kind.type, "title": kind.title, "status": code, "detail": detail})
    return "".join(f"{line}\r\n" for line in [*headers, ""]).encode(), body[:-1] + b","
