"""Read a request into plain values for a schema: body, query, type, limits."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from flask import Request, g
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from service.api.parts import parts
from service.api.problems import UnreadableRequestError, UnsupportedEncodingError, UnsupportedTypeError
from service.api.strict_json import HostileJsonError, parse
from service.compression import CODINGS, OverTheLimitError, inflate
from service.errors import Fault, InvalidFieldsError, LimitExceededError
from service.summariser.markup import decode
from service.use_cases import Upload

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
PLAIN_TEXT = "text/plain"
HTML = "text/html"
MULTIPART = "multipart/form-data"
MOST_FAULTS = 200  # told of one request
MOST_PARTS = 50  # of a multipart body: the file, and each option once
SLOWEST_BODY_SECONDS = 10  # between two pieces of a body
BROKEN_OFF = "The body ended before its announced length, took too long to come, or its chunks are broken."
REPLACED = "\ufffd"  # what Werkzeug makes of bytes that are no UTF-8
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")

# Encodings that cannot take long to decode and are met on the web.
CHARSETS = re.compile(r"(?i)us-ascii|ascii|utf-?8|utf-16(le|be)?|iso-8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]")


class RequestParser(FlaskParser):
    """webargs' parser, made strict: unknown parameters, repeated ones and wrong types are errors."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None}  # noqa: RUF012 (webargs' seam)

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body's members; options may stand in the query too, and a text may be the body itself."""
        members = _body_members(req, schema)
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
        raise InvalidFieldsError(sorted(faults, key=lambda fault: fault.pointer)[:MOST_FAULTS]) from error


def _accepted(schema: Schema) -> tuple[str, ...]:
    if "items" in schema.fields:
        return (JSON, JSON_LINES)
    return (JSON, PLAIN_TEXT, HTML, MULTIPART) if "file" in schema.fields else (JSON,)


def _body_members(req: Request, schema: Schema) -> Any:
    accepted = _accepted(schema)
    limits = parts().limits
    if req.mimetype not in accepted:
        raise UnsupportedTypeError(req.mimetype, accepted)
    body = read_body(req, limits.batch_bytes if JSON_LINES in accepted else limits.body_bytes)
    if req.mimetype == PLAIN_TEXT:
        return {"text": _decoded(body, req)}
    if req.mimetype == HTML:
        return {"html": decode(body, declared=req.mimetype_params.get("charset"))}
    if req.mimetype == MULTIPART:
        return _parts(body, req, schema)
    if req.mimetype == JSON_LINES:
        return {"items": list(_json_lines(body, limits.json_depth))}
    return parse(body, max_depth=limits.json_depth)


def _json_lines(body: bytes, max_depth: int) -> Iterator[Any]:
    """The value of each line that is not empty."""
    for number, line in enumerate(BytesIO(body), 1):
        if line.strip():
            try:
                yield parse(line.strip(), max_depth=max_depth)
            except HostileJsonError as error:
                raise HostileJsonError(f"Line {number}: {error}") from error


def read_body(req: Request, most: int) -> bytes:
    """The whole body. Raises ``LimitExceededError`` without reading more than ``most`` bytes of it."""
    # A body sent in chunks tells no length, so one byte more than allowed is asked for.
    connection = req.environ.get("gunicorn.socket")
    if connection is not None:  # a client that sends its body drop by drop may not keep a thread for ever
        connection.settimeout(SLOWEST_BODY_SECONDS)
    try:
        body = b"" if (req.content_length or 0) > most else req.stream.read(most + 1)
    except Exception as error:  # each server has its own errors for a body that is cut off or badly cut in chunks
        raise UnreadableRequestError(BROKEN_OFF) from error
    if (req.content_length or 0) > most or len(body) > most:
        raise LimitExceededError(what="The body", limit=most, unit="bytes", pointer="")
    if len(body) < (req.content_length or 0):
        raise UnreadableRequestError(BROKEN_OFF)
    unpacked = _unpacked(body, req, most)
    g.body = unpacked
    return unpacked


def _unpacked(body: bytes, req: Request, most: int) -> bytes:
    """The body out of its Content-Encoding, by the same limit."""
    coding = (req.content_encoding or "identity").strip().lower()
    if coding == "identity":
        return body
    if coding not in CODINGS:
        raise UnsupportedEncodingError(coding)
    try:
        return inflate(body, coding, most=most)
    except OverTheLimitError as error:
        raise LimitExceededError(what="The unpacked body", limit=most, unit="bytes", pointer="") from error
    except ValueError as error:
        raise UnreadableRequestError(f"The body is not what its Content-Encoding says: {error}.") from error


def _parts(body: bytes, req: Request, schema: Schema) -> dict[str, Any]:
    """The file of a form, and its other parts as they would stand in a query."""
    # In memory, since the body already is, and since nothing of it may reach a disk unasked.
    parser = FormDataParser(
        stream_factory=lambda *_, **__: BytesIO(),
        max_form_memory_size=len(body) + 1,
        max_form_parts=MOST_PARTS,
        silent=False,
    )
    try:
        _, form, files = parser.parse(BytesIO(body), MULTIPART, len(body), req.mimetype_params)
    except (ValueError, RequestEntityTooLarge) as error:
        raise UnreadableRequestError(f"The form cannot be read, or has more than {MOST_PARTS} parts.") from error
    if sum(value.count(REPLACED) for value in form.values()) > body.count(REPLACED.encode()):
        raise UnreadableRequestError("A part of the form is not UTF-8. Send UTF-8.")
    members = _members(MultiDict([*form.items(multi=True), *files.items(multi=True)]), schema, "form")
    return {name: _upload(value) if isinstance(value, FileStorage) else value for name, value in members.items()}


def _upload(file: FileStorage) -> Upload:
    return Upload(file.stream.read(), file.filename or "", file.mimetype or None)


def _decoded(body: bytes, req: Request) -> str:
    charset = req.mimetype_params.get("charset", "utf-8")
    if not CHARSETS.fullmatch(charset):
        raise UnsupportedTypeError(f"text/plain; charset={charset}", (f"{PLAIN_TEXT}; charset=utf-8",))
    try:
        return body.decode(charset)
    except (UnicodeDecodeError, LookupError) as error:
        detail = f"The body is not {charset}. Send UTF-8, or name the encoding in the Content-Type."
        raise UnreadableRequestError(detail) from error


def _query_members(req: Request, schema: Schema) -> dict[str, Any]:
    try:
        unquote_to_bytes(req.query_string).decode()
    except UnicodeDecodeError as error:
        raise UnreadableRequestError("The query is not UTF-8. Send UTF-8, percent-encoded.") from error
    return _members(req.args, schema, "query")


def _members(given: MultiDict[str, Any], schema: Schema, place: str) -> dict[str, Any]:
    """The parameters of a query or a form, turned into the JSON value that each field takes."""
    lists = {name: field for name, field in schema.fields.items() if isinstance(field, fields.List)}
    twice = [name for name, values in given.lists() if len(values) > 1 and name not in lists]
    if twice:
        raise InvalidFieldsError(
            [Fault(f"/{_escaped(name)}", f"Stands more than once in the {place}.") for name in twice]
        )
    return {
        name: _list_value(given.getlist(name), lists[name])
        if name in lists
        else _json_value(value, schema.fields.get(name))
        for name, value in given.items()
    }


def _list_value(given: list[Any], field: fields.List[Any]) -> list[Any]:
    """The items of a list, which stand in one parameter with commas between them, or in several."""
    items = [item for value in given for item in (value.split(",") if isinstance(value, str) else [value])]
    return [_json_value(item, field.inner) for item in items]


def _json_value(value: Any, field: fields.Field[Any] | None) -> Any:
    """A word of a query or form as the JSON that its field wants; where it is none, the field will say so."""
    if not isinstance(value, str):  # a file
        return value
    match field:
        case fields.Integer() if WHOLE_NUMBER.fullmatch(value):
            return int(value)
        case fields.Float() if DECIMAL.fullmatch(value):
            return float(value)
        case fields.Boolean() if value in {"true", "false"}:
            return value == "true"
        case fields.Dict():
            with suppress(HostileJsonError):
                return parse(value.encode(), max_depth=parts().limits.json_depth)
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
