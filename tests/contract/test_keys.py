"""Keys: who may call, and that nobody sees what is another's; on both databases."""

import re

import pytest

from config import Settings
from service.api.parts import EXTENSION
from service.app import create_app
from tests.articles import BAKERY, FERRY
from tests.contract.conftest import DescribedClient, openapi_document

OPEN = {"/health/live", "/health/ready", "/problems/{name}"}
UUID = {"type": "string", "format": "uuid"}


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def keys(app):
    return app.extensions[EXTENSION].keys


@pytest.fixture
def closed(database_url):
    """A client of a service that wants keys, and its keys."""
    made = create_app(Settings(database_url=database_url, require_keys=True))
    made.test_client_class = DescribedClient
    yield made.test_client(), made.extensions[EXTENSION].keys
    made.extensions[EXTENSION].database.close()


def operations():
    """Every operation of the document, as path, method and description."""
    return [
        (path, method, operation)
        for path, item in openapi_document()["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def parameters(path, operation, place):
    """The parameters of an operation that stand in the path or the query, and take an id."""
    everything = [*openapi_document()["paths"][path].get("parameters", []), *operation.get("parameters", [])]
    return [
        found["name"]
        for found in everything
        if found["in"] == place and UUID.items() <= found.get("schema", {}).items()
    ]


def members(operation):
    """The members of the operation's JSON body that take an id, and whether they take a list of them."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is None:
        return []
    schema = openapi_document()["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
    return [
        (name, "items" in described)
        for name, described in schema["properties"].items()
        if UUID.items() <= described.items() or UUID.items() <= described.get("items", {}).items()
    ]


def everything_of(client, headers):
    """One of everything that can be stored, by the name of the parameter that takes its id."""
    summary = client.post("/summarise", json={"text": FERRY}, headers=headers).json
    second = client.post("/articles", json={"text": BAKERY}, headers=headers).json
    batch = client.post("/batches", json={"items": [{"id": "one", "text": FERRY}]}, headers=headers).json
    articles = [summary["articles"][0]["id"], second["id"]]
    return {"article_id": articles, "summary_id": [summary["id"]], "batch_id": [batch["id"]]}


@pytest.fixture
def two(client, keys):
    """Of one key, one of everything; and the headers of it and of another key."""
    mine, others = bearer(keys.create("mine")), bearer(keys.create("others"))
    return everything_of(client, mine), mine, others


def test_to_another_key_every_address_of_an_id_is_a_404(client, two):
    mine, me, other = two
    asked = 0

    for path, method, operation in operations():
        for name in parameters(path, operation, "path"):
            assert name in mine, f"Store one for {path} in everything_of()"
            asked += 1
            address = re.sub(r"{\w+}", mine[name][0], path)
            assert client.open(address, method=method.upper(), headers=other).status_code == 404
            assert client.open(address, method=method.upper()).status_code == 404  # without a key

    assert asked >= 5
    for name, identifiers in mine.items():
        for identifier in identifiers:
            address = {"article_id": "/articles", "summary_id": "/summaries", "batch_id": "/batches"}[name]
            assert client.get(f"{address}/{identifier}", headers=me).status_code == 200


def test_to_another_key_every_id_in_a_body_is_a_404(client, two):
    mine, me, other = two
    asked = []

    for path, method, operation in operations():
        for name, several in members(operation):
            asked.append(name)
            body = {name: mine["article_id"] if several else mine["article_id"][0], "store": False}
            if name == "since":
                body["text"] = FERRY
            assert client.open(path, method=method.upper(), json=body, headers=me).status_code == 200
            assert client.open(path, method=method.upper(), json=body, headers=other).status_code == 404
            assert client.open(path, method=method.upper(), json=body).status_code == 404

    assert {"article_id", "article_ids", "since"} <= set(asked)


def test_no_list_and_no_search_shows_what_is_anothers(client, two):
    mine, me, other = two
    identifiers = [identifier for found in mine.values() for identifier in found]
    lists = [path for path, method, _ in operations() if method == "get" and "{" not in path and path != "/metrics"]
    searches = ["/articles?q=ferry", "/summaries?q=ferry", *(f"/summaries?article_id={one}" for one in identifiers)]
    assert {"/articles", "/summaries"} <= set(lists)

    assert any(one in client.get("/articles", headers=me).text for one in identifiers)
    for path in [*lists, *searches]:
        for headers in (other, {}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200
            assert not any(identifier in answer.text for identifier in identifiers), path


def test_an_id_in_a_query_filters_what_is_ones_own():
    asked = {(path, name) for path, _, operation in operations() for name in parameters(path, operation, "query")}

    assert asked == {("/summaries", "article_id")}, "Search it in test_no_list_and_no_search_shows_what_is_anothers"


def test_two_keys_store_the_same_article_each_for_itself(client, two):
    mine, me, other = two

    again = client.post("/summarise", json={"text": FERRY}, headers=me)
    theirs = client.post("/summarise", json={"text": FERRY}, headers=other)
    nobodys = client.post("/summarise", json={"text": FERRY})

    assert (again.status_code, theirs.status_code, nobodys.status_code) == (200, 201, 201)
    assert again.json["id"] in mine["summary_id"]
    assert len({again.json["id"], theirs.json["id"], nobodys.json["id"]}) == 3
    assert theirs.json["summary"] == again.json["summary"]
    client.delete(f"/articles/{theirs.json['articles'][0]['id']}", headers=other)
    assert client.get(f"/summaries/{again.json['id']}", headers=me).status_code == 200


def test_an_idempotency_key_is_an_owners_own(client, two):
    _, me, other = two
    key = {"Idempotency-Key": "1"}

    first = client.post("/summarise", json={"text": FERRY, "sentences": 1}, headers={**me, **key})
    theirs = client.post("/summarise", json={"text": BAKERY}, headers={**other, **key})

    assert (first.status_code, theirs.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in theirs.headers
    assert client.post("/summarise", json={"text": BAKERY}, headers={**other, **key}).data == theirs.data


def test_where_keys_are_required_nothing_but_help_and_health_is_open(closed):
    client, keys = closed
    key = bearer(keys.create("reader"))

    for path, method, operation in operations():
        address = re.sub(r"{\w+}", "0190a6b2-0000-7000-8000-000000000000", path)
        answer = client.open(address, method=method.upper())
        assert (answer.status_code != 401) == (path in OPEN), path
        assert (operation["security"] == []) == (path in OPEN), path
        assert client.open(address, method=method.upper(), headers=key).status_code != 401, path
    for path in ("/docs", "/openapi.json", "/problems/key-missing", "/health/live", "/health/ready"):
        assert client.get(path).status_code == 200, path
    assert client.get("/nowhere").status_code == 404


def test_a_missing_key_is_a_401_that_tells_how_to_send_one(closed):
    client, _ = closed

    for headers in ({}, {"Authorization": "Basic bWU6bWU="}, {"Authorization": "Bearer"}):
        answer = client.post("/summarise", json={"text": FERRY}, headers=headers)

        assert answer.status_code == 401
        assert answer.json["type"] == "/problems/key-missing"
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="standfirst"'


@pytest.mark.parametrize("key", ["standfirst_" + "x" * 43, "sk-123", "ü", "a b", "x" * 8_000])
def test_an_unknown_key_is_a_403_where_keys_are_required(closed, key):
    client, _ = closed

    answer = client.get("/articles", headers=bearer(key.encode().decode("latin-1")))

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/key-refused"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert key not in answer.text


def test_a_revoked_key_is_refused_at_once_and_a_renewed_one_sees_what_it_saw(closed):
    client, keys = closed
    old = keys.create("reader")
    made = client.post("/articles", json={"text": FERRY}, headers=bearer(old)).headers["Location"]

    keys.revoke("reader")
    refused = client.get(made, headers=bearer(old))
    new = keys.renew("reader")

    assert refused.status_code == 403
    assert client.get(made, headers=bearer(new)).status_code == 200
    assert client.get(made, headers=bearer(old)).status_code == 403


def test_where_keys_are_not_required_those_of_other_services_count_for_none(client, keys):
    made = client.post("/articles", json={"text": FERRY}).headers["Location"]

    assert client.get(made, headers=bearer("sk-none")).status_code == 200
    for key in (keys.create("gone"), "standfirst_unknown"):
        if key != "standfirst_unknown":
            keys.revoke("gone")
        assert client.get(made, headers=bearer(key)).status_code == 403


def test_below_v1_a_refusal_says_so_where_openai_clients_look(closed):
    client, keys = closed
    body = {"model": "standfirst", "messages": [{"role": "user", "content": FERRY}]}

    missing = client.post("/v1/chat/completions", json=body)
    answered = client.post("/v1/chat/completions", json=body, headers=bearer(keys.create("reader")))

    assert missing.json["error"]["code"] == "key-missing"
    assert answered.status_code == 200


def test_a_probe_needs_no_database_to_know_that_the_process_lives(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder/x", require_keys=True))

    client = app.test_client()

    assert client.get("/health/live", headers=bearer("standfirst_x")).status_code == 200
    assert client.get("/articles", headers=bearer("standfirst_x")).status_code == 503
    app.extensions[EXTENSION].database.close()


def test_of_a_key_only_its_hash_is_kept(database, keys):
    secret = keys.create("reader")

    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM keys").all()

    assert len(rows) == 1
    assert secret not in str(rows)
    assert secret.removeprefix("standfirst_")[:8] not in str(rows)
    assert len(secret) >= 43
