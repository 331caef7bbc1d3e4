"""Every error as an RFC 9457 problem. Only this module knows which error has which status."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request
from flask_smorest import Blueprint
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from service.api.kinds import BY_STATUS, KINDS, Kind
from service.api.strict_json import HostileJsonError
from service.errors import (
    EmptyDocumentError,
    Fault,
    FetchFailedError,
    FetchingOffError,
    FetchTimedOutError,
    ForbiddenUrlError,
    IdempotencyKeyReusedError,
    InvalidCursorError,
    InvalidFieldsError,
    InvalidRequestError,
    JobGivenUpError,
    JobOutOfTimeError,
    LimitExceededError,
    MissingKeyError,
    NotFoundError,
    RefusedKeyError,
    RequestStillRunningError,
    StandfirstError,
    StorageUnavailableError,
    TooManyStreamsError,
    UnknownPassageError,
    UnreadableFileError,
    UnsupportedLanguageError,
)

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = "5"
OPENAI = "/v1/"

# The kind of problem that each error of the core is, and the field that it is about.
OURS: Mapping[type[StandfirstError], tuple[str, str | None]] = {
    InvalidFieldsError: ("invalid-fields", None),
    EmptyDocumentError: ("empty-document", None),
    UnsupportedLanguageError: ("unsupported-language", "/language"),
    UnknownPassageError: ("invalid-fields", "/keep"),
    LimitExceededError: ("limit-exceeded", None),
    UnreadableFileError: ("unreadable-file", None),
    FetchingOffError: ("fetching-off", "/url"),
    ForbiddenUrlError: ("forbidden-url", "/url"),
    FetchFailedError: ("fetch-failed", "/url"),
    FetchTimedOutError: ("fetch-timed-out", "/url"),
    InvalidCursorError: ("invalid-cursor", "/cursor"),
    NotFoundError: ("not-found", None),
    MissingKeyError: ("key-missing", None),
    RefusedKeyError: ("key-refused", None),
    JobOutOfTimeError: ("out-of-time", None),
    JobGivenUpError: ("given-up", None),
    RequestStillRunningError: ("still-running", None),
    IdempotencyKeyReusedError: ("idempotency-key-reused", None),
    TooManyStreamsError: ("overloaded", None),
    StorageUnavailableError: ("unavailable", None),
}


class UnreadableRequestError(Exception):
    """The body is not what its type says it is, or the query is none."""


class UnacceptableTypeError(Exception):
    """The client accepts none of the media types that this resource has."""


class UnsupportedTypeError(Exception):
    """The body is of a media type that this resource does not read."""

    def __init__(self, sent: str, accepted: tuple[str, ...]) -> None:
        self.accepted = ", ".join(accepted)
        told = f"The body is of type '{sent}'" if sent else "The request has no Content-Type"
        super().__init__(f"{told}. Send one of: {self.accepted}.")


class UnsupportedEncodingError(Exception):
    """The body is packed in a way that is not unpacked here."""

    def __init__(self, sent: str) -> None:
        super().__init__(f"The body is encoded as '{sent[:40]}'. Send it as it is, or as gzip or deflate.")


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
    body = {
        **problem_view(kind, detail, faults),
        "status": status or kind.status,
        "instance": request.path,
        "request_id": g.get("request_id"),
    }
    if request.path.startswith(OPENAI):
        body["error"] = _openai_error(kind, detail, faults)
    # A path may hold lone surrogates where it was not UTF-8; they are no JSON.
    body["instance"] = body["instance"].encode("utf-8", "replace").decode()
    return Response(orjson.dumps(body), body["status"], headers, content_type="application/problem+json")


def problem_view(kind: Kind, detail: str, faults: tuple[Fault, ...]) -> dict[str, Any]:
    """The members of a problem that do not hang on the request."""
    view: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": detail}
    if faults:
        view["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in faults]
    return view


def _openai_error(kind: Kind, detail: str, faults: tuple[Fault, ...]) -> dict[str, Any]:
    """The same in the words that clients of the OpenAI wire format look for."""
    param = faults[0].pointer.strip("/").replace("/", ".") if faults else None
    return {
        "message": " ".join(f"{fault.pointer}: {fault.detail}" for fault in faults) or detail,
        "type": "invalid_request_error" if kind.status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error",
        "param": param or None,
        "code": kind.name,
    }


def register(app: Flask) -> None:
    """Answer every error of the app, its own and those of the framework, as a problem."""
    app.register_error_handler(StandfirstError, _ours)
    app.register_error_handler(HostileJsonError, lambda error: problem(KINDS["invalid-json"], str(error)))
    app.register_error_handler(UnreadableRequestError, lambda error: problem(KINDS["bad-request"], str(error)))
    app.register_error_handler(
        UnacceptableTypeError, lambda error: problem(KINDS["not-acceptable"], str(error), headers={"Vary": "Accept"})
    )
    app.register_error_handler(UnsupportedTypeError, _unsupported_type)
    app.register_error_handler(UnsupportedEncodingError, _unsupported_encoding)
    app.register_error_handler(HTTPException, _frameworks)
    app.register_error_handler(Exception, _unexpected)


def described(error: StandfirstError) -> tuple[Kind, str, tuple[Fault, ...]]:
    """An error of the core as its kind of problem, what it says, and the fields that it is about."""
    name, pointer = OURS[type(error)]
    message = str(error)
    within = error.within if isinstance(error, InvalidRequestError) else ""
    faults: tuple[Fault, ...] = (Fault(within + pointer, message),) if pointer is not None else ()
    if isinstance(error, InvalidFieldsError):
        faults = error.faults
        found = "1 fault was" if len(faults) == 1 else f"{len(faults)} faults were"
        message = f"{found} found in the fields of the request; 'errors' lists each."
    elif isinstance(error, EmptyDocumentError | LimitExceededError | UnreadableFileError):
        faults = (Fault(within + error.pointer, message),)
    return KINDS[name], message, faults


def _ours(error: StandfirstError) -> Response:
    kind, message, faults = described(error)
    headers = {}
    if isinstance(error, RequestStillRunningError | TooManyStreamsError):
        headers = {"Retry-After": "1"}
    elif isinstance(error, MissingKeyError):
        headers = {"WWW-Authenticate": 'Bearer realm="standfirst"'}
    elif isinstance(error, RefusedKeyError):
        headers = {"WWW-Authenticate": 'Bearer realm="standfirst", error="invalid_token"'}
    elif isinstance(error, StorageUnavailableError):
        headers = {"Retry-After": RETRY_AFTER_SECONDS}
        log.warning("storage-unavailable", cause=type(error.__cause__).__name__)
    return problem(kind, message, faults=faults, headers=headers)


def _unsupported_type(error: UnsupportedTypeError) -> Response:
    return problem(KINDS["unsupported-media-type"], str(error), headers={"Accept": error.accepted})


def _unsupported_encoding(error: UnsupportedEncodingError) -> Response:
    headers = {"Accept-Encoding": "gzip, deflate, identity"}  # RFC 9110, 15.5.16
    return problem(KINDS["unsupported-media-type"], str(error), headers=headers)


def _frameworks(error: HTTPException) -> Response:
    """An error of Flask or Werkzeug, with its headers (Allow, for one) kept."""
    status = error.code or 500
    if status < 400:  # a redirect is no error
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    kind = BY_STATUS.get(status) or KINDS["bad-request" if status < 500 else "internal-error"]
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
@pages.alt_response(404, "NOT_FOUND")
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
