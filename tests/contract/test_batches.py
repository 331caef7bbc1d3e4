"""Batches over HTTP; every answer is held to the OpenAPI document."""

import base64
import datetime as dt
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from config import Settings
from service.api.batches import batch_view, callback_body
from service.api.parts import EXTENSION
from service.app import join
from service.storage import ANONYMOUS, Batch
from service.summariser import warm_up
from service.use_cases import Item, Source, Wish
from service.worker.runner import Runner
from tests.articles import BAKERY, FERRY


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Engines are forked from here, and share what is loaded."""
    warm_up()


@pytest.fixture
def work_off(app):
    """Does all that is due."""
    parts = app.extensions[EXTENSION]
    runner = Runner(parts.jobs, seconds=30, lease=30, before_fork=parts.database.close, alive=lambda: True)

    def work() -> None:
        while runner.run_once():
            pass

    yield work
    runner.stop()


def items(*texts):
    return [{"id": f"mine-{number}", "text": text} for number, text in enumerate(texts, 1)]


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


def faults(answer):
    return {fault["pointer"]: fault["detail"] for fault in answer.json["errors"]}


def test_a_batch_is_accepted_worked_off_and_its_results_fetched(client, work_off):
    made = client.post("/batches", json={"items": items(FERRY, "...", BAKERY), "sentences": 2})

    assert made.status_code == 202
    assert made.json["state"] == "queued"
    assert made.json["counts"] == {"pending": 3, "running": 0, "done": 0, "failed": 0, "cancelled": 0}
    place = made.headers["Location"]
    work_off()
    batch = client.get(place).json
    assert (batch["state"], batch["progress"], batch["estimated_finish"]) == ("done", 1.0, None)
    assert batch["counts"] == {"pending": 0, "running": 0, "done": 2, "failed": 1, "cancelled": 0}
    first, second, third = lines(client.get(f"{place}/results"))
    assert [first["id"], second["id"], third["id"]] == ["mine-1", "mine-2", "mine-3"]
    assert len(first["summary"]["sentences"]) == len(third["summary"]["sentences"]) == 2
    assert second["status"] == "failed"
    assert second["problem"]["type"] == "/problems/empty-document"
    assert client.get(f"/summaries/{first['summary']['id']}").json == first["summary"]


def test_json_lines_are_a_batch_with_its_options_in_the_query(client, work_off):
    body = "\n".join(json.dumps(item) for item in items(FERRY, BAKERY)) + "\n\n"

    made = client.post("/batches?sentences=1&order=rank", data=body, content_type="application/x-ndjson")

    assert made.status_code == 202
    work_off()
    results = lines(client.get(f"{made.headers['Location']}/results"))
    assert [len(result["summary"]["sentences"]) for result in results] == [1, 1]
    assert {result["summary"]["order"] for result in results} == {"rank"}


def test_an_option_of_an_item_goes_before_that_of_the_batch(client, work_off):
    own = [{"id": "own", "text": FERRY, "words": 40, "language": "English"}, {"id": "shared", "text": FERRY}]

    made = client.post("/batches", json={"items": own, "sentences": 1, "language": "en", "algorithm": "luhn"})

    work_off()
    first, second = [line["summary"] for line in lines(client.get(f"{made.headers['Location']}/results"))]
    assert (first["budget"], second["budget"]) == ({"words": 40}, {"sentences": 1})
    assert first["algorithm"] == second["algorithm"] == "luhn"
    assert not second["language"]["detected"]


def test_every_fault_of_form_is_told_at_once_and_nothing_is_stored(client):
    body = {
        "items": [
            {"id": "a", "text": FERRY},
            {"id": "a", "text": FERRY},
            {"id": "b", "text": 3},
            {"id": "c"},
            {"text": FERRY, "sentences": 0, "colour": "red"},
            {"id": "d", "text": FERRY, "store": False},
        ],
        "order": "random",
    }

    answer = client.post("/batches", json=body)

    assert answer.status_code == 422
    assert set(faults(answer)) == {
        "/items/1/id",
        "/items/2/text",
        "/items/3/text",
        "/items/4/id",
        "/items/4/sentences",
        "/items/4/colour",
        "/items/5/store",
        "/order",
    }
    assert client.get("/batches").json["items"] == []


def test_ids_that_stand_twice_are_pointed_at(client):
    answer = client.post("/batches", json={"items": [{"id": name, "text": FERRY} for name in "abab"]})

    assert answer.status_code == 422
    assert faults(answer) == {
        "/items/2/id": "The item at place 0 has the same id.",
        "/items/3/id": "The item at place 1 has the same id.",
    }


@pytest.mark.parametrize("body", [{"items": []}, {}, {"items": "x"}, {"items": [7]}, {"items": [None]}])
def test_a_batch_without_usable_items_is_refused(client, body):
    assert client.post("/batches", json=body).status_code == 422


def test_a_line_that_is_not_json_is_named(client):
    answer = client.post("/batches", data='{"id": "a", "text": "x."}\n{"id"', content_type="application/x-ndjson")

    assert answer.status_code == 400
    assert answer.json["detail"].startswith("Line 2: The body is not JSON: ")
    assert ", column" not in answer.json["detail"]


def test_more_items_than_the_limit_are_refused(app, client):
    most = app.extensions[EXTENSION].limits.batch_items

    answer = client.post("/batches", json={"items": [{"id": str(n), "text": "A."} for n in range(most + 1)]})

    assert answer.status_code == 413
    assert f"{most:,} items" in answer.json["detail"]
    assert most in [limit["value"] for limit in client.get("/limits").json["items"] if limit["name"] == "batch_items"]


def test_the_same_key_makes_one_batch(client):
    body, key = {"items": items(FERRY)}, {"Idempotency-Key": "one"}

    first, second = (client.post("/batches", json=body, headers=key) for _ in range(2))

    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(client.get("/batches").json["items"]) == 1


def test_cancelling_ends_a_batch_and_says_so_of_every_item(client, work_off):
    place = client.post("/batches", json={"items": items(FERRY, BAKERY)}).headers["Location"]

    cancelled = client.delete(place)
    work_off()

    assert cancelled.status_code == 200
    assert cancelled.json["state"] == "cancelled"
    assert client.get(place).json == client.delete(place).json == cancelled.json
    assert lines(client.get(f"{place}/results")) == [
        {"id": "mine-1", "status": "cancelled"},
        {"id": "mine-2", "status": "cancelled"},
    ]


def test_the_rate_counts_what_was_worked_off_and_not_what_was_cancelled():
    begun = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ended = begun + dt.timedelta(seconds=8)
    times = {"created_at": begun, "started_at": begun, "finished_at": ended}

    batch = Batch(id=uuid4(), owner=ANONYMOUS, total=100, done=30, failed=10, cancelled=60, **times)

    assert batch_view(batch)["rate"] == 5


def test_results_go_on_after_the_lines_that_one_has(client, work_off):
    place = client.post("/batches", json={"items": items(FERRY, BAKERY)}).headers["Location"]
    assert client.get(f"{place}/results").text == ""

    work_off()

    assert [line["id"] for line in lines(client.get(f"{place}/results?after=1"))] == ["mine-2"]
    assert client.get(f"{place}/results?after=2").text == ""


def test_the_result_of_a_deleted_summary_says_so(client, work_off):
    place = client.post("/batches", json={"items": items(FERRY)}).headers["Location"]
    work_off()
    [result] = lines(client.get(f"{place}/results"))

    client.delete(f"/articles/{result['summary']['articles'][0]['id']}")

    [line] = lines(client.get(f"{place}/results"))
    assert (line["status"], line["problem"]["type"]) == ("done", "/problems/not-found")
    assert result["summary"]["id"] in line["problem"]["detail"]


def test_batches_are_listed_newest_first(client):
    made = [client.post("/batches", json={"items": items(FERRY)}).json["id"] for _ in range(3)]

    page = client.get("/batches?limit=2").json
    rest = client.get(f"/batches?limit=2&cursor={page['next']}").json

    assert [batch["id"] for batch in page["items"] + rest["items"]] == made[::-1]
    assert page["order"] == "newest"


@pytest.mark.parametrize("call", ["", "/results"])
def test_a_batch_that_is_not_there_is_a_404_problem(client, call):
    assert client.get(f"/batches/019a0000-0000-7000-8000-000000000000{call}").status_code == 404


def test_events_tell_how_far_a_batch_is_and_end_with_it(client, work_off):
    place = client.post("/batches", json={"items": items(FERRY)}).headers["Location"]
    work_off()

    stream = client.get(f"{place}/events")

    assert stream.mimetype == "text/event-stream"
    _, event, rest = stream.text.split("\n\n")
    number, name, data = event.split("\n")
    assert (name, rest) == ("event: done", "")
    assert json.loads(data.removeprefix("data: ")) == client.get(place).json
    again = client.get(f"{place}/events", headers={"Last-Event-ID": number.removeprefix("id: ")})
    assert again.text == "retry: 1000\n\n"


def test_a_stream_of_events_ends_after_a_while_and_says_how_far_it_was(client):
    place = client.post("/batches", json={"items": items(FERRY)}).headers["Location"]

    stream = client.get(f"{place}/events")

    assert "event: progress\n" in stream.text
    assert "event: done" not in stream.text


def test_no_more_streams_are_begun_than_leave_threads_for_requests(client):
    place = client.post("/batches", json={"items": items(FERRY)}).headers["Location"]
    gate = client.application.extensions[EXTENSION].gate
    ends = [gate.begin_stream() for _ in range(gate.streams)]

    refused = client.get(f"{place}/events")
    ends.pop()()
    taken = [client.get(f"{place}/events", buffered=True).status_code for _ in range(2)]

    assert (refused.status_code, refused.json["type"]) == (503, "/problems/overloaded")
    assert refused.headers["Retry-After"]
    assert taken == [200, 200]
    assert client.get(place).status_code == 200


def test_a_callback_is_refused_where_none_are_sent(client):
    answer = client.post("/batches", json={"items": items(FERRY), "callback_url": "https://example.com/hook"})

    assert answer.status_code == 422
    assert "STANDFIRST_CALLBACK_SECRET" in faults(answer)["/callback_url"]
    assert client.get("/batches").json["items"] == []


class Hook(BaseHTTPRequestHandler):
    """Takes callbacks; answers the first with an error."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((dict(self.headers), body))
        self.send_response(500 if len(self.server.calls) == 1 else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.calls = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_end_of_a_batch_is_told_signed_and_told_again_until_it_is_heard(database_url, hook):
    settings = Settings(
        database_url=database_url, fetch_urls=True, fetch_allow_networks="127.0.0.0/8", callback_secret="hush"
    )
    parts = join(settings)
    url = f"http://127.0.0.1:{hook.server_port}/hook"
    one = Item(name="one", articles=[Source(text=FERRY)], wish=Wish())
    batch = parts.batches.accept([one], owner=ANONYMOUS, callback_url=url)
    assert not parts.jobs.tell(callback_body)
    parts.batches.cancel(batch.id, owner=ANONYMOUS)

    deadline = time.monotonic() + 60
    while len(hook.calls) < 2 and time.monotonic() < deadline:
        parts.jobs.tell(callback_body)

    told = parts.batches.get(batch.id, owner=ANONYMOUS)
    assert (told.callback_attempts, told.callback_status, told.callback_due) == (2, 204, None)
    headers, body = hook.calls[-1]
    assert json.loads(body)["state"] == "cancelled"
    assert headers["Webhook-Id"] == str(batch.id)
    signed = b".".join((headers["Webhook-Id"].encode(), headers["Webhook-Timestamp"].encode(), body))
    expected = base64.b64encode(hmac.digest(b"hush", signed, "sha256")).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    parts.database.close()


def test_a_callback_reaches_no_address_that_a_page_could_not_be_fetched_from(database_url, hook):
    parts = join(Settings(database_url=database_url, fetch_urls=True, callback_secret="hush"))
    url = f"http://127.0.0.1:{hook.server_port}/hook"
    one = Item(name="one", articles=[Source(text=FERRY)], wish=Wish())
    batch = parts.batches.accept([one], owner=ANONYMOUS, callback_url=url)
    parts.batches.cancel(batch.id, owner=ANONYMOUS)

    assert parts.jobs.tell(callback_body)

    assert hook.calls == []
    assert parts.batches.get(batch.id, owner=ANONYMOUS).callback_status is None
    parts.database.close()
