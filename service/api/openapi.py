"""What the OpenAPI document says beyond the fields of each schema: laws between them, and examples."""

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from apispec import BasePlugin
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from service.api.fields import File
from service.api.schemas import BUDGETS, SummaryOptions


class Converter(OpenAPIConverter):
    """Describes requests as JSON, in which no file can stand, with the laws that marshmallow holds by functions."""

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        described: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        instance = resolve_schema_instance(schema)
        files = [name for name, field in instance.fields.items() if isinstance(field, File)]
        for name in files:
            del described["properties"][name]
        laws = []
        if sources := getattr(instance, "SOURCES", ()):
            laws.append(one_source([name for name in sources if name not in files]))
        if isinstance(instance, SummaryOptions):
            laws.append(at_most_one(BUDGETS))
        return {**described, "allOf": laws} if laws else described


class RequestsPlugin(MarshmallowPlugin):
    """apispec's, with the converter above."""

    Converter = Converter


def _given(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"required": [name]} for name in names]


def one_source(names: Sequence[str]) -> dict[str, Any]:
    """Exactly one of these members, or none and a url."""
    url_alone = {"required": ["url"], "properties": {"url": {"type": "string"}}, "not": {"anyOf": _given(names)}}
    return {"oneOf": [*_given(names), url_alone]}


def at_most_one(names: Sequence[str]) -> dict[str, Any]:
    return {"oneOf": [*_given(names), {"not": {"anyOf": _given(names)}}]}


class ExamplesInDocument(BasePlugin):
    """Puts the example of each request and answer beside its schema."""

    def __init__(self) -> None:
        super().__init__()
        self._examples = json.loads((resources.files(__package__) / "examples.json").read_text("utf-8"))

    def schema_helper(self, name: str, definition: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ARG002 (apispec's signature)
        return {"examples": [self._examples[name]]} if name in self._examples else {}
