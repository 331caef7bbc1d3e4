"""Every answer of a contract test must be the one that the OpenAPI document describes."""

import json
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from config import Settings
from service.app import create_app

# May come from any address, and are documented at none: a wrong method, a fault of ours.
EVERYWHERE = {"405", "500"}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@cache
def openapi_document() -> dict[str, Any]:
    """The document, with every object of an answer closed: a member that is not described is a fault."""
    document = create_app(Settings()).test_client().get("/openapi.json").json
    for schema in document["components"]["schemas"].values():
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


class DescribedClient(FlaskClient):
    """Fails the test where an answer is not as the OpenAPI document describes it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.request.method not in {"HEAD", "OPTIONS"} and response.status_code != 304:
            check(self.application, response)
        return response


def check(app: Flask, response: TestResponse) -> None:
    described = _description(app, response)
    if described is None:  # a page for people
        return
    content = described.get("content", {})
    assert response.mimetype in content or (not content and not response.data), response.mimetype
    if response.mimetype == "application/x-ndjson":
        line = {"$ref": "#/components/schemas/ItemResult", "components": openapi_document()["components"]}
        for result in response.text.splitlines():
            Draft202012Validator(line, format_checker=FormatChecker()).validate(json.loads(result))
    elif content and response.mimetype.endswith("json"):
        schema = {**content[response.mimetype]["schema"], "components": openapi_document()["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(response.json)


def _description(app: Flask, response: TestResponse) -> dict[str, Any] | None:
    """What the document says of this answer; any problem where it names no such address."""
    status, any_problem = str(response.status_code), {"content": {"application/problem+json": {"schema": PROBLEM}}}
    try:
        rule, _ = app.url_map.bind("").match(response.request.path, response.request.method, return_rule=True)
    except HTTPException:
        return any_problem
    path = "".join(f"{{{part}}}" if is_dynamic else part for is_dynamic, part in rule._trace).removeprefix("|")
    if path not in openapi_document()["paths"]:
        return None
    described = openapi_document()["paths"][path][response.request.method.lower()]["responses"]
    if status in EVERYWHERE and status not in described:
        return any_problem
    assert status in described, f"{response.request.method} {path} is not described to answer {status}"
    reference = described[status].get("$ref", "").rpartition("/")[2]
    return openapi_document()["components"]["responses"][reference] if reference else described[status]


@pytest.fixture
def app(app: Flask) -> Flask:
    app.test_client_class = DescribedClient
    return app
