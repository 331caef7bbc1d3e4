"""The examples of the OpenAPI document: requests that can be sent, and what was answered to them."""

import json
from importlib import resources
from typing import Any

from apispec import BasePlugin


class ExamplesInDocument(BasePlugin):
    """Puts the example of each request and answer beside its schema."""

    def __init__(self) -> None:
        super().__init__()
        self._examples = json.loads((resources.files(__package__) / "examples.json").read_text("utf-8"))

    def schema_helper(self, name: str, definition: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ARG002 (apispec's signature)
        return {"examples": [self._examples[name]]} if name in self._examples else {}
