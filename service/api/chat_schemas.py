"""The OpenAI wire format, as far as a summariser can speak it.

Members that a language model would heed (temperature, max_tokens, tools, …) are taken and passed over: programs send
them unasked. What would change the form of the answer is checked.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from service.api.answers import AnswerSchema
from service.api.fields import Flag, Text, Whole, about

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
ONLY_TEXT = "Only parts of the type 'text' are read here."


class LenientSchema(Schema):
    """Takes what it does not know and passes it over."""

    class Meta:
        unknown = EXCLUDE

    error_messages = {"type": "Send a JSON object."}  # noqa: RUF012 (marshmallow's seam)


class Content(Text):
    """A string, or a list of parts whose texts are put one below the other."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, list):
            return super()._deserialize(value, attr, data, **kwargs)
        texts = [part.get("text") if isinstance(part, Mapping) else None for part in value]
        faults = {
            number: [ONLY_TEXT]
            for number, (part, text) in enumerate(zip(value, texts, strict=True))
            if not isinstance(text, str) or part.get("type") != "text"
        }
        if faults:
            raise ValidationError(faults)
        return super()._deserialize("\n\n".join(filter(None, texts)), attr, data, **kwargs)


TEXT_PART = {
    "type": "object",
    "properties": {"type": {"type": "string", "enum": ["text"]}, "text": {"type": "string"}},
    "required": ["type", "text"],
}


class ChatMessage(LenientSchema):
    role = Text(required=True, validate=validate.OneOf(ROLES), metadata=about("Only messages of the user are read."))
    content = Content(
        allow_none=True,
        metadata=about(
            "The article, with or without an instruction around it. The instruction is left out and not followed.",
            type=["string", "array"],
            items=TEXT_PART,
        ),
    )


class StreamOptions(LenientSchema):
    include_usage = Flag(allow_none=True, metadata=about("Whether the last event but one tells the usage."))


class ChatRequest(LenientSchema):
    """Members of the OpenAI format that are not named here are taken and passed over."""

    model = Text(
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata=about("Picks algorithm and length, see GET /v1/models.", examples=["standfirst"]),
    )
    messages = fields.List(
        fields.Nested(ChatMessage),
        required=True,
        validate=validate.Length(min=1, max=1_000),
        metadata=about("The article is the last message of the user that holds more than an instruction."),
    )
    stream = Flag(allow_none=True, metadata=about("Answer as server-sent events.", default=False))
    stream_options = fields.Nested(StreamOptions, allow_none=True, metadata=about("How the stream looks."))
    n = Whole(
        allow_none=True,
        validate=validate.Range(min=1, max=1, error="There is one summary to each article: leave n out, or send 1."),
        metadata=about("Only 1.", default=1),
    )
    store = Flag(allow_none=True, metadata=about("Keep article and summary. false: nothing is written.", default=True))


class AnswerMessage(AnswerSchema):
    role = fields.String(required=True, metadata=about("'assistant'."))
    content = fields.String(required=True, metadata=about("The summary: sentences of the article, verbatim."))
    refusal = fields.String(required=True, allow_none=True, metadata=about("Always null."))


class ChatChoice(AnswerSchema):
    index = fields.Integer(required=True, metadata=about("Always 0."))
    message = fields.Nested(AnswerMessage, required=True, metadata=about("The summary."))
    logprobs = fields.Raw(required=True, allow_none=True, metadata=about("Always null."))
    finish_reason = fields.String(required=True, metadata=about("Always 'stop'."))


class Usage(AnswerSchema):
    prompt_tokens = fields.Integer(required=True, metadata=about("Words of the article, boilerplate left out."))
    completion_tokens = fields.Integer(required=True, metadata=about("Words of the summary."))
    total_tokens = fields.Integer(required=True, metadata=about("Both together."))


class ChatCompletion(AnswerSchema):
    id = fields.String(required=True, metadata=about("'chatcmpl-' and the id of the stored summary."))
    object = fields.String(required=True, metadata=about("'chat.completion'."))
    created = fields.Integer(required=True, metadata=about("When the summary was made, in seconds since 1970."))
    model = fields.String(required=True, metadata=about("The model that was asked for."))
    choices = fields.List(fields.Nested(ChatChoice), required=True, metadata=about("Exactly one."))
    usage = fields.Nested(Usage, required=True, metadata=about("Counts of words, not of tokens."))
    system_fingerprint = fields.String(
        required=True, metadata=about("The version of the service and its engine; it reads no prompts.")
    )


class Model(AnswerSchema):
    id = fields.String(required=True, metadata=about("What 'model' takes.", examples=["standfirst/lex-rank"]))
    object = fields.String(required=True, metadata=about("'model'."))
    created = fields.Integer(required=True, metadata=about("In seconds since 1970; the same for all."))
    owned_by = fields.String(required=True, metadata=about("'standfirst'."))
    description = fields.String(required=True, metadata=about("What it does."))


class ModelList(AnswerSchema):
    object = fields.String(required=True, metadata=about("'list'."))
    data = fields.List(fields.Nested(Model), required=True, metadata=about("Every model."))
