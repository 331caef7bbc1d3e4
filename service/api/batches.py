"""The routes of batches."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from flask import Response, jsonify, request, url_for

from service.api.batch_schemas import BatchList, BatchRequest, BatchResponse, ItemResult, ResultsQuery
from service.api.callers import owner
from service.api.idempotency import idempotently
from service.api.parts import parts
from service.api.problems import described, problem_view
from service.api.representations import summary_view
from service.api.request_schemas import PageQuery
from service.api.requests import JSON_LINES
from service.api.resource import Resource, page_answer, page_request
from service.errors import NotFoundError, from_plain
from service.storage import Batch, Result, StoredSummary

routes = Resource("batches", __name__, description="Many articles in the background.")

BATCH = BatchResponse()
RESULT = ItemResult()
EVENTS = "text/event-stream"
LINES = {
    "content": {
        JSON_LINES: {
            "schema": {
                "type": "string",
                "description": "One item a line.",
                "examples": ['{"id": "mine-1", "text": "The mill burnt down."}\n'],
            }
        }
    }
}


@routes.route("/batches", methods=["POST"])
@routes.doc(requestBody=LINES)
@routes.storing(options=BatchRequest(exclude=("items",)))
@routes.arguments(BatchRequest())
@routes.response(202, BatchResponse, description="Stored with all its items; they are worked off in the background.")
@routes.problems(400, 409, 413, 415, 503)
def store_batch(data: dict[str, Any]) -> Response:
    """Summarise many articles in the background.

    Each item is what POST /summarise takes, with an id of your own. As JSON Lines (application/x-ndjson) an item is a
    line, and options of the whole batch stand in the query. A fault of form in any item refuses the batch; an item
    whose content cannot be summed up fails alone.
    """

    def store() -> Response:
        batch = parts().batches.accept(**data, owner=owner())
        response = jsonify(BATCH.dump(batch_view(batch)))
        response.status_code = 202
        response.headers["Location"] = url_for("batches.get_batch", batch_id=batch.id)
        return response

    return idempotently(store)


@routes.route("/batches")
@routes.arguments(PageQuery(), location="query")
@routes.response(200, BatchList)
@routes.problems(400, 503)
def list_batches(query: dict[str, Any]) -> Any:
    """List batches, newest first."""
    page = parts().batches.page(page_request(query), owner=owner())
    return page_answer(page, batch_view)


@routes.route("/batches/<uuid:batch_id>")
@routes.response(200, BatchResponse)
@routes.problems(404, 503)
def get_batch(batch_id: UUID) -> Any:
    """Fetch how far a batch is."""
    return batch_view(parts().batches.get(batch_id, owner=owner()))


@routes.route("/batches/<uuid:batch_id>", methods=["DELETE"])
@routes.response(200, BatchResponse)
@routes.problems(404, 503)
def cancel_batch(batch_id: UUID) -> Any:
    """Cancel what is not done of a batch. What is done stays, and so do its results."""
    return batch_view(parts().batches.cancel(batch_id, owner=owner()))


@routes.route("/batches/<uuid:batch_id>/results")
@routes.arguments(ResultsQuery(), location="query")
@routes.response(200, {"type": "string"}, content_type=JSON_LINES, description="An ItemResult a line.")
@routes.problems(404, 503)
def list_results(query: dict[str, Any], batch_id: UUID) -> Response:
    """Fetch what became of the items, as JSON Lines in the order given.

    The lines end before the first item that has not ended. Ask again with the number of lines you have as 'after'.
    """
    parts().batches.get(batch_id, owner=owner())
    found = parts().batches.results(batch_id, owner=owner(), after=query["after"])
    return Response(_lines(found), content_type=JSON_LINES)


def _lines(found: Iterator[tuple[Result, StoredSummary | None]]) -> Iterator[bytes]:
    for result, summary in found:
        yield orjson.dumps(RESULT.dump(result_view(result, summary))) + b"\n"


@routes.route("/batches/<uuid:batch_id>/events")
@routes.response(200, {"type": "string"}, content_type=EVENTS, description="A BatchResponse an event.")
@routes.problems(404, 503)
def follow_batch(batch_id: UUID) -> Response:
    """Follow a batch by server-sent events: one each time that it has moved, the last when it has ended.

    A stream ends after a while, and a browser comes again by itself. Every event tells all, so none is missed. A
    process of the service sends as many streams as half of its threads (STANDFIRST_THREADS), and refuses others.
    """
    parts().batches.get(batch_id, owner=owner())
    steps = parts().batches.follow(batch_id, owner=owner(), seconds=parts().events_seconds)
    seen = request.headers.get("Last-Event-ID")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy must not hold events back
    response = Response(_events(steps, seen), headers=headers, content_type=EVENTS)
    response.call_on_close(parts().gate.begin_stream())
    return response


def _events(steps: Iterator[Batch | None], seen: str | None) -> Iterator[bytes]:
    yield b"retry: 1000\n\n"
    for batch in steps:
        if batch is None:
            yield b": still here\n\n"
            continue
        number = f"{batch.final}-{batch.running}-{batch.state}"
        if number != seen:
            name = "progress" if batch.finished_at is None else batch.state
            data = orjson.dumps(BATCH.dump(batch_view(batch))).decode()
            yield f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()


def batch_view(batch: Batch) -> dict[str, Any]:
    """The batch as ``BatchResponse`` wants it."""
    now = batch.finished_at or dt.datetime.now(dt.UTC)
    seconds = (now - batch.started_at).total_seconds() if batch.started_at else 0
    rate = (batch.done + batch.failed) / seconds if seconds > 0 else None
    left = batch.total - batch.final
    return {
        "id": batch.id,
        "state": batch.state,
        "total": batch.total,
        "counts": batch,
        "progress": batch.final / batch.total,
        "rate": None if rate is None else round(rate, 3),
        "created_at": batch.created_at,
        "started_at": batch.started_at,
        "finished_at": batch.finished_at,
        "estimated_finish": now + dt.timedelta(seconds=left / rate) if rate and left else None,
        "callback": _callback(batch),
    }


def _callback(batch: Batch) -> dict[str, Any] | None:
    if batch.callback_url is None:
        return None
    return {
        "url": batch.callback_url,
        "attempts": batch.callback_attempts,
        "status": batch.callback_status,
        "is_over": batch.callback_due is None,
    }


def callback_body(batch: Batch) -> bytes:
    """What is sent to the callback of a batch: the batch, as it is shown."""
    return orjson.dumps(BATCH.dump(batch_view(batch)))


def result_view(result: Result, summary: StoredSummary | None) -> dict[str, Any]:
    """A line of the results as ``ItemResult`` wants it."""
    view: dict[str, Any] = {"id": result.name, "status": result.state}
    if summary is not None:
        view["summary"] = summary_view(summary)
    elif result.error is not None:
        view["problem"] = problem_view(*described(from_plain(result.error)))
    elif result.summary_id is not None:
        deleted = NotFoundError("summary", str(result.summary_id))
        view["problem"] = problem_view(*described(deleted))
    return view
