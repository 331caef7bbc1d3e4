"""The service without a server: the same application, asked in this process.

So the command line gives what the service gives, byte for byte, errors too, because it is the service. Nothing is
stored and no database is opened; an instance that has learnt the furniture of a site may leave out more.
"""

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client

import config
from config import logs
from service.app import create_app

STDIN = "-"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        return self.status < 400

    @property
    def problem(self) -> dict[str, Any]:
        """The problem (RFC 9457) that an answer that is not ``ok`` tells of."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found


class LocalService:
    """The application of these settings, without keys, limits of rate and all that needs a database."""

    def __init__(self, settings: config.Settings) -> None:
        logs.configure(level="error", style=settings.log_format)
        alone = dataclasses.replace(
            settings, require_keys=False, rate_limit="", rate_limit_storage="memory", learn_furniture=False
        )
        self._client = Client(create_app(alone))

    def get(self, path: str) -> Answer:
        return self._answer(path)

    def read(self, source: str) -> Answer:
        """The article of a source, as the service would store it. Raises ``OSError`` where a file cannot be read."""
        return self._answer("/articles", method="POST", query_string={"store": "false"}, **_sent(source))

    def summarise(self, source: str, *, options: Mapping[str, str], accept: str = JSON) -> Answer:
        """The summary of a source: a file, '-' for standard input, or a URL. Raises as ``read`` does."""
        return self._summarised(_sent(source), options, accept)

    def digest(self, articles: list[dict[str, Any]], *, options: Mapping[str, str], accept: str = JSON) -> Answer:
        """The digest of articles, each with the members that the API gives an article of a digest."""
        return self._summarised({"json": {"articles": articles}}, options, accept)

    def _summarised(self, sent: dict[str, Any], options: Mapping[str, str], accept: str) -> Answer:
        query = {**options, "store": "false"}
        return self._answer("/summarise", method="POST", query_string=query, accept=accept, **sent)

    def _answer(self, path: str, *, accept: str = JSON, **request: Any) -> Answer:
        response = self._client.open(path, headers={"Accept": accept}, **request)
        try:
            return Answer(response.status_code, response.get_data())
        finally:
            response.close()


def _sent(source: str) -> dict[str, Any]:
    """How a source stands in a request: as the file of a form, or as a URL."""
    if source.startswith(("http://", "https://")):
        return {"json": {"url": source}}
    name, data = (
        ("stdin", sys.stdin.buffer.read()) if source == STDIN else (Path(source).name, Path(source).read_bytes())
    )
    return {"data": {"file": FileStorage(BytesIO(data), name)}}
