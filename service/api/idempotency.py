"""The Idempotency-Key header, for every request that stores."""

import hashlib
import re
from collections.abc import Callable

from flask import Response, g, request

from service.api.callers import owner
from service.api.parts import parts
from service.errors import Fault, InvalidFieldsError
from service.use_cases import Answer

KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPEATED = ("Content-Type", "Location", "Cache-Control")


def idempotently(act: Callable[[], Response]) -> Response:
    """Do what the request asks; under a key that was answered before, give that answer again."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not KEY.fullmatch(key):
        detail = "An Idempotency-Key is 1 to 255 visible ASCII characters."
        raise InvalidFieldsError([Fault("", detail)])

    def answer() -> Answer:
        response = act()
        headers = {name: response.headers[name] for name in REPEATED if name in response.headers}
        return Answer(response.status_code, headers, response.get_data())

    kept, again = parts().idempotency.once(key, _digest(), answer, owner=owner())
    response = Response(kept.body, kept.status, dict(kept.headers))
    if again:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _digest() -> bytes:
    """SHA-256 of all of the request that the answer hangs on."""
    charset = request.mimetype_params.get("charset", "")
    query = request.query_string.decode("latin-1")
    named = (request.path, query, request.mimetype, charset, request.headers.get("Accept", ""))
    digest = hashlib.sha256("\0".join(named).encode())
    digest.update(g.body)
    return digest.digest()
