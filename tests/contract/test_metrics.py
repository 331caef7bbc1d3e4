"""What a Prometheus server is told."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config import Settings
from service.app import create_app
from tests.articles import FERRY


def samples(client, **headers):
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {(sample.name, *sorted(sample.labels.items())): sample.value for f in families for sample in f.samples}


def requests(method, route, status):
    return ("standfirst_requests_total", ("method", method), ("route", route), ("status", str(status)))


def test_requests_are_counted_by_route_and_never_by_path(client):
    client.get("/summaries/0192d3a4-0000-7000-8000-000000000000")
    client.get("/a-secret-path")
    client.open("/summaries", method="BREW")

    told = samples(client)

    assert told[requests("GET", "/summaries/<uuid:summary_id>", 404)] == 1
    assert told[requests("any", "none", 404)] == 1
    assert told[requests("any", "none", 405)] == 1
    assert told["standfirst_requests_at_work",] == 1  # this one
    assert not any("secret" in str(name) or "BREW" in str(name) for name in told)


def test_times_are_counted_by_route(client):
    client.get("/algorithms")

    told = samples(client)

    labels = (("method", "GET"), ("route", "/algorithms"))
    assert told["standfirst_request_seconds_count", *labels] == 1
    assert told["standfirst_request_seconds_sum", *labels] > 0


def test_summaries_are_counted_by_where_they_came_from(client):
    for _ in range(3):
        client.post("/summarise", json={"text": FERRY})
    unstored = client.post("/summarise", json={"text": FERRY, "store": False})

    told = samples(client)

    assert told["standfirst_summaries_total", ("origin", "made")] == 2
    assert told["standfirst_summaries_total", ("origin", "store")] == 2
    assert told["standfirst_sentences_total",] == 2 * unstored.json["statistics"]["sentences"]


def test_an_answer_to_a_chat_counts_as_a_summary(client):
    message = {"role": "user", "content": FERRY}
    client.post("/v1/chat/completions", json={"model": "standfirst", "messages": [message]})

    assert samples(client)["standfirst_summaries_total", ("origin", "made")] == 1


@pytest.mark.parametrize("accept", ["application/openmetrics-text; version=1.0.0", "application/openmetrics-text"])
def test_openmetrics_is_given_to_who_asks(client, accept):
    answer = client.get("/metrics", headers={"Accept": accept})

    assert answer.mimetype == "application/openmetrics-text"
    assert answer.get_data(as_text=True).endswith("# EOF\n")


def test_jobs_are_told_by_state(client):
    items = [{"id": str(number), "text": FERRY} for number in range(3)]
    assert client.post("/batches", json={"items": items}).status_code == 202

    told = samples(client)

    states = ("pending", "running", "done", "failed", "cancelled")
    assert {state: told["standfirst_jobs", ("state", state)] for state in states} == {
        **dict.fromkeys(states, 0),
        "pending": 3,
    }
    assert told["standfirst_next_job_due_seconds",] > 0


def test_a_database_that_is_gone_takes_only_the_jobs_with_it(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder.sqlite3"))

    told = samples(app.test_client())

    assert told["standfirst_requests_at_work",] == 1
    assert not any(name[0] in {"standfirst_jobs", "standfirst_next_job_due_seconds"} for name in told)
