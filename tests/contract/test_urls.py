"""URLs as articles: fetched where the operator allows it, on both databases."""

from collections.abc import Iterator

import pytest
from flask import Flask

from config import Settings
from service.app import create_app
from tests.articles import FERRY
from tests.contract.conftest import DescribedClient
from tests.contract.test_sources import PAGE
from tests.web import drip, page, redirect, serving

KOI8 = "<html><head><title>Паром</title></head><body><p>Единственный паром на остров остановится.</p></body></html>"
WEB = {
    "/ferry": page(PAGE.encode(), "text/html; charset=utf-8"),
    "/moved": redirect("/ferry", 301),
    "/koi8": page(KOI8.encode("koi8-r"), "text/html; charset=koi8-r"),
    "/plain": page(FERRY.encode(), "text/plain"),
    "/markdown": page(f"# Island ferry stops\n\n{FERRY}".encode(), "text/markdown"),
    "/image": page(b"\x89PNG", "image/png"),
    "/liar": page(b"\x89PNG\r\n" + bytes(100), "text/html"),
    "/empty": page(b"<html></html>"),
    "/large": page(b"<p>" + b"x " * 60_000),
    "/missing": page(b"no", status=404),
    "/inside": redirect("http://10.0.0.1/"),
    "/slow": drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
}


@pytest.fixture
def web(wall: object) -> Iterator[str]:
    with serving(WEB) as (address, _):
        yield address


@pytest.fixture
def fetching(database_url: str) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url,
        fetch_urls=True,
        fetch_seconds=2,
        fetch_allow_networks="127.0.0.0/8",
        max_body_bytes=100_000,
    )
    app = create_app(settings)
    app.test_client_class = DescribedClient
    yield app
    app.extensions["standfirst"].database.close()


def test_a_url_is_fetched_read_and_summed_up(fetching, web):
    client = fetching.test_client()

    made = client.post("/summarise", json={"url": f"{web}/moved", "sentences": 2})

    article = client.get(f"/articles/{made.json['articles'][0]['id']}").json
    assert made.status_code == 201
    assert article["title"] == "Island ferry stops"
    assert article["url"] == f"{web}/ferry"  # where it was found, not where the page says that it stands
    assert client.post("/summarise", json={"url": f"{web}/ferry", "sentences": 2}).status_code == 200


@pytest.mark.parametrize("path", ["plain", "markdown", "ferry"])
def test_every_kind_of_text_is_stored_from_a_url(fetching, web, path):
    made = fetching.test_client().post("/articles", json={"url": f"{web}/{path}"})

    assert made.status_code == 201
    assert "The island's only ferry" in made.json["text"]


def test_the_charset_that_the_server_names_is_used(fetching, web):
    made = fetching.test_client().post("/articles", json={"url": f"{web}/koi8"})

    assert "Единственный паром" in made.json["text"]


def test_a_digest_takes_urls_beside_texts(fetching, web):
    articles = [{"url": f"{web}/ferry"}, {"text": FERRY, "url": "https://a.example/"}, {"url": f"{web}/plain"}]

    made = fetching.test_client().post("/summarise", json={"articles": articles})

    assert made.status_code == 201
    assert [article["url"] for article in made.json["articles"]] == [
        f"{web}/ferry",
        "https://a.example/",
        f"{web}/plain",
    ]


@pytest.mark.parametrize(
    ("url", "status", "kind"),
    [
        ("{web}/missing", 502, "fetch-failed"),
        ("{web}/slow", 504, "fetch-timed-out"),
        ("{web}/image", 422, "unreadable-file"),
        ("{web}/liar", 422, "unreadable-file"),
        ("{web}/empty", 422, "empty-document"),
        ("{web}/large", 413, "limit-exceeded"),
        ("{web}/inside", 422, "forbidden-url"),
        ("http://169.254.169.254/latest/meta-data/", 422, "forbidden-url"),
        ("http://unknown.example/", 502, "fetch-failed"),
        ("ftp://a.example/", 422, "invalid-fields"),
    ],
)
def test_a_url_that_brings_no_article_is_a_problem_that_points_to_it(fetching, web, url, status, kind):
    given = {"url": url.format(web=web)}

    alone = fetching.test_client().post("/summarise", json=given)
    in_digest = fetching.test_client().post("/summarise", json={"articles": [{"text": FERRY}, given]})

    assert alone.status_code == in_digest.status_code == status
    assert alone.json["type"] == in_digest.json["type"] == f"/problems/{kind}"
    assert alone.json["errors"][0]["pointer"] == "/url"
    assert in_digest.json["errors"][0]["pointer"] == "/articles/1/url"


def test_urls_are_not_fetched_unless_the_operator_says_so(client, wall):
    for path in ("/summarise", "/articles"):
        answer = client.post(path, json={"url": "https://a.example/"})

        assert answer.status_code == 422
        assert answer.json["type"] == "/problems/fetching-off"
        assert "STANDFIRST_FETCH_URLS" in answer.json["detail"]
    assert wall.lookups == wall.connections == []


def test_the_limits_of_fetching_are_told_where_it_is_on(fetching, client):
    on = {limit["name"]: limit["value"] for limit in fetching.test_client().get("/limits").json["items"]}
    off = {limit["name"] for limit in client.get("/limits").json["items"]}

    assert (on["fetch_seconds"], on["fetch_redirects"], on["fetch_bytes"]) == (2, 5, 100_000)
    assert not {name for name in off if name.startswith("fetch")}


def test_no_transaction_is_open_while_a_page_is_fetched(fetching, monkeypatch):
    database = fetching.extensions["standfirst"].database
    open_ones = []

    def busy(handler: object) -> None:
        open_ones.append(database._writer.pool.checkedout() + database._reader.pool.checkedout())
        page(PAGE.encode())(handler)

    with serving({"/": busy}) as (address, _):
        made = fetching.test_client().post("/summarise", json={"url": address}, headers={"Idempotency-Key": "one"})

    assert made.status_code == 201
    assert open_ones == [0]
