"""Every error as an RFC 9457 problem. Only this module knows which error has which status."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request
from flask_smorest import Blueprint
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from service.api.strict_json import HostileJsonError
from service.errors import (
    EmptyDocumentError,
    Fault,
    InvalidCursorError,
    InvalidFieldsError,
    LimitExceededError,
    NotFoundError,
    StandfirstError,
    StorageUnavailableError,
    UnsupportedLanguageError,
)

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = "5"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name, its status, and what it means to a person."""

    name: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        return f"/problems/{self.name}"


class UnacceptableTypeError(Exception):
    """The client accepts none of the media types that this resource has."""


class UnsupportedTypeError(Exception):
    """The body is of a media type that this resource does not read."""

    def __init__(self, sent: str, accepted: tuple[str, ...]) -> None:
        self.accepted = ", ".join(accepted)
        super().__init__(f"The body is of type '{sent or 'none'}'. Send one of: {self.accepted}.")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("invalid-json", 400, "The body is not usable JSON", "The body must be one JSON value in UTF-8, with no member twice in an object, no numbers beyond 63 bits or a double, and no deep nesting. The detail says where it goes wrong."),
        Kind("invalid-cursor", 400, "The cursor is not usable", "Cursors are made by this service and mean nothing outside it. Take the one in 'next' or in the Link header, or start the list again without a cursor."),
        Kind("bad-request", 400, "The request is not usable", "The request could not be read as HTTP. The detail says why."),
        Kind("not-found", 404, "There is no such thing", "Nothing stands at this address: the id is unknown, or what it named was deleted."),
        Kind("method-not-allowed", 405, "The method is not allowed here", "The Allow header lists the methods that this address answers to."),
        Kind("not-acceptable", 406, "None of the accepted types can be given", "The Accept header of the request names no media type that this resource has. The detail lists those it has."),
        Kind("limit-exceeded", 413, "The input is over a limit", "This instance takes inputs up to the limits in GET /limits. Send less, or ask its operator to raise the limit."),
        Kind("unsupported-media-type", 415, "The body is of a type that is not read here", "Set Content-Type to what the body is. The Accept header of the answer and its detail list the types that are read here."),
        Kind("invalid-fields", 422, "Some fields are not valid", "Each entry of 'errors' points to one field and says what is wrong with it. Nothing was stored."),
        Kind("empty-document", 422, "There is no sentence in the text", "The text holds no letters or digits that could make a sentence. Nothing was stored."),
        Kind("unsupported-language", 422, "The language is not supported", "GET /languages lists the languages of this instance, and which optional part would add another. A language can also be named with the field 'language'."),
        Kind("internal-error", 500, "Something went wrong on our side", "This is a fault of the service. The request id leads its operator to the cause in the log."),
        Kind("unavailable", 503, "The service cannot answer right now", "A part that the service needs does not answer. Nothing was stored; try again after the time in Retry-After."),
    )
}  # fmt: skip

BY_STATUS = {kind.status: kind for kind in reversed(KINDS.values())} | {422: KINDS["invalid-fields"]}

pages = Blueprint("problems", __name__, description="What each problem means.")


def problem(
    kind: Kind,
    detail: str,
    *,
    faults: tuple[Fault, ...] = (),
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
) -> Response:
    """The answer that tells of a problem."""
    body: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail,
        "instance": request.path,
        "request_id": g.get("request_id"),
    }
    if faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]
    # A path may hold lone surrogates where it was not UTF-8; they are no JSON.
    body["instance"] = body["instance"].encode("utf-8", "replace").decode()
    return Response(orjson.dumps(body), body["status"], headers, content_type="application/problem+json")


def register(app: Flask) -> None:
    """Answer every error of the app, its own and those of the framework, as a problem."""
    app.register_error_handler(StandfirstError, _ours)
    app.register_error_handler(HostileJsonError, lambda error: problem(KINDS["invalid-json"], str(error)))
    app.register_error_handler(UnacceptableTypeError, lambda error: problem(KINDS["not-acceptable"], str(error)))
    app.register_error_handler(UnsupportedTypeError, _unsupported_type)
    app.register_error_handler(HTTPException, _frameworks)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: StandfirstError) -> Response:
    message = str(error)
    match error:
        case InvalidFieldsError():
            count = len(error.faults)
            detail = f"{count} field(s) of the request are not valid; 'errors' lists each."
            return problem(KINDS["invalid-fields"], detail, faults=error.faults)
        case EmptyDocumentError():
            return problem(KINDS["empty-document"], message, faults=(Fault("/text", message),))
        case UnsupportedLanguageError():
            return problem(KINDS["unsupported-language"], message, faults=(Fault("/language", message),))
        case LimitExceededError():
            return problem(KINDS["limit-exceeded"], message, faults=(Fault(error.pointer or "/text", message),))
        case InvalidCursorError():
            return problem(KINDS["invalid-cursor"], message, faults=(Fault("/cursor", message),))
        case NotFoundError():
            return problem(KINDS["not-found"], message)
        case StorageUnavailableError():
            log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
            return problem(KINDS["unavailable"], message, headers={"Retry-After": RETRY_AFTER_SECONDS})
        case _:
            return _unexpected(error)


def _unsupported_type(error: UnsupportedTypeError) -> Response:
    return problem(KINDS["unsupported-media-type"], str(error), headers={"Accept": error.accepted})


def _frameworks(error: HTTPException) -> Response:
    """An error of Flask or Werkzeug, with its headers (Allow, for one) kept."""
    status = error.code or 500
    if status < 400:  # a redirect is no error  # noqa: PLR2004
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    kind = BY_STATUS.get(status) or KINDS["bad-request" if status < 500 else "internal-error"]  # noqa: PLR2004
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return problem(kind, f"{request.method} is not answered here. Use: {allowed}.", headers={"Allow": allowed})
    if isinstance(error, NotFound):
        return problem(kind, f"Nothing stands at '{request.path}'. GET /openapi.json lists all addresses.")
    return problem(kind, error.description or kind.title, status=status)


def _unexpected(error: Exception) -> Response:
    """A fault of ours. The client learns the request id, the log the rest, save for values."""
    log.error("internal-error", error=type(error).__name__, where=_places(error))
    return problem(KINDS["internal-error"], KINDS["internal-error"].explanation)


def _places(error: BaseException) -> list[str]:
    """File and line of each frame; no message and no values, which could hold an article's text."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places


@pages.route("/problems/<name>")
@pages.response(200, {"type": "string"}, content_type="text/html", description="The explanation, as a page.")
def explain(name: str) -> Response:
    """What a problem means and what to do about it, for a person."""
    kind = KINDS.get(name)
    if kind is None:
        raise NotFoundError("problem", name)
    title, explanation = escape(kind.title), escape(kind.explanation)
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>Status {kind.status}, type <code>{kind.type}</code></p><p>{explanation}</p></html>"
    )
    return Response(page, content_type="text/html; charset=utf-8")
