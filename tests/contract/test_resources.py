"""Articles, summaries, lists, capabilities and errors, on both databases."""

import re

import pytest
from openapi_spec_validator import validate

from config import Settings
from service.app import create_app
from service.summariser import ALGORITHMS
from service.use_cases import SummaryUseCases
from tests.articles import BAKERY, FERRY

UNKNOWN = "0190a6b2-0000-7000-8000-000000000000"


def test_an_article_is_stored_once_and_fetched_as_it_came(client):
    text = "\ufeff" + FERRY.replace("\n", "\r\n")

    first = client.post("/articles", json={"text": text, "metadata": {"z": 1, "a": 2}})
    second = client.post("/articles", json={"text": text, "metadata": {"z": 1, "a": 2}})

    assert (first.status_code, second.status_code) == (201, 200)
    fetched = client.get(first.headers["Location"]).json
    assert fetched == first.json == second.json
    assert fetched["text"] == text
    assert fetched["statistics"]["sentences"] > 5


def test_an_article_can_be_read_without_being_stored(client):
    kept = client.post("/articles", json={"text": BAKERY})
    read = client.post("/articles", json={"text": FERRY, "store": False})
    as_it_would_be = client.post("/articles", json={"text": FERRY}).json

    assert read.status_code == 200
    assert "Location" not in read.headers
    assert read.json == {**as_it_would_be, "id": None, "created_at": read.json["created_at"]}
    assert [item["id"] for item in client.get("/articles").json["items"]] == [as_it_would_be["id"], kept.json["id"]]


def test_what_is_left_out_of_summaries_is_in_the_ledger_at_its_place(client):
    text = f"Share this article\n\n{FERRY}\nSubscribe to our newsletter\n"

    article = client.post("/articles", json={"text": text}).json

    assert {entry["text"] for entry in article["removed"]} >= {"Share this article", "Subscribe to our newsletter"}
    for entry in article["removed"]:
        assert text[entry["offset"] : entry["offset"] + entry["length"]] == entry["text"]


def test_with_clean_false_furniture_is_part_of_the_article(client):
    text = f"{FERRY}\nSubscribe to our newsletter today.\n"
    everything = {"text": text, "include_all": True}

    cleaned = client.post("/summarise", json=everything).json["sentences"]
    uncleaned = client.post("/summarise", json={**everything, "clean": False}).json["sentences"]

    assert "Subscribe to our newsletter today." not in {sentence["text"] for sentence in cleaned}
    assert "Subscribe to our newsletter today." in {sentence["text"] for sentence in uncleaned}


def test_deleting_an_article_deletes_its_summaries(client):
    summary = client.post("/summarise", json={"text": FERRY}).json
    address = f"/articles/{summary['articles'][0]['id']}"

    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(f"/summaries/{summary['id']}").status_code == 404
    assert client.delete(address).status_code == 404


def test_deleting_a_summary_leaves_the_article(client):
    summary = client.post("/summarise", json={"text": FERRY}).json

    assert client.delete(f"/summaries/{summary['id']}").status_code == 204
    assert client.delete(f"/summaries/{summary['id']}").status_code == 404
    assert client.get(f"/articles/{summary['articles'][0]['id']}").status_code == 200


def test_a_list_is_walked_by_its_cursor_and_by_its_link(client):
    made = [client.post("/summarise", json={"text": FERRY, "sentences": n}).json["id"] for n in range(1, 8)]

    seen, address = [], "/summaries?limit=3"
    while address:
        page = client.get(address)
        seen += [item["id"] for item in page.json["items"]]
        link = page.headers.get("Link")
        assert (link is None) == (page.json["next"] is None)
        address = link and link.partition("<")[2].partition(">")[0]

    assert seen == made[::-1]


def test_lists_can_be_filtered(client):
    client.post("/summarise", json={"text": FERRY, "algorithm": "kl"})
    other = client.post("/summarise", json={"text": BAKERY, "algorithm": "luhn"}).json

    for query in ("algorithm=luhn", f"article_id={other['articles'][0]['id']}"):
        assert [item["id"] for item in client.get(f"/summaries?{query}").json["items"]] == [other["id"]]
    assert len(client.get("/summaries?language=en&created_after=2020-01-01T00:00:00Z").json["items"]) == 2
    assert client.get("/summaries?created_before=2020-01-01t00:00:00z").json["items"] == []
    assert len(client.get("/articles?language=ENGLISH").json["items"]) == 2


def test_the_summaries_of_one_article_are_listed_under_it(client):
    mine = client.post("/summarise", json={"text": FERRY}).json
    client.post("/summarise", json={"text": BAKERY})

    listed = client.get(f"/articles/{mine['articles'][0]['id']}/summaries").json["items"]

    assert [item["id"] for item in listed] == [mine["id"]]


def test_a_list_of_articles_leaves_the_texts_out(client):
    client.post("/articles", json={"text": FERRY})

    (item,) = client.get("/articles").json["items"]

    assert "text" not in item
    assert item["language"]["code"] == "en"


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("/articles?cursor=nonsense", 400, "invalid-cursor"),
        ("/summaries?cursor=%00", 400, "invalid-cursor"),
        ("/summaries?cursor=a", 400, "invalid-cursor"),
        (f"/summaries?cursor={'a' * 2_000}", 400, "invalid-cursor"),
        ("/articles?q=caf%E9", 400, "bad-request"),
        ("/summaries?limit=0", 422, "invalid-fields"),
        ("/summaries?limit=101", 422, "invalid-fields"),
        ("/summaries?limit=x", 422, "invalid-fields"),
        ("/summaries?created_after=yesterday", 422, "invalid-fields"),
        ("/summaries?shape=round", 422, "invalid-fields"),
        ("/summaries?language=klingon", 422, "invalid-fields"),
        ("/articles?created_after=0001-01-01T00:00:00%2B23:59", 422, "invalid-fields"),
        ("/summaries?created_before=9999-12-31T23:59:59-23:59", 422, "invalid-fields"),
        (f"/articles/{UNKNOWN}", 404, "not-found"),
        (f"/articles/{UNKNOWN}/summaries", 404, "not-found"),
        (f"/summaries/{UNKNOWN}", 404, "not-found"),
        ("/summaries/seven", 404, "not-found"),
        ("/no/such/place", 404, "not-found"),
        ("/problems/no-such", 404, "not-found"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_problem(client, address, status, name):
    answer = client.get(address)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"/problems/{name}"


def test_a_method_that_is_not_answered_is_a_405_with_allow(client):
    answer = client.put("/summaries")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["type"] == "/problems/method-not-allowed"


def test_every_problem_is_explained_to_a_person(client):
    kind = client.get("/no/such/place").json["type"]

    page = client.get(kind)

    assert page.mimetype == "text/html"
    assert "404" in page.text


def test_the_request_id_of_the_caller_is_kept_if_it_is_sane(client):
    assert client.get("/health/live", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert client.get("/health/live", headers={"X-Request-ID": "a b<c>"}).headers["X-Request-ID"] != "a b<c>"


def test_the_capabilities_are_listed(client):
    algorithms = client.get("/algorithms").json["items"]
    languages = {item["code"]: item for item in client.get("/languages").json["items"]}
    limits = {item["name"]: item["value"] for item in client.get("/limits").json["items"]}

    assert [item["name"] for item in algorithms] == list(ALGORITHMS)
    assert sum(item["default"] for item in algorithms) == 1
    assert languages["en"]["available"] is True
    assert languages["ja"]["extra"]
    assert limits["text_characters"] == 1_000_000


def test_a_text_of_more_paragraphs_than_the_limits_tell_is_refused_with_that_number(client):
    limits = {item["name"]: item["value"] for item in client.get("/limits").json["items"]}

    answer = client.post("/summarise", json={"text": "word\n" * (limits["paragraphs"] + 1)})

    assert answer.status_code == 413
    assert f"{limits['paragraphs']:,} paragraphs" in answer.json["detail"]
    assert {"docx_parts", "digest_sentences"} <= limits.keys()


def test_a_ready_service_names_its_dependencies(client):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "checks": {"database": "ok"}}


def test_without_a_database_the_service_lives_but_is_not_ready(tmp_path):
    client = create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3")).test_client()

    assert client.get("/health/live").status_code == 200
    for answer in (client.get("/health/ready"), client.post("/summarise", json={"text": FERRY})):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.json["type"] == "/problems/unavailable"
    assert client.post("/summarise", json={"text": FERRY, "store": False}).status_code == 200


def test_a_database_of_another_version_is_not_ready(tmp_path):
    client = create_app(Settings(database_url=f"sqlite:///{tmp_path}/empty.sqlite3")).test_client()

    assert client.get("/health/ready").status_code == 503


def test_a_fault_of_ours_is_a_500_problem_and_logs_no_text(app, caplog, monkeypatch):
    secret = "The minister's secret sentence is here."

    def fail(*_args, **_kwargs):
        raise ValueError(secret)

    monkeypatch.setattr(SummaryUseCases, "summarise", fail)
    answer = app.test_client().post("/summarise", json={"text": secret})

    assert answer.status_code == 500
    assert answer.json["type"] == "/problems/internal-error"
    assert secret not in answer.text
    assert secret not in caplog.text


def test_the_openapi_document_is_valid_and_names_every_route(app):
    client = app.test_client()
    document = client.get("/openapi.json").json

    validate(document)
    assert document["openapi"].startswith("3.1")
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        assert path in document["paths"] or path.startswith(("/docs", "/openapi.json", "/web")) or path == "/"


def test_the_api_page_needs_nothing_from_elsewhere(client):
    page = client.get("/docs").text

    assert "http" not in page
    for asset in ("/docs/start.js", "/docs/assets/swagger-ui-bundle.js", "/docs/assets/swagger-ui.css"):
        assert asset in page
        with client.get(asset) as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["articles", "summaries"])
def test_what_has_not_changed_is_not_sent_again(client, kind):
    made = client.post("/summarise", json={"text": FERRY}).json
    address = f"/{kind}/{made['id'] if kind == 'summaries' else made['articles'][0]['id']}"
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    through_a_proxy = client.get(address, headers={"If-None-Match": f'"else", W/{first.headers["ETag"]}'})

    assert not first.headers["ETag"].startswith("W/")
    for answer in (second, through_a_proxy):
        assert answer.status_code == 304
        assert answer.data == b""


def test_a_summary_has_three_forms_and_no_fourth(client):
    made = client.post("/summarise", json={"text": FERRY, "title": "Ferry *stops*", "url": "https://a.example/f"})
    address = made.headers["Location"]

    markdown = client.get(address, headers={"Accept": "text/markdown"})
    plain = client.get(address, headers={"Accept": "text/plain, application/json;q=0.1"})

    assert markdown.mimetype == "text/markdown"
    assert markdown.text.startswith("# Ferry \\*stops\\*\n\n- [")
    assert markdown.text.count("](<https://a.example/f#:~:text=") == 3
    assert plain.text == made.json["summary"] + "\n"
    assert client.get(address, headers={"Accept": "*/*"}).mimetype == "application/json"
    assert client.get(address, headers={"Accept": "application/json; charset=utf-8"}).mimetype == "application/json"
    refused = client.get(address, headers={"Accept": "application/pdf"})
    assert (refused.status_code, refused.headers["Vary"]) == (406, "Accept")


@pytest.mark.parametrize("time", ["2026-01-01", "2026-01-01T10:00:00", "noon"])
def test_a_time_that_is_none_is_told_how_to_be_written(client, time):
    answer = client.get("/articles", query_string={"created_after": time})

    assert answer.json["errors"] == [
        {
            "pointer": "/created_after",
            "detail": "Not a date and time with its zone, such as 2026-11-22T10:00:00Z.",
        }
    ]


def test_markup_in_an_article_is_only_text_in_markdown(client):
    text = "The <script>alert(1)</script> was shown. Nobody [clicked](javascript:x) on it."

    shown = client.post("/summarise", json={"text": text}, headers={"Accept": "text/markdown"}).text

    assert "<script" not in shown
    assert "\\[clicked\\]" in shown


def test_lists_are_searched_best_first(client):
    client.post("/summarise", json={"text": BAKERY})
    ferry = client.post("/summarise", json={"text": FERRY}).json

    articles = client.get('/articles?q=ferry+"lost money"').json["items"]
    summaries = client.get("/summaries", query_string={"q": f'"{ferry["sentences"][0]["text"]}"'}).json["items"]

    assert [item["id"] for item in articles] == [ferry["articles"][0]["id"]]
    assert [item["id"] for item in summaries] == [ferry["id"]]


@pytest.mark.parametrize("question", ["", "%22%22", "...", "x" * 501, "a%00"])
def test_a_question_without_a_word_is_a_422(client, question):
    answer = client.get(f"/articles?q={question}")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/q"


def test_a_cursor_of_another_kind_of_list_is_a_400(client):
    for sentences in (1, 2, 3):
        client.post("/summarise", json={"text": FERRY, "sentences": sentences})
    cursor = client.get("/summaries?limit=1").json["next"]

    assert client.get(f"/summaries?limit=1&q=ferry&cursor={cursor}").status_code == 400
