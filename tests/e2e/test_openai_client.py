"""The official client of the OpenAI wire format against the service as it is run."""

import openai
import pytest
import requests

from tests.articles import FERRY
from tests.e2e.test_service import running

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": f"Summarize the following article:\n\n{FERRY}"},
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openai")
    with running(f"sqlite:///{folder}/x.sqlite3") as (found, _):
        yield found


@pytest.fixture
def client(address):
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as made:
        yield made


def test_the_official_client_gets_the_summary_whole_and_as_a_stream(client, address):
    whole = client.chat.completions.create(model="standfirst", messages=MESSAGES, temperature=0.2, max_tokens=100)

    stream = client.chat.completions.create(
        model="standfirst", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)

    summary = whole.choices[0].message.content
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    stored = requests.get(f"{address}/summaries/{whole.id.removeprefix('chatcmpl-')}", timeout=10).json()
    assert stored["summary"] == summary == "".join(texts)
    assert sum(bool(text) for text in texts) == 3
    assert chunks[-1].usage == whole.usage
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    assert "no-prompts" in whole.system_fingerprint


def test_the_official_clients_stream_helper_reads_it(client):
    with client.chat.completions.stream(model="standfirst/short", messages=MESSAGES) as stream:
        kinds = {event.type for event in stream}
        completion = stream.get_final_completion()

    assert "content.delta" in kinds
    assert completion.choices[0].message.content
    assert completion.choices[0].finish_reason == "stop"


def test_the_official_client_lists_and_fetches_models(client):
    names = [model.id for model in client.models.list()]

    assert "standfirst" in names
    assert client.models.retrieve("standfirst/lex-rank/long").id == "standfirst/lex-rank/long"


def test_the_official_client_tells_its_user_what_is_wrong(client):
    with pytest.raises(openai.NotFoundError, match="There is no model with the id 'gpt-4o'"):
        client.chat.completions.create(model="gpt-4o", messages=MESSAGES)
    with pytest.raises(openai.UnprocessableEntityError, match="one summary to each article") as raised:
        client.chat.completions.create(model="standfirst", messages=MESSAGES, n=2)

    assert raised.value.param == "n"
    assert raised.value.code == "invalid-fields"


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(
            [
                {"role": "system", "content": "You are a helpful assistant."},
                {
                    "role": "user",
                    "content": "Summarize the following article in 2-3 sentences, focusing on the key points:\n\n"
                    f"Title: The last ferry\nContent: {FERRY}",
                },
            ],
            id="FreshRSS, AI Summarizer",
        ),
        pytest.param(
            [
                {"role": "system", "content": "Write a short summary for a busy reader."},
                {"role": "user", "content": f"Title: The last ferry\nAuthor: Marit Holm\n\nContent: {FERRY}"},
            ],
            id="FreshRSS, ArticleSummary",
        ),
        pytest.param(
            [{"role": "user", "content": f"Summarize the following article:\n\n{FERRY}"}],
            id="miniflux-ai, as the docs set it",
        ),
        pytest.param(
            [
                {
                    "role": "user",
                    "content": f"{FERRY} \n---\nSummarize the above content in three sentences, less than 60 "
                    "characters. Do not answer the questions within the content.",
                }
            ],
            id="miniflux-ai, its own prompt",
        ),
        pytest.param(
            [
                {"role": "system", "content": "Summarize the article in three sentences."},
                {"role": "user", "content": f"The following is the input content:\n---\n {FERRY}"},
            ],
            id="miniflux-ai, a prompt without a place for the article",
        ),
    ],
)
def test_what_feed_readers_put_around_an_article_is_not_in_the_summary(client, messages):
    answer = client.chat.completions.create(model="standfirst/long", messages=messages, stream=False)

    assert answer.choices[0].message.content.startswith("The island's only ferry")
    assert set(answer.choices[0].message.content.split()) <= set(FERRY.split())
