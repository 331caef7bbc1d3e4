"""Several articles in one summary, on both databases."""

import pytest

from tests.articles import BAKERY, FERRY

OTHER = """The ferry to the island will stop running at the end of the month, its owner announced on Tuesday. \
The county council had refused to raise the subsidy for the ferry, which has lost money for six years.

A retired pilot has offered to sell the islanders his seaplane for a small sum. \
The council will meet on Friday to look for another operator of the ferry.
"""


def post(client, **body):
    return client.post("/summarise", json=body)


def test_several_articles_make_one_digest_each_sentence_attributed(client):
    texts = [FERRY, OTHER, BAKERY]

    made = post(
        client, articles=[{"text": text, "url": f"https://a.example/{n}"} for n, text in enumerate(texts)], sentences=5
    )

    assert made.status_code == 201
    ids = [article["id"] for article in made.json["articles"]]
    assert len(ids) == 3
    assert len(made.json["sentences"]) == 5
    for sentence in made.json["sentences"]:
        text = texts[ids.index(sentence["article_id"])]
        assert text[sentence["offset"] : sentence["offset"] + sentence["length"]] == sentence["text"]
        for other in sentence["also_in"]:
            text = texts[ids.index(other["article_id"])]
            assert text[other["offset"] : other["offset"] + other["length"]] == other["text"]
            assert other["article_id"] != sentence["article_id"]
    assert client.get(made.headers["Location"]).json == made.json


def test_a_digest_that_is_not_stored_tells_by_place_which_article_each_sentence_is_from(client):
    texts = [FERRY, OTHER, BAKERY]

    made = post(client, articles=[{"text": text} for text in texts], sentences=5, store=False).json

    assert {sentence["article_id"] for sentence in made["sentences"]} == {None}
    placed = [place for sentence in made["sentences"] for place in (sentence, *sentence["also_in"])]
    assert len({place["article"] for place in placed}) > 1
    for place in placed:
        text = texts[place["article"]]
        assert text[place["offset"] : place["offset"] + place["length"]] == place["text"]


def test_a_fact_that_two_articles_tell_stands_once_with_both_named(client):
    sentences = post(client, articles=[{"text": FERRY}, {"text": OTHER}], sentences=4).json["sentences"]

    assert any(sentence["also_in"] for sentence in sentences)


def test_stored_articles_make_the_same_digest_as_their_texts(client):
    ids = [client.post("/articles", json={"text": text}).json["id"] for text in (FERRY, OTHER)]

    by_id = post(client, article_ids=ids)
    by_text = post(client, articles=[{"text": FERRY}, {"text": OTHER}])

    assert by_id.status_code == 201
    assert by_text.status_code == 200
    assert by_text.json == by_id.json


def test_a_digest_goes_with_any_of_its_articles_and_is_listed_under_each(client):
    made = post(client, articles=[{"text": FERRY}, {"text": OTHER}]).json
    first, second = (article["id"] for article in made["articles"])

    for article in (first, second):
        listed = client.get(f"/articles/{article}/summaries").json["items"]
        assert [item["id"] for item in listed] == [made["id"]]
    client.delete(f"/articles/{second}")
    assert client.get(f"/summaries/{made['id']}").status_code == 404
    assert client.get(f"/articles/{first}").status_code == 200


def test_what_the_reader_knows_is_left_out(client):
    known = post(client, text=FERRY, sentences=50).json

    for identifier in (known["id"], known["articles"][0]["id"]):
        fresh = post(client, articles=[{"text": OTHER}, {"text": BAKERY}], since=[identifier], sentences=50).json

        assert "seaplane" in fresh["summary"]
        assert "will stop running" not in fresh["summary"]


def test_a_fair_share_lets_each_article_have_its_say(client):
    articles = [{"text": text} for text in (FERRY, OTHER, BAKERY)]

    sentences = post(client, articles=articles, fair_share=True, sentences=3).json["sentences"]

    assert len({sentence["article_id"] for sentence in sentences}) == 3


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"articles": []}, 422, "/articles"),
        ({"articles": [{"text": FERRY}]}, 422, "/articles"),
        ({"articles": [{"text": FERRY}] * 51}, 422, "/articles"),
        ({"articles": [{"text": FERRY}, {}]}, 422, "/articles/1/text"),
        ({"articles": [{"text": FERRY}, {"text": "..."}]}, 422, "/articles/1/text"),
        ({"articles": [{"text": FERRY}, {"text": BAKERY, "colour": "red"}]}, 422, "/articles/1/colour"),
        ({"articles": [{"text": FERRY}, {"text": BAKERY}], "title": "Both"}, 422, "/title"),
        ({"article_ids": ["0190a6b2-0000-7000-8000-000000000000"]}, 422, "/article_ids"),
        ({"article_ids": ["0190a6b2-0000-7000-8000-000000000000"] * 2}, 422, "/article_ids"),
        ({"article_ids": ["0190a6b2-0000-7000-8000-000000000000", "x"]}, 422, "/article_ids/1"),
        ({"text": FERRY, "since": ["x"]}, 422, "/since/0"),
    ],
)
def test_a_bad_digest_names_the_article_at_fault(client, body, status, pointer):
    answer = post(client, **body)

    assert answer.status_code == status
    assert answer.json["errors"][0]["pointer"] == pointer
    assert client.get("/articles").json["items"] == []


def test_an_unknown_id_among_several_is_a_404(client):
    known = client.post("/articles", json={"text": FERRY}).json["id"]
    unknown = "0190a6b2-0000-7000-8000-000000000000"

    assert post(client, article_ids=[known, unknown]).status_code == 404
    assert post(client, text=FERRY, since=[unknown]).status_code == 404
