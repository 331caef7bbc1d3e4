"""How long, about what, and counted in what: the options of POST /summarise, on both databases."""

import pytest

from tests.articles import FERRY

ASTRAL = (
    "\U0001f6a2 The ferry stops, said the owner. \U0001f30a Nobody knows why it stops. The council meets on Friday."
)


def post(client, **body):
    return client.post("/summarise", json={"text": FERRY, **body})


@pytest.mark.parametrize(
    ("budget", "size"),
    [
        ({"sentences": 2}, lambda answer: len(answer["sentences"]) - 2),
        ({"words": 40}, lambda answer: len(answer["summary"].split()) - 40),
        ({"characters": 200}, lambda answer: len(answer["summary"]) - 200),
        ({"ratio": 0.3}, lambda answer: answer["statistics"]["compression_ratio"] - 0.3),
        ({"length": "short"}, lambda answer: len(answer["sentences"]) - 2),
    ],
)
def test_a_budget_is_an_upper_bound_and_is_told(client, budget, size):
    answer = post(client, **budget).json

    assert answer["budget"] == budget
    assert answer["sentences"]
    assert size(answer) <= 0


def test_where_nothing_fits_the_best_sentence_comes_back_with_a_warning(client):
    answer = post(client, characters=5).json

    assert len(answer["sentences"]) == 1
    assert "budget-too-small" in [warning["code"] for warning in answer["warnings"]]


def test_two_budgets_are_refused(client):
    answer = post(client, sentences=2, words=30)

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/sentences", "/words"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ratio", 0),
        ("ratio", 1.5),
        ("ratio", "half"),
        ("ratio", True),
        ("words", 0),
        ("characters", -3),
        ("length", "huge"),
        ("exclude", "quotes"),
        ("exclude", ["jokes"]),
        ("offset_unit", "bytes"),
        ("query", 7),
    ],
)
def test_a_bad_option_is_named(client, field, value):
    answer = post(client, **{field: value})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(f"/{field}")


def test_a_query_turns_the_summary_around_its_words(client):
    answer = post(client, query="school teachers families", sentences=1).json

    assert "Teachers at the island school" in answer["summary"]


def test_quotes_can_be_left_out(client):
    answer = post(client, exclude=["quotes"], sentences=50).json

    assert '"' not in answer["summary"]


def test_options_of_every_kind_fit_in_a_query(client):
    answer = client.post(
        "/summarise?ratio=0.5&exclude=quotes,questions&offset_unit=utf-16&store=false",
        data=FERRY.encode(),
        content_type="text/plain",
    )

    assert answer.status_code == 200
    assert answer.json["budget"] == {"ratio": 0.5}


def test_offsets_can_count_as_a_browser_does(client):
    answer = client.post("/summarise", json={"text": ASTRAL, "sentences": 3, "offset_unit": "utf-16"}).json

    wide = ASTRAL.encode("utf-16-le")
    assert answer["offset_unit"] == "utf-16"
    for sentence in answer["sentences"]:
        start, end = sentence["offset"] * 2, (sentence["offset"] + sentence["length"]) * 2
        assert wide[start:end].decode("utf-16-le") == sentence["text"]


def test_keywords_come_with_their_counts(client):
    answer = post(client).json

    assert list(answer["keyword_counts"]) == answer["keywords"]
    assert min(answer["keyword_counts"].values()) >= 1
    assert 0 <= answer["agreement"] <= 1
