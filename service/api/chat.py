"""The summariser behind the OpenAI wire format, for programs that can only talk to a language model.

It does not read prompts: the instruction around the article is left out, and the model's name picks algorithm and
length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response, jsonify

import service
from service.api.callers import owner
from service.api.chat_schemas import ChatCompletion, ChatRequest, Model, ModelList
from service.api.idempotency import idempotently
from service.api.models import CREATED, FAMILY, every_model, find_model
from service.api.models import Model as Found
from service.api.parts import parts
from service.api.prompts import Unwrapped, unwrap
from service.api.resource import Resource
from service.errors import Fault, InvalidFieldsError, InvalidRequestError, LimitExceededError
from service.storage import StoredSummary
from service.use_cases import Source, Wish, article_of

routes = Resource("chat", __name__, description="The same behind the OpenAI wire format. Prompts are not read.")

COMPLETION = ChatCompletion()
# What feeds hold and automation hands on: elements from the first word to the last.
MARKUP = re.compile(
    r"(?is)\s*<(?:!doctype html|(?:html|head|body|main|article|section|div|p|h[1-6]|ul|ol|figure|blockquote|table)\b)"
    r"[^>]*>.*</[a-z][a-z0-9]*>\s*\Z"
)
EVENTS = "text/event-stream"


@routes.route("/v1/chat/completions", methods=["POST"])
@routes.storing()
@routes.arguments(ChatRequest())
@routes.response(200, ChatCompletion, description="The summary, as a message.")
@routes.alt_response(200, schema={"type": "string"}, content_type=EVENTS, description="The summary, as a message.")
@routes.problems(400, 404, 409, 413, 415, 503)
def complete(data: dict[str, Any]) -> Response:
    """Summarise the article in the last message of the user.

    Prompts are not read: an instruction around the article is left out. With stream the answer comes as server-sent
    events. Members of the OpenAI format that are not named here are taken and passed over.
    """
    if data.get("store") is False:  # nothing may be written, a key's answer neither
        return _completed(data)
    return idempotently(lambda: _completed(data))


@routes.route("/v1/models")
@routes.response(200, ModelList)
def list_models() -> Any:
    """List the models: a length (short, medium, long) can stand behind every algorithm, too."""
    return {"object": "list", "data": [_model_view(model) for model in every_model()]}


@routes.route("/v1/models/<path:model>")
@routes.response(200, Model)
@routes.problems(404)
def get_model(model: str) -> Any:
    """Fetch a model by its name, slashes included."""
    return _model_view(find_model(model))


def _completed(data: Mapping[str, Any]) -> Response:
    model = find_model(data["model"])
    number, article = _article(data["messages"])
    place = f"/messages/{number}/content"
    try:
        is_page = MARKUP.match(article.text) is not None
        text, html = (None, article.text) if is_page else (article.text, None)
        new = article_of(Source(text=text, html=html, title=article.title))
        wish = Wish(options=model.options, store=data.get("store") is not False)
        summary, created = parts().summaries.summarise([new], wish, owner=owner())
    except LimitExceededError as error:
        error.pointer = place
        raise
    except InvalidRequestError as error:
        raise InvalidFieldsError([Fault(place, str(error))]) from error
    parts().metrics.summary(summary, made=created or not wish.store)
    answer = Completion(model, summary)
    if not data.get("stream"):
        return jsonify(COMPLETION.dump(answer.whole()))
    with_usage = bool((data.get("stream_options") or {}).get("include_usage"))
    # A list and no generator: all is known before the first event, so a fault still has its status.
    events = [*(_event(orjson.dumps(chunk)) for chunk in answer.chunks(with_usage=with_usage)), _event(b"[DONE]")]
    return Response(events, content_type=f"{EVENTS}; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _article(messages: list[dict[str, Any]]) -> tuple[int, Unwrapped]:
    """The last message of the user that holds more than an instruction, and its number."""
    of_user = [
        (number, message.get("content") or "") for number, message in enumerate(messages) if message["role"] == "user"
    ]
    if not of_user:
        raise InvalidFieldsError([Fault("/messages", "The article must come in a message with the role 'user'.")])
    for number, content in reversed(of_user):
        found = unwrap(content)
        if found.text:
            return number, found
    number, content = of_user[-1]
    return number, Unwrapped(content)


@dataclass(frozen=True, slots=True)
class Completion:
    """A summary in the words of the wire format."""

    model: Found
    summary: StoredSummary

    def whole(self) -> dict[str, Any]:
        message = {"role": "assistant", "content": self.summary.summary, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": self._usage()}

    def chunks(self, *, with_usage: bool) -> Iterator[dict[str, Any]]:
        """The role, a chunk a sentence, the end and, where it is wanted, the usage."""
        sentences = self.summary.content["sentences"]
        texts = [("" if number == 0 else " ") + sentence["text"] for number, sentence in enumerate(sentences)]
        deltas = [{"role": "assistant", "content": ""}, *({"content": text} for text in texts), {}]
        # While the usage is still to come, every chunk before it says null.
        usage = {"usage": None} if with_usage else {}
        head = self._head("chat.completion.chunk")
        for delta in deltas:
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None if delta else "stop"}
            yield {**head, "choices": [choice], **usage}
        if with_usage:
            yield {**head, "choices": [], "usage": self._usage()}

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{self.summary.id}",
            "object": kind,
            "created": int(self.summary.created_at.timestamp()),
            "model": self.model.name,
            "system_fingerprint": f"standfirst-{service.__version__} {self.summary.content['engine']} no-prompts",
        }

    def _usage(self) -> dict[str, int]:
        """Words: no tokens are ever made here."""
        statistics = self.summary.content["statistics"]
        read, written = statistics["words"], statistics["summary_words"]
        return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _event(data: bytes) -> bytes:
    return b"data: " + data + b"\n\n"


def _model_view(model: Found) -> dict[str, Any]:
    return {
        "id": model.name,
        "object": "model",
        "created": CREATED,
        "owned_by": FAMILY,
        "description": model.description,
    }
