"""Read a request into plain values for a schema: body, query, type, limits."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request, current_app, g
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from service.api.problems import UnsupportedTypeError
from service.api.strict_json import HostileJsonError, parse
from service.errors import Fault, InvalidFieldsError, LimitExceededError
from service.use_cases import Limits

JSON = "application/json"
PLAIN_TEXT = "text/plain"
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")

# Encodings that cannot take long to decode and are met on the web.
CHARSETS = re.compile(r"(?i)us-ascii|ascii|utf-?8|utf-16(le|be)?|iso-8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]")


class RequestParser(FlaskParser):
    """webargs' parser, made strict: unknown parameters, repeated ones and wrong types are errors."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None}  # noqa: RUF012 (webargs' seam)

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body's members; options may stand in the query too, and a text may be the body itself."""
        members = _body_members(req, accept_text="text" in schema.fields)
        if not isinstance(members, Mapping):
            return members
        query = _query_members(req, schema)
        twice = members.keys() & query.keys()
        if twice:
            raise InvalidFieldsError(
                [Fault(f"/{name}", "Stands in the body and in the query.") for name in sorted(twice)]
            )
        return {**members, **query}

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        return _query_members(req, schema)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        # webargs puts the place that was read (json, query) above the fields.
        faults = [
            fault
            for place in error.normalized_messages().values()  # type: ignore[no-untyped-call]
            for fault in _faults("", place)
        ]
        raise InvalidFieldsError(sorted(faults, key=lambda fault: fault.pointer)) from error


def limits() -> Limits:
    found: Limits = current_app.extensions["standfirst"].limits
    return found


def _body_members(req: Request, *, accept_text: bool) -> Any:
    accepted = (JSON, PLAIN_TEXT) if accept_text else (JSON,)
    if req.content_encoding not in {None, "", "identity"}:
        raise UnsupportedTypeError(f"{req.mimetype} encoded as {req.content_encoding}", accepted)
    if req.mimetype not in accepted:
        raise UnsupportedTypeError(req.mimetype, accepted)
    body = read_body(req, limits().body_bytes)
    if req.mimetype == PLAIN_TEXT:
        return {"text": _decoded(body, req)}
    return parse(body, max_depth=limits().json_depth)


def read_body(req: Request, most: int) -> bytes:
    """The whole body. Raises ``LimitExceededError`` without reading more than ``most`` bytes of it."""
    # A body sent in chunks tells no length, so one byte more than allowed is asked for.
    body = b"" if (req.content_length or 0) > most else req.stream.read(most + 1)
    if (req.content_length or 0) > most or len(body) > most:
        raise LimitExceededError(what="The body", limit=most, unit="bytes", pointer="")
    g.body = body
    return body


def _decoded(body: bytes, req: Request) -> str:
    charset = req.mimetype_params.get("charset", "utf-8")
    if not CHARSETS.fullmatch(charset):
        raise UnsupportedTypeError(f"text/plain; charset={charset}", (f"{PLAIN_TEXT}; charset=utf-8",))
    try:
        return body.decode(charset)
    except (UnicodeDecodeError, LookupError) as error:
        detail = f"The body is not {charset}. Send UTF-8, or name the encoding in the Content-Type."
        raise HostileJsonError(detail) from error


def _query_members(req: Request, schema: Schema) -> dict[str, Any]:
    """The query's parameters, turned into the JSON value that each field takes."""
    twice = [name for name, values in req.args.lists() if len(values) > 1]
    if twice:
        raise InvalidFieldsError([Fault(f"/{name}", "Stands more than once in the query.") for name in twice])
    return {name: _json_value(value, schema.fields.get(name)) for name, value in req.args.items()}


def _json_value(value: str, field: fields.Field[Any] | None) -> Any:
    if isinstance(field, fields.Integer) and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if isinstance(field, fields.Boolean) and value in {"true", "false"}:
        return value == "true"
    return value


def _faults(pointer: str, messages: Any) -> list[Fault]:
    """Flatten marshmallow's tree of messages; a key becomes a step of an RFC 6901 pointer."""
    if isinstance(messages, Mapping):
        return [
            fault
            for key, below in messages.items()
            for fault in _faults(pointer if key == "_schema" else f"{pointer}/{_escaped(key)}", below)
        ]
    return [Fault(pointer, str(message)) for message in messages]


def _escaped(key: Any) -> str:
    return str(key).encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")
