"""A batch with items that would hurt: each fails alone, in its own words; on both databases."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from service.summariser import summarise_reading, warm_up
from service.use_cases import summaries
from service.worker.runner import Runner, runner_of
from tests.articles import FERRY

SETTINGS = {"fetch_urls": True, "fetch_seconds": 2, "fetch_allow_networks": "127.0.0.0/8", "job_timeout": 3}
ENDLESS = "The regular expression never ends."
# Nobody listens at this port, which takes root to open.
HOSTILE = {
    "empty": ({"text": "... !!!"}, "/problems/empty-document"),
    "huge": ({"text": "word " * 250_000}, "/problems/limit-exceeded"),
    "wrong language": ({"text": FERRY, "language": "Klingon"}, "/problems/unsupported-language"),
    "dead URL": ({"url": "http://127.0.0.1:1/article"}, "/problems/fetch-failed"),
    "endless": ({"text": f"{ENDLESS} {FERRY}"}, "/problems/out-of-time"),
}


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    made = create_app(Settings(database_url=database_url, **SETTINGS))
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file with a line for each time that the article was begun which holds the engine in a loop of C."""
    warm_up()
    file = tmp_path / "begun"

    def slow(reading, *others, **named):
        if reading.text.startswith(ENDLESS):
            with file.open("a") as out:
                out.write("begun\n")
            re.match(r"(a+)+$", "a" * 64 + "b")
        return summarise_reading(reading, *others, **named)

    monkeypatch.setattr(summaries, "summarise_reading", slow)
    return file


@pytest.fixture
def runner(app: Flask, begun: Path) -> Iterator[Runner]:
    made = runner_of(Settings(**SETTINGS), app.extensions[EXTENSION], lambda: True)
    yield made
    made.stop()


def test_of_a_batch_with_five_hostile_items_in_a_hundred_all_others_are_done(app, runner, begun):
    client = app.test_client()
    items = [{"id": f"good {number}", "text": f"Ferry number {number}. {FERRY}"} for number in range(95)]
    for place, (name, (item, _)) in enumerate(HOSTILE.items()):
        items.insert(7 + 19 * place, {"id": name, **item})
    place = client.post("/batches", json={"items": items}).headers["Location"]

    while runner.run_once():
        pass

    lines = [json.loads(line) for line in client.get(f"{place}/results").text.splitlines()]
    failed = {line["id"]: line["problem"]["type"] for line in lines if line["status"] == "failed"}
    assert [line["id"] for line in lines] == [item["id"] for item in items]
    assert failed == {name: problem for name, (_, problem) in HOSTILE.items()}
    assert client.get(place).json["counts"] == {"pending": 0, "running": 0, "done": 95, "failed": 5, "cancelled": 0}
    assert begun.read_text() == "begun\n"  # so no more than its one deadline was lost


def test_what_was_done_before_an_endless_item_is_stored_while_that_goes_on(app, runner):
    client = app.test_client()
    endless, _ = HOSTILE["endless"]
    items = [{"id": "before", "text": FERRY}, {"id": "endless", **endless}, {"id": "after", "text": f"Later. {FERRY}"}]
    place = client.post("/batches", json={"items": items}).headers["Location"]
    seen = []
    share = runner._share

    def shared(work):
        share(work)
        seen.append(client.get(place).json["counts"])

    runner._share = shared
    while runner.run_once():
        pass

    assert seen == [{"pending": 1, "running": 1, "done": 1, "failed": 0, "cancelled": 0}]
    assert client.get(place).json["counts"]["done"] == 2
