"""What the OpenAPI document says beyond the fields of each schema: laws between them, and examples."""

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from apispec import BasePlugin
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import fields

from service.api.fields import File, JsonObject
from service.api.kinds import KINDS, Kind
from service.api.request_schemas import BUDGETS, SummaryOptions


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
        if getattr(instance, "DEFAULTS_ELSEWHERE", False):
            for member in described["properties"].values():
                member.pop("default", None)
        return {**described, "allOf": laws} if laws else described

    def _field2parameter(self, field: fields.Field[Any], *, name: str, location: str) -> dict[str, Any]:
        """An option in the query: one that generated clients do not send unasked, since it may stand in the body."""
        described: dict[str, Any] = super()._field2parameter(field, name=name, location=location)
        if "default" in field.metadata:
            described["schema"].pop("default")
            described["description"] += f" Default: {json.dumps(field.metadata['default'])}."
        if field.allow_none:  # no query can hold one
            described["schema"]["type"] = next(kind for kind in described["schema"]["type"] if kind != "null")
            described["schema"].pop("default", None)
        if isinstance(field, JsonObject):
            described["content"] = {"application/json": {"schema": described.pop("schema")}}
        return described


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


def problem_examples(status: int) -> dict[str, Any]:
    """For each kind of problem of that status, one as it is answered."""
    return {
        kind.name: {"summary": kind.title, "value": _problem(kind)} for kind in KINDS.values() if kind.status == status
    }


def _problem(kind: Kind) -> dict[str, Any]:
    faults = {"errors": [{"pointer": "/sentences", "detail": "Not a valid integer."}]}
    return {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.explanation,
        **(faults if kind.name == "invalid-fields" else {}),
        "instance": "/summarise",
        "request_id": "01a20516-4070-7a76-b389-9fb4bf213280",
    }


class ExamplesInDocument(BasePlugin):
    """Puts the example of each request and answer beside its schema."""

    def __init__(self) -> None:
        super().__init__()
        self._examples = json.loads((resources.files(__package__) / "examples.json").read_text("utf-8"))

    def schema_helper(self, name: str, definition: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ARG002 (apispec's signature)
        return {"examples": [self._examples[name]]} if name in self._examples else {}
