"""What all routes share: the blueprint, the list pages, and the OpenAPI document."""

import base64
import binascii
import http
import struct
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import orjson
from flask import Flask, Response, request
from flask.json.provider import JSONProvider
from flask_smorest import Api, Blueprint
from flask_smorest.spec import prepare_response
from marshmallow import Schema

from service.api.answer_schemas import Problem
from service.api.batch_schemas import ItemResult
from service.api.openapi import problem_examples
from service.api.requests import RequestParser
from service.errors import InvalidCursorError
from service.storage import Page, PageRequest, Position

View = Callable[..., Any]
Item = TypeVar("Item")

# The bodies beside JSON that an article may come in, for the OpenAPI document.
OTHER_BODIES = {
    "content": {
        "text/plain": {"schema": {"type": "string", "examples": ["The mill burnt down. Nobody was hurt."]}},
        "text/html": {"schema": {"type": "string", "examples": ["<h1>The mill</h1><p>It burnt down.</p>"]}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
                "examples": [{"file": "The mill burnt down. Nobody was hurt."}],
            }
        },
    }
}

# For the OpenAPI document; ``idempotency`` holds to it.
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Your own name for this request: sent again under it, it is answered again and not done again.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}

PROBLEM_TYPE = "application/problem+json"


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A group of routes that read requests strictly."""

    ARGUMENTS_PARSER = RequestParser()

    def _store_endpoint_docs(self, endpoint: str, obj: View, parameters: Any, tags: Any, **options: Any) -> None:
        """Name each operation after its function; generated clients take their names from there."""
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method, described in self._docs[endpoint].items():
            if method != "parameters":
                described["manual_doc"] = {"operationId": endpoint, **described.get("manual_doc", {})}

    def alt_response(self, *args: Any, **kwargs: Any) -> Callable[[View], View]:
        return _without_detour(super().alt_response(*args, **kwargs))

    @staticmethod
    def doc(**kwargs: Any) -> Callable[[View], View]:
        return _without_detour(Blueprint.doc(**kwargs))

    def storing(self, *, options: Schema | None = None) -> Callable[[View], View]:
        """Document that the route heeds an Idempotency-Key, and options that may stand in the query."""
        in_query = [] if options is None else [{"in": "query", "schema": options}]
        return self.doc(parameters=[IDEMPOTENCY_KEY, *in_query])

    def problems(self, *statuses: int) -> Callable[[View], View]:
        """Document that the route may answer with a problem of these statuses."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, http.HTTPStatus(status).name)(view)
            return view

        return decorate

    def other_forms(self, *statuses: int) -> Callable[[View], View]:
        """Document that the answers of these statuses can be had as plain text and as Markdown.

        Stands below the others, so that JSON is named first: generated clients ask for that.
        """

        def decorate(view: View) -> View:
            for status in statuses:
                for form in ("text/plain", "text/markdown"):
                    view = self.alt_response(status, schema={"type": "string"}, content_type=form)(view)
            return view

        return decorate


def _without_detour(document: Callable[[View], View]) -> Callable[[View], View]:
    """A decorator of flask-smorest's that only documents, without the call that it would add to every request."""

    def decorate(view: View) -> View:
        view._apidoc = document(view)._apidoc  # type: ignore[attr-defined]  # noqa: SLF001 (flask-smorest's name for it)
        return view

    return decorate


class StandfirstApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """The OpenAPI document, with every error documented as the problem that it is."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= http.HTTPStatus.BAD_REQUEST:
                response["schema"] = Problem
                if examples := problem_examples(status):
                    response["examples"] = examples
            prepare_response(response, self.spec, PROBLEM_TYPE)
            self.spec.components.response(status.name, response, lazy=True)
        # What no route returns whole: a line of an answer.
        self.spec.components.schema("ItemResult", schema=ItemResult)

    def _register_error_handlers(self) -> None:
        """Leave errors to ``problems.register``."""


class OrjsonProvider(JSONProvider):
    """JSON answers by orjson."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Any:
        body = orjson.dumps(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def use_orjson(app: Flask) -> None:
    app.json = OrjsonProvider(app)


def encode_cursor(position: Position | None) -> str | None:
    if position is None:
        return None
    number = b"" if position.number is None else struct.pack(">q", position.number)
    score = b"" if position.score is None else struct.pack(">d", position.score)
    return base64.urlsafe_b64encode(position.id.bytes + number + score).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Position | None:
    """The position behind which the page begins. Raises ``InvalidCursorError``."""
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        number = struct.unpack(">q", raw[16:24])[0] if raw[16:] else None
        score = struct.unpack(">d", raw[24:])[0] if raw[24:] else None
        return Position(UUID(bytes=raw[:16]), number, score)
    except (ValueError, binascii.Error, struct.error) as error:
        raise InvalidCursorError from error


def page_request(query: dict[str, Any]) -> PageRequest:
    """Which page a list is asked for; takes those parameters out of the query, so that the filters are left."""
    after = decode_cursor(query.pop("cursor"))
    question = query.pop("q", None)
    if after is not None and (after.number is None) != (question is None):
        raise InvalidCursorError  # of another list
    return PageRequest(limit=query.pop("limit"), after=after, query=question)


def page_answer(page: Page[Item], view: Callable[[Item], Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Body, status and headers of one page of a list, with the ``Link`` to the next (RFC 8288)."""
    cursor = encode_cursor(page.next)
    headers = {}
    if cursor is not None:
        query = urlencode({**request.args.to_dict(), "cursor": cursor})
        headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    order = "best" if page.ranked else "newest"
    return {"items": [view(item) for item in page.items], "next": cursor, "order": order}, 200, headers
