"""Idempotency-Key, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.use_cases import SummaryUseCases
from tests.articles import BAKERY, FERRY

KEY = {"Idempotency-Key": "3f1c-77"}


def test_a_request_sent_again_under_its_key_gets_the_same_answer(client):
    first = client.post("/summarise", json={"text": FERRY}, headers=KEY)
    second = client.post("/summarise", json={"text": FERRY}, headers=KEY)

    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("path", ["/articles", "/summarise"])
def test_an_answer_is_forgotten_with_what_it_is_about(client, path):
    first = client.post(path, json={"text": FERRY}, headers=KEY)
    client.delete(first.headers["Location"])

    second = client.post(path, json={"text": FERRY}, headers=KEY)

    assert second.status_code == 201
    assert second.json["id"] != first.json["id"]
    assert "Idempotency-Replayed" not in second.headers


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        ("/summarise", {"text": BAKERY}, {}),
        ("/summarise?sentences=1", {"text": FERRY}, {}),
        ("/articles", {"text": FERRY}, {}),
        ("/summarise", {"text": FERRY}, {"Accept": "text/plain"}),
    ],
)
def test_a_key_used_with_another_request_is_a_422(client, path, body, headers):
    client.post("/summarise", json={"text": FERRY}, headers=KEY)

    answer = client.post(path, json=body, headers={**KEY, **headers})

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/idempotency-key-reused"


def test_a_request_that_is_still_running_is_a_409(app, monkeypatch):
    started, go_on = threading.Event(), threading.Event()
    real = SummaryUseCases.summarise

    def slow(*args, **kwargs):
        started.set()
        go_on.wait(10)
        return real(*args, **kwargs)

    monkeypatch.setattr(SummaryUseCases, "summarise", slow)

    def ask():
        return app.test_client().post("/summarise", json={"text": FERRY}, headers=KEY)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask)
        started.wait(10)
        second = ask()
        go_on.set()

    assert first.result().status_code == 201
    assert second.status_code == 409
    assert second.json["type"] == "/problems/still-running"
    assert second.headers["Retry-After"] == "1"


def test_an_error_keeps_nothing_so_that_the_key_can_be_used_again(client, monkeypatch):
    real = SummaryUseCases.summarise
    monkeypatch.setattr(SummaryUseCases, "summarise", lambda *_, **__: 1 / 0)
    failed = client.post("/summarise", json={"text": FERRY}, headers=KEY)
    monkeypatch.setattr(SummaryUseCases, "summarise", real)

    answer = client.post("/summarise", json={"text": FERRY}, headers=KEY)

    assert (failed.status_code, answer.status_code) == (500, 201)


def test_a_key_that_is_none_is_a_422(client):
    for key in ("", "a b", "x" * 256, "ü"):
        answer = client.post("/summarise", json={"text": FERRY}, headers={"Idempotency-Key": key})

        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json["errors"][0]["detail"]


def test_with_store_false_a_key_leaves_nothing_behind(client):
    for _ in range(2):
        answer = client.post("/summarise", json={"text": FERRY, "store": False}, headers=KEY)

        assert answer.status_code == 200
        assert "Idempotency-Replayed" not in answer.headers
