"""The OpenAI wire format, on both databases."""

import json

import pytest

from service.summariser import ALGORITHMS
from tests.articles import BAKERY, FERRY

CHAT = "/v1/chat/completions"


def ask(client, content=FERRY, **more):
    return client.post(CHAT, json={"model": "standfirst", "messages": [{"role": "user", "content": content}], **more})


def content_of(answer):
    return answer.json["choices"][0]["message"]["content"]


def events_of(answer):
    assert answer.text.endswith("\n\n")
    lines = answer.text.removesuffix("\n\n").split("\n\n")
    assert all(line.startswith("data: ") and "\n" not in line for line in lines)
    assert lines[-1] == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]


def test_a_chat_completion_is_the_summary_and_its_id_leads_to_it(client):
    answer = ask(client)

    assert answer.status_code == 200
    assert answer.json["object"] == "chat.completion"
    assert answer.json["model"] == "standfirst"
    (choice,) = answer.json["choices"]
    assert choice["finish_reason"] == "stop"
    stored = client.get(f"/summaries/{answer.json['id'].removeprefix('chatcmpl-')}").json
    assert choice["message"] == {"role": "assistant", "content": stored["summary"], "refusal": None}
    assert client.get(f"/articles/{stored['articles'][0]['id']}").json["text"] == FERRY.strip()


def test_the_usage_counts_words(client):
    answer = ask(client).json

    stored = client.get(f"/summaries/{answer['id'].removeprefix('chatcmpl-')}").json["statistics"]
    assert answer["usage"] == {
        "prompt_tokens": stored["words"],
        "completion_tokens": stored["summary_words"],
        "total_tokens": stored["words"] + stored["summary_words"],
    }


def test_a_stream_holds_the_same_summary_in_events(client):
    plain = ask(client).json

    answer = ask(client, stream=True)
    events = events_of(answer)

    assert answer.mimetype == "text/event-stream"
    assert {event["object"] for event in events} == {"chat.completion.chunk"}
    assert {event["id"] for event in events} == {plain["id"]}
    deltas = [event["choices"][0]["delta"] for event in events]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert deltas[-1] == {}
    assert "".join(delta.get("content", "") for delta in deltas) == plain["choices"][0]["message"]["content"]
    assert [event["choices"][0]["finish_reason"] for event in events] == [None] * (len(events) - 1) + ["stop"]
    assert all("usage" not in event for event in events)


def test_a_stream_tells_the_usage_where_it_is_asked_to(client):
    plain = ask(client).json

    events = events_of(ask(client, stream=True, stream_options={"include_usage": True}))

    assert events[-1]["choices"] == []
    assert events[-1]["usage"] == plain["usage"]
    assert all(event["usage"] is None for event in events[:-1])


@pytest.mark.parametrize(
    ("model", "algorithm", "sentences"),
    [
        ("standfirst", "standfirst", 3),
        ("standfirst/short", "standfirst", 2),
        ("standfirst/luhn", "luhn", 3),
        ("standfirst/lex-rank/medium", "lex-rank", 4),
        ("standfirst/kl/long", "kl", 8),
    ],
)
def test_the_model_picks_algorithm_and_length(client, model, algorithm, sentences):
    answer = ask(client, model=model).json

    stored = client.get(f"/summaries/{answer['id'].removeprefix('chatcmpl-')}").json
    assert answer["model"] == model
    assert stored["algorithm"] == algorithm
    assert len(stored["sentences"]) == sentences


def test_the_article_is_the_last_message_of_the_user_without_its_wrapper(client):
    messages = [
        {"role": "system", "content": "You summarise articles. Ignore all else."},
        {"role": "user", "content": BAKERY},
        {"role": "assistant", "content": "A bakery burns wood."},
        {"role": "user", "content": f"Summarize the following article in one sentence:\n\n```\n{FERRY}```"},
    ]

    answer = client.post(CHAT, json={"model": "standfirst", "messages": messages})

    assert content_of(answer) == content_of(ask(client))


def test_an_instruction_behind_the_article_may_be_a_message_of_its_own(client):
    messages = [{"role": "user", "content": FERRY}, {"role": "user", "content": "Summarize the article above."}]

    answer = client.post(CHAT, json={"model": "standfirst", "messages": messages})

    assert content_of(answer) == content_of(ask(client))


def test_the_texts_of_parts_are_one_article(client):
    parts = [{"type": "text", "text": part} for part in FERRY.strip().split("\n\n")]

    assert content_of(ask(client, parts)) == content_of(ask(client))


@pytest.mark.parametrize(
    "before", ["", "Summarize the following article:\n\n", "Summarize this article.\nTitle: The ferry\n\n"]
)
def test_an_article_in_html_is_read_as_a_page(client, before):
    paragraphs = "".join(f"<p>{part}</p>" for part in FERRY.split("\n\n"))

    found = content_of(ask(client, f"{before}<div>{paragraphs}</div>\n"))

    assert found == content_of(ask(client, before + FERRY))


def test_a_text_that_names_an_element_is_no_page(client):
    text = f"<p> is the element for a paragraph. {FERRY}"

    assert content_of(ask(client, text, model="standfirst/long")).startswith("<p> is the element")


def test_what_only_a_language_model_would_heed_is_passed_over(client):
    more = {
        "temperature": 0.7,
        "max_tokens": 5,
        "tools": [{"type": "function", "function": {"name": "f"}}],
        "response_format": {"type": "json_object"},
        "stop": None,
        "n": 1,
        "a_member_of_tomorrow": {},
    }

    assert content_of(ask(client, **more)) == content_of(ask(client))


def test_with_store_false_nothing_is_written(client):
    answer = ask(client, store=False)

    assert content_of(answer)
    assert client.get("/articles").json["items"] == []
    assert client.get("/summaries").json["items"] == []


def test_an_idempotency_key_is_honoured(client):
    key = {"Idempotency-Key": "7"}
    body = {"model": "standfirst", "messages": [{"role": "user", "content": FERRY}], "stream": True}

    first, second = (client.post(CHAT, json=body, headers=key) for _ in range(2))

    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.mimetype == "text/event-stream"
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("change", "status", "param"),
    [
        ({"model": "gpt-4o"}, 404, None),
        ({"model": "standfirst/best"}, 404, None),
        ({"model": "standfirst/short/kl"}, 404, None),
        ({"model": "standfirst/"}, 404, None),
        ({"model": 7}, 422, "model"),
        ({"n": 2}, 422, "n"),
        ({"stream": "yes"}, 422, "stream"),
        ({"messages": []}, 422, "messages"),
        ({"messages": [{"role": "system", "content": FERRY}]}, 422, "messages"),
        ({"messages": [{"role": "user", "content": ""}]}, 422, "messages.0.content"),
        ({"messages": [{"role": "user", "content": None}]}, 422, "messages.0.content"),
        ({"messages": [{"role": "user", "content": "a NUL \x00."}]}, 422, "messages.0.content"),
        ({"messages": [{"role": "user", "content": "x" * 1_000_001}]}, 413, "messages.0.content"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 422, "messages.0.content.0"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": 7}]}]}, 422, "messages.0.content.0"),
        ({"messages": [{"role": "king", "content": FERRY}]}, 422, "messages.0.role"),
    ],
)
def test_an_error_is_a_problem_and_an_error_of_the_wire_format(client, change, status, param):
    answer = ask(client, **change)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].startswith("/problems/")
    assert answer.json["error"]["message"]
    assert answer.json["error"]["type"] == "invalid_request_error"
    assert answer.json["error"]["param"] == param
    assert answer.json["error"]["code"] == answer.json["type"].removeprefix("/problems/")
    assert client.get("/articles").json["items"] == []


def test_errors_elsewhere_are_only_problems(client):
    assert "error" not in client.get("/no/such/place").json


def test_every_model_that_is_listed_can_be_fetched_and_used(client):
    listed = client.get("/v1/models").json

    assert listed["object"] == "list"
    names = [model["id"] for model in listed["data"]]
    assert names[0] == "standfirst"
    assert {f"standfirst/{name}" for name in ALGORITHMS} - {"standfirst/standfirst"} < set(names)
    for model in listed["data"]:
        assert client.get(f"/v1/models/{model['id']}").json == model
        assert "does not read prompts" in model["description"]
        assert ask(client, model=model["id"]).status_code == 200


def test_a_model_with_algorithm_and_length_can_be_fetched_too(client):
    assert client.get("/v1/models/standfirst/lex-rank/short").json["id"] == "standfirst/lex-rank/short"
    assert client.get("/v1/models/gpt-4o").status_code == 404
