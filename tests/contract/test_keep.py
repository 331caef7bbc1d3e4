"""A reader can take back what was left out, a passage at a time."""

import pytest

from tests.conftest import PROJECT

TRAM = (PROJECT / "tests/samples/harbour_tram.txt").read_text()
ALL = {"sentences": 30, "algorithm": "lex-rank"}


@pytest.fixture
def article(client):
    made = client.post("/articles", json={"text": TRAM}).json
    return client.get(f"/articles/{made['id']}").json


def summarised(client, article, **wish):
    return client.post("/summarise", json={"article_id": article["id"], **ALL, **wish})


def test_each_passage_can_be_kept_by_itself(client, article):
    assert article["removed"]
    for entry in article["removed"]:
        kept = summarised(client, article, keep=[entry["offset"]], store=False, include_all=True)

        assert kept.status_code == 200, kept.json
        assert kept.json["keep"] == [entry["offset"]]


def test_a_sentence_that_was_left_out_can_be_chosen_again(client, article):
    left_out = next(entry for entry in article["removed"] if entry["text"].endswith(".") and len(entry["text"]) > 60)
    plain = summarised(client, article, store=False, include_all=True).json["sentences"]

    kept = summarised(client, article, keep=[left_out["offset"]], store=False, include_all=True).json["sentences"]

    def places(sentences):
        return {sentence["offset"] for sentence in sentences}

    assert left_out["offset"] in places(kept) - places(plain)
    assert places(kept) > places(plain)


def test_to_keep_all_is_to_clean_nothing(client, article):
    every = [entry["offset"] for entry in article["removed"]]

    kept = summarised(client, article, keep=every, store=False, include_all=True).json
    raw = summarised(client, article, clean=False, store=False, include_all=True).json

    assert {one["text"] for one in kept["sentences"]} == {one["text"] for one in raw["sentences"]}


def test_what_is_kept_makes_a_summary_of_its_own_and_leaves_the_ledger_alone(client):
    offset = client.post("/articles", json={"text": TRAM, "store": False}).json["removed"][0]["offset"]

    kept = client.post("/summarise", json={"text": TRAM, "keep": [offset, offset]})
    again = client.post("/summarise", json={"text": TRAM, "keep": [offset]})
    plain = client.post("/summarise", json={"text": TRAM})

    assert [answer.status_code for answer in (kept, again, plain)] == [201, 200, 201]
    assert again.json["id"] == kept.json["id"] != plain.json["id"]
    stored = client.get(f"/articles/{kept.json['articles'][0]['id']}").json
    assert stored["removed"][0]["offset"] == offset


@pytest.mark.parametrize(
    ("wish", "pointer", "says"),
    [
        ({"text": TRAM, "keep": [1]}, "/keep", "Nothing was left out at 1."),
        ({"text": TRAM, "keep": [-1]}, "/keep/0", ""),
        ({"text": TRAM, "keep": "all"}, "/keep", ""),
        ({"text": TRAM, "keep": [0], "clean": False}, "/keep", "drop one of the two"),
        ({"articles": [{"text": TRAM}, {"text": TRAM + "!"}], "keep": [0]}, "/keep", "one article alone"),
    ],
)
def test_a_place_where_nothing_was_left_out_is_refused_in_words(client, wish, pointer, says):
    answer = client.post("/summarise", json=wish)

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert says in answer.json["errors"][0]["detail"]
