"""The examples of the OpenAPI document: what is to be sent is taken, what is answered fits its schema."""

import json
from io import BytesIO

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from config import Settings
from service.app import create_app
from tests.articles import BAKERY, FERRY

DOCUMENT = create_app(Settings()).test_client().get("/openapi.json").json
METHODS = {"get", "post", "delete"}
# Answers that are no JSON, so that a schema says nothing of them but that they are strings.
STRINGS = {"text/plain", "text/markdown", "text/html", "text/event-stream", "application/x-ndjson"}
STRINGS |= {"application/openmetrics-text"}


def resolved(node):
    """What a reference stands for."""
    while "$ref" in node:
        _, *steps = node["$ref"].split("/")
        node = DOCUMENT
        for step in steps:
            node = node[step]
    return node


OPERATIONS = [
    (f"{method} {path}", method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if method in METHODS
]
REQUESTS = [
    pytest.param(method, path, form, resolved(content["schema"]), id=f"{name} {form}")
    for name, method, path, operation in OPERATIONS
    for form, content in operation.get("requestBody", {}).get("content", {}).items()
]
ANSWERS = [
    pytest.param(content["schema"], id=f"{name} {status} {form}")
    for name, _, _, operation in OPERATIONS
    for status, answer in operation["responses"].items()
    for form, content in resolved(answer).get("content", {}).items()
    if form not in STRINGS
]


@pytest.mark.parametrize(("method", "path", "form", "schema"), REQUESTS)
def test_every_request_can_be_sent_as_its_example(client, method, path, form, schema):
    for example in schema["examples"]:
        if form == "multipart/form-data":
            sent = {"data": {"file": (BytesIO(example["file"].encode()), "article.txt")}}
        else:
            sent = {"data": example if isinstance(example, str) else json.dumps(example)}

        answer = client.open(path, method=method, content_type=form, **sent)

        assert answer.status_code < 300, answer.text


@pytest.mark.parametrize("schema", [*ANSWERS, pytest.param({"$ref": "#/components/schemas/ItemResult"}, id="a line")])
def test_every_answer_has_an_example_that_fits_its_schema(schema):
    validator = Draft202012Validator({**schema, "components": DOCUMENT["components"]}, format_checker=FormatChecker())

    for example in resolved(schema)["examples"]:
        validator.validate(example)


PROBLEMS = [
    pytest.param(int(status), answer["content"]["application/problem+json"], id=f"{name} {status}")
    for name, _, _, operation in OPERATIONS
    for status, answer in ((status, resolved(answer)) for status, answer in operation["responses"].items())
    if "application/problem+json" in answer.get("content", {})
]


@pytest.mark.parametrize(("status", "content"), PROBLEMS)
def test_every_problem_has_examples_of_its_own_status(status, content):
    validator = Draft202012Validator({**content["schema"], "components": DOCUMENT["components"]})

    assert content["examples"]
    for name, example in content["examples"].items():
        validator.validate(example["value"])
        assert (example["value"]["status"], example["value"]["type"]) == (status, f"/problems/{name}")


WISHES = {"exclude": "quotes,questions", "metadata": '{"a": 1}', "language": "en", "algorithm": "lsa", "order": "rank"}
OPTIONS = [
    pytest.param(path, parameter, id=f"{path} {parameter['name']}")
    for path in ("/summarise", "/articles")
    for parameter in DOCUMENT["paths"][path]["post"]["parameters"]
    if parameter["in"] == "query"
]


@pytest.mark.parametrize(("path", "parameter"), OPTIONS)
def test_every_option_stands_in_the_query_of_a_text(client, path, parameter):
    name = parameter["name"]
    schema = parameter.get("schema", {})
    kind = {"integer": "1", "number": "0.5", "boolean": "false"}.get(schema.get("type"))
    known = client.post("/articles", json={"text": BAKERY}).json["id"]
    wishes = {**WISHES, "since": known, "url": "https://news.example/f", "keep": "0"}
    value = wishes.get(name) or kind or schema.get("enum", ["x"])[0]
    text = f"Share this article\n\n{FERRY}"  # a passage to keep

    answer = client.post(path, query_string={name: value}, data=text.encode(), content_type="text/plain")

    assert answer.status_code < 300, answer.text
    assert "default" not in schema


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"text": "A.", "words": 9}, True),
        ({"url": "https://news.example/ferry"}, True),
        ({"text": "A.", "url": "https://news.example/ferry"}, True),
        ({}, False),
        ({"text": "A.", "html": "A."}, False),
        ({"file": "A."}, False),
        ({"text": "A.", "words": 9, "sentences": 1}, False),
    ],
)
def test_the_document_says_what_can_stand_together(body, fits):
    schema = {"$ref": "#/components/schemas/SummariseRequest", "components": DOCUMENT["components"]}

    assert Draft202012Validator(schema).is_valid(body) is fits
