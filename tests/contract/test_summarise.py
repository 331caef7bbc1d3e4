"""POST /summarise, as docs/api.md words it, on both databases."""

import json
from itertools import pairwise

import pytest

from service.summariser import ALGORITHMS
from service.summariser.language import LANGUAGES
from tests.articles import BAKERY, FERRY


def post(client, **body):
    return client.post("/summarise", json={"text": FERRY, **body})


def test_a_text_is_summed_up_stored_and_fetched_again(client):
    made = post(client)

    assert made.status_code == 201
    assert len(made.json["sentences"]) == 3
    fetched = client.get(made.headers["Location"])
    assert fetched.status_code == 200
    assert fetched.json == made.json


def test_the_answer_has_every_field_of_the_contract(client):
    answer = post(client, title="Ferry", url="https://example.org/f#top", metadata={"mine": [1, {"a": None}]}).json

    assert answer["articles"][0]["title"] == "Ferry"
    assert answer["articles"][0]["url"] == "https://example.org/f#top"
    assert answer["articles"][0]["metadata"] == {"mine": [1, {"a": None}]}
    assert answer["budget"] == {"sentences": 3}
    assert answer["engine"].startswith("sumy ")
    assert answer["language"]["code"] == "en"
    assert answer["language"]["detected"] is True
    assert answer["summary"] == " ".join(sentence["text"] for sentence in answer["sentences"])
    assert set(answer["statistics"]) == {
        "sentences",
        "words",
        "characters",
        "summary_words",
        "compression_ratio",
        "reading_seconds",
        "elapsed_ms",
    }
    assert answer["warnings"] == []
    assert answer["keywords"]
    assert answer["created_at"].endswith("Z")
    for sentence in answer["sentences"]:
        assert sentence["article_id"] == answer["articles"][0]["id"]
        assert sentence["link"].startswith("https://example.org/f#:~:text=")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("sentences", [1, 3, 5])
def test_every_algorithm_keeps_the_budget_and_quotes_verbatim(client, algorithm, sentences):
    answer = post(client, algorithm=algorithm, sentences=sentences).json

    assert answer["algorithm"] == algorithm
    assert len(answer["sentences"]) == sentences
    for sentence in answer["sentences"]:
        place = slice(sentence["offset"], sentence["offset"] + sentence["length"])
        assert FERRY[place] == sentence["text"]
    assert sorted(sentence["rank"] for sentence in answer["sentences"]) == list(range(1, sentences + 1))
    assert [sentence["offset"] for sentence in answer["sentences"]] == sorted(
        sentence["offset"] for sentence in answer["sentences"]
    )


def test_order_rank_puts_the_best_first(client):
    answer = post(client, order="rank", sentences=5).json

    assert [sentence["rank"] for sentence in answer["sentences"]] == [1, 2, 3, 4, 5]
    saliences = [sentence["salience"] for sentence in answer["sentences"]]
    assert saliences == sorted(saliences, reverse=True)


def test_a_shorter_summary_is_a_subset_of_a_longer_one(client):
    summaries = [{s["text"] for s in post(client, sentences=n).json["sentences"]} for n in range(1, 8)]

    assert all(shorter < longer for shorter, longer in pairwise(summaries))


def test_include_all_shows_every_sentence_and_which_were_chosen(client):
    answer = post(client, include_all=True).json

    assert len(answer["sentences"]) == answer["statistics"]["sentences"]
    assert sum(sentence["chosen"] for sentence in answer["sentences"]) == 3
    assert sorted(sentence["rank"] for sentence in answer["sentences"]) == list(range(1, len(answer["sentences"]) + 1))


def test_the_same_question_gets_the_same_stored_answer(client):
    first, second = post(client), post(client)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


def test_other_options_make_another_summary_of_the_same_article(client):
    first, second = post(client), post(client, sentences=2)

    assert second.status_code == 201
    assert first.json["id"] != second.json["id"]
    assert first.json["articles"] == second.json["articles"]


def test_a_stored_article_is_summed_up_by_its_id_as_its_text_would_be(client):
    article = client.post("/articles", json={"text": FERRY}).json

    by_id = client.post("/summarise", json={"article_id": article["id"]})
    by_text = post(client)

    assert by_id.status_code == 201
    assert by_text.status_code == 200
    assert by_text.json == by_id.json


def test_with_store_false_nothing_is_stored(client):
    answer = post(client, store=False)

    assert answer.status_code == 200
    assert answer.json["id"] is None
    assert answer.json["articles"][0]["id"] is None
    assert "Location" not in answer.headers
    assert client.get("/articles").json["items"] == []
    assert client.get("/summaries").json["items"] == []


def test_a_plain_text_body_takes_its_options_from_the_query(client):
    answer = client.post(
        "/summarise?sentences=2&order=rank&store=false", data=FERRY.encode(), content_type="text/plain"
    )

    assert answer.status_code == 200
    assert len(answer.json["sentences"]) == 2
    assert answer.json["order"] == "rank"


def test_a_plain_text_answer_is_only_the_summary(client):
    wanted = post(client).json["summary"]

    answer = client.post("/summarise", data=FERRY.encode(), content_type="text/plain", headers={"Accept": "text/plain"})

    assert answer.mimetype == "text/plain"
    assert answer.text == wanted + "\n"


def test_the_american_spelling_of_the_address_works(client):
    assert client.post("/summarize", json={"text": FERRY}).status_code == 201


def test_another_encoding_is_read_when_it_is_named(client):
    text = "Die Fähre fährt nicht mehr. Die Insel hat vierhundert Einwohner und keine Brücke zum Festland."

    answer = client.post("/summarise", data=text.encode("iso-8859-1"), content_type="text/plain; charset=iso-8859-1")

    assert answer.json["sentences"][0]["text"] == "Die Fähre fährt nicht mehr."
    assert answer.json["language"]["code"] == "de"


def test_a_language_can_be_named_by_code_or_by_name(client):
    for name in ("de", "German", "GERMAN"):
        language = post(client, language=name).json["language"]

        assert language == {"code": "de", "name": "German", "confidence": 1.0, "detected": False}


def test_a_stored_summary_tells_what_was_wished_of_it(client):
    wishes = {"query": "bread", "exclude": ["questions"], "clean": False, "seed": 5, "algorithm": "random"}

    wished = client.get(post(client, **wishes).headers["Location"]).json
    plain = client.get(post(client).headers["Location"]).json

    assert {name: wished[name] for name in wishes} == wishes
    assert [plain[name] for name in ("query", "exclude", "clean", "seed")] == [None, [], True, 0]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("query", "codes"), [("zebra", ["query-not-met"]), ("ferry zebra", []), ("...", ["query-not-met"])]
)
def test_a_query_that_no_sentence_meets_is_said(client, together, query, codes):
    article = {"articles": [{"text": FERRY}, {"text": BAKERY}]} if together else {"text": FERRY}

    answer = client.post("/summarise", json={**article, "query": query}).json

    assert [warning["code"] for warning in answer["warnings"]] == codes
    assert [warning["pointer"] for warning in answer["warnings"]] == ["/query" for _ in codes]


def test_a_language_that_could_not_be_told_is_said(client):
    text = "Bola salju menggelinding di jalan desa. Penduduk keluar rumah untuk melihatnya. Tidak ada yang terluka. \
Kepala desa akan membersihkan jalan itu besok pagi bersama warga."

    guessed = client.post("/summarise", json={"text": text}).json
    named = client.post("/summarise", json={"text": text, "language": "en"}).json

    assert [warning["code"] for warning in guessed["warnings"]] == ["unknown-language"]
    assert guessed["warnings"][0]["pointer"] == "/language"
    assert guessed["language"]["confidence"] == 0
    assert named["warnings"] == []


def test_random_draws_by_its_seed(client):
    draws = {post(client, algorithm="random", seed=seed, sentences=2).json["summary"] for seed in range(8)}
    again = post(client, algorithm="random", seed=3, sentences=2, store=False).json["summary"]

    assert len(draws) > 1
    assert again in draws


def test_asking_for_more_sentences_than_there_are_gives_all_and_says_so(client):
    answer = client.post("/summarise", json={"text": BAKERY, "sentences": 50})

    assert len(answer.json["sentences"]) == 5
    assert [warning["code"] for warning in answer.json["warnings"]] == ["fewer-sentences"]


# --- bad input ----------------------------------------------------------------------------------

JSON = "application/json"
DEEP = b'{"text": "A sentence.", "metadata": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}"

UNKNOWN = "0190a6b2-0000-7000-8000-000000000000"

BAD = [
    # (body, content type, status, problem, pointers)
    ({}, 422, "invalid-fields", ["/text"]),
    ({"text": ""}, 422, "empty-document", ["/text"]),
    ({"text": " \n\t"}, 422, "empty-document", ["/text"]),
    ({"text": "... !!! ---"}, 422, "empty-document", ["/text"]),
    ({"text": None}, 422, "invalid-fields", ["/text"]),
    ({"text": 7}, 422, "invalid-fields", ["/text"]),
    ({"text": "x" * 2_000_000}, 413, "limit-exceeded", ["/text"]),
    ({"text": "a NUL \x00 inside."}, 422, "invalid-fields", ["/text"]),
    ({"text": "half a pair \ud800 inside."}, 422, "invalid-fields", ["/text"]),
    ({"text": FERRY, "title": "half \udfff"}, 422, "invalid-fields", ["/title"]),
    ({"text": FERRY, "metadata": {"a": "half \ud800"}}, 422, "invalid-fields", ["/metadata"]),
    ({"text": FERRY, "metadata": [1]}, 422, "invalid-fields", ["/metadata"]),
    ({"text": FERRY, "metadata": {"a": "x" * 20_000}}, 413, "limit-exceeded", ["/metadata"]),
    ({"text": FERRY, "algorithm": "best-rank"}, 422, "invalid-fields", ["/algorithm"]),
    ({"text": FERRY, "language": "klingon"}, 422, "unsupported-language", ["/language"]),
    ({"text": FERRY, "language": "ja"}, 422, "unsupported-language", ["/language"]),
    ({"text": FERRY, "colour": "red"}, 422, "invalid-fields", ["/colour"]),
    (
        {"text": FERRY, "article_id": UNKNOWN},
        422,
        "invalid-fields",
        ["/article_id", "/text"],
    ),
    ({"article_id": UNKNOWN}, 404, "not-found", None),
    ({"article_id": "seven"}, 422, "invalid-fields", ["/article_id"]),
    ({"text": FERRY, "sentences": -1}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": 0}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": 2.5}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": 1e300}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": "3"}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": 2.5}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "sentences": True}, 422, "invalid-fields", ["/sentences"]),
    ({"text": FERRY, "order": "random"}, 422, "invalid-fields", ["/order"]),
    ({"text": FERRY, "store": "no"}, 422, "invalid-fields", ["/store"]),
    ({"text": FERRY, "url": "javascript:alert(1)"}, 422, "invalid-fields", ["/url"]),
    ({"text": FERRY, "url": "https://a.example:99999/"}, 422, "invalid-fields", ["/url"]),
    ({"text": FERRY, "url": "https://a.example/\ud800"}, 422, "invalid-fields", ["/url"]),
    ({"text": FERRY, "url": "https://a.example/\x00"}, 422, "invalid-fields", ["/url"]),
    ({"text": FERRY, "query": "half \udc00"}, 422, "invalid-fields", ["/query"]),
    ({"text": FERRY, "exclude": ["\ud800"]}, 422, "invalid-fields", ["/exclude/0"]),
    ({"text": FERRY, "metadata": {"\ud800": 1}}, 422, "invalid-fields", ["/metadata"]),
    ({"sentences": -1, "order": "up", "x": 1}, 422, "invalid-fields", ["/order", "/sentences", "/text", "/x"]),
    ([], 422, "invalid-fields", [""]),
    ("text", 422, "invalid-fields", [""]),
    (b"", 400, "invalid-json", None),
    (b'{"text": "A sentence."', 400, "invalid-json", None),
    (b'{"text": "A.", "text": "B."}', 400, "invalid-json", None),
    (DEEP, 400, "invalid-json", None),
    (b'{"text": "A sentence.", "sentences": ' + b"9" * 5_000 + b"}", 400, "invalid-json", None),
    (b'{"text": "\xff\xfe"}', 400, "invalid-json", None),
]


@pytest.mark.parametrize(("body", "status", "name", "pointers"), BAD, ids=[str(case[0])[:50] for case in BAD])
def test_bad_input_is_the_right_problem_and_nothing_is_stored(client, body, status, name, pointers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    answer = client.post("/summarise", data=raw, content_type=JSON)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"/problems/{name}"
    assert answer.json["status"] == status
    assert answer.json["instance"] == "/summarise"
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]
    if pointers is not None:
        assert [fault["pointer"] for fault in answer.json["errors"]] == pointers
    assert client.get("/articles").json["items"] == []
    assert client.get("/summaries").json["items"] == []


@pytest.mark.parametrize("content_type", ["text/csv", "application/x-www-form-urlencoded", "", "application/xml"])
def test_a_wrong_content_type_is_a_415_that_lists_the_right_ones(client, content_type):
    answer = client.post("/summarise", data=b"A sentence.", content_type=content_type)

    assert answer.status_code == 415
    assert answer.json["type"] == "/problems/unsupported-media-type"
    assert answer.json["detail"].startswith(
        "The body is of type" if content_type else "The request has no Content-Type"
    )
    assert "application/json" in answer.headers["Accept"]


def test_a_body_over_the_limit_is_a_413_with_the_limit(client):
    answer = client.post("/summarise", data=b"x" * 5_000_000, content_type="text/plain")

    assert answer.status_code == 413
    assert "4,194,304 bytes" in answer.json["detail"]


def test_plain_text_that_is_not_what_it_says_is_a_400(client):
    answer = client.post("/summarise", data=b"caf\xe9.", content_type="text/plain")

    assert answer.status_code == 400
    assert "utf-8" in answer.json["detail"]


def test_an_encoding_that_is_not_read_here_is_a_415(client):
    answer = client.post("/summarise", data=b"x.", content_type="text/plain; charset=utf-7")

    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("sentences=three", "/sentences"),
        ("sentences=-2", "/sentences"),
        ("sentences=1&sentences=2", "/sentences"),
        ("colour=red", "/colour"),
        ("store=perhaps", "/store"),
        ("text=Another.", "/text"),
        ("metadata={", "/metadata"),
        ("metadata=[1]", "/metadata"),
        ("exclude=quotes&exclude=noise", "/exclude/1"),
    ],
)
def test_a_bad_query_names_its_parameter(client, query, pointer):
    answer = client.post(f"/summarise?{query}", data=FERRY.encode(), content_type="text/plain")

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_a_list_stands_in_one_parameter_or_in_several(client):
    text = f'{FERRY}\n\n"It is a pity," said the baker. Who will bring the bread?'

    answers = [
        client.post(f"/summarise?{query}&sentences=50", data=text.encode(), content_type="text/plain").json["summary"]
        for query in ("exclude=quotes,questions", "exclude=quotes&exclude=questions")
    ]

    assert answers[0] == answers[1]
    assert "pity" not in answers[0]
    assert "?" not in answers[0]


@pytest.mark.parametrize("place", ["/summarise?title=caf%E9", "/summarise?title=%C3&query=%A9"])
def test_a_query_that_is_not_utf_8_is_a_400(client, place):
    answer = client.post(place, data=FERRY.encode(), content_type="text/plain")

    assert answer.status_code == 400
    assert answer.json["detail"] == "The query is not UTF-8. Send UTF-8, percent-encoded."


def test_a_byte_order_mark_before_json_is_passed_over(client):
    marked = client.post("/summarise", data=json.dumps({"text": FERRY}).encode("utf-8-sig"), content_type=JSON)

    assert marked.status_code == 201
    assert client.post("/summarise", json={"text": FERRY}).json == marked.json


def test_an_accept_that_cannot_be_met_is_a_406_before_anything_is_stored(client):
    answer = client.post("/summarise", json={"text": FERRY}, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert client.get("/summaries").json["items"] == []


@pytest.mark.skipif(LANGUAGES["ja"].available, reason="The extra 'japanese' is installed here.")
@pytest.mark.parametrize("fields", [{}, {"language": "ja"}, {"language": "Japanese"}])
def test_a_language_that_needs_an_extra_is_refused_with_its_name(client, fields):
    text = "島への唯一の渡し船は今月末で運航をやめると、持ち主が火曜日に述べた。島には約四百人が住んでいる。"

    response = client.post("/summarise", json={"text": text, **fields})

    assert response.status_code == 422
    assert "extra 'japanese'" in response.json["detail"] + str(response.json.get("errors"))
