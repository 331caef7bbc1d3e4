"""Fields that take exactly what a client means, and nothing that cannot be stored."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
from marshmallow import ValidationError, fields, validate

from service.errors import UnsupportedLanguageError
from service.storage import parse
from service.summariser.language import find
from service.use_cases import Upload

LONGEST_QUESTION = 500
LONGEST_URL = 2_048
NOT_A_URL = "Not an http or https URL."


def about(text: str, **more: Any) -> dict[str, Any]:
    """What the API document says of a field."""
    return {"description": text, **more}


class Text(fields.String):
    """A string that any database and any JSON reader can hold."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        if "\x00" in text:
            raise ValidationError(f"Holds a NUL character at offset {text.index(chr(0))}. Leave it out.")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValidationError(
                f"Holds half a surrogate pair at offset {error.start}. Send whole characters."
            ) from error
        return text


class Url(Text):
    """An http or https address."""

    def __init__(self, **kwargs: Any) -> None:
        validators: list[Callable[[str], Any]] = [
            validate.Length(max=LONGEST_URL),
            validate.URL(schemes={"http", "https"}, require_tld=False, error=NOT_A_URL),
            _names_a_port,
        ]
        super().__init__(validate=validators, **kwargs)


def _names_a_port(url: str) -> None:
    try:
        urlsplit(url).port  # noqa: B018 (asked for its error)
    except ValueError as error:
        raise ValidationError(NOT_A_URL) from error


class Question(Text):
    """A full-text question."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        question = super()._deserialize(value, attr, data, **kwargs)
        if len(question) > LONGEST_QUESTION:
            raise ValidationError(f"Longer than maximum length {LONGEST_QUESTION}.")
        query = parse(question)
        if not query.phrases:
            raise ValidationError("Give at least one word to look for.")
        return query


class File(fields.Raw):
    """A file of a multipart body."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:  # noqa: ARG002 (marshmallow's signature)
        if not isinstance(value, Upload):
            raise ValidationError("Send the file as multipart/form-data.")
        return value


class Flag(fields.Boolean):
    """true or false, and no other word for them."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:  # noqa: ARG002 (marshmallow's signature)
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Whole(fields.Integer):
    """A whole number, which JSON may write as 3.0 too: neither "3" nor 3.5 nor true."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(int(value), attr, data, **kwargs)


class Amount(fields.Float):
    """A number, whole or not, that is neither a word nor true."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class JsonObject(fields.Dict):
    """Any JSON object, kept as it is."""

    default_error_messages = {"invalid": "Send a JSON object."}  # noqa: RUF012 (marshmallow's seam)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        members = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        try:
            orjson.dumps(members)
        except TypeError as error:
            raise ValidationError("Holds half a surrogate pair. Send whole characters.") from error
        return members


class Several(fields.List[Any]):
    """A list whose length is looked at before its items are."""

    def __init__(self, inner: fields.Field[Any], *, most: int, least: int = 0, **kwargs: Any) -> None:
        self._length = validate.Length(min=least, max=most)
        super().__init__(inner, validate=self._length, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if isinstance(value, list):
            self._length(value)
        return super()._deserialize(value, attr, data, **kwargs)


class LanguageName(Text):
    """What language an article is in, or 'auto'."""

    def __init__(self) -> None:
        said = "ISO 639-1 code or English name of the language, or 'auto'."
        super().__init__(validate=validate.Length(min=1, max=40), metadata=about(said, default="auto", examples=["en"]))


class LanguageCode(Text):
    """A language by code or English name; becomes its code."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        try:
            return find(super()._deserialize(value, attr, data, **kwargs)).code
        except UnsupportedLanguageError as error:
            raise ValidationError(str(error)) from error


class Moment(fields.AwareDateTime):
    """A time that a client names; becomes one in UTC."""

    default_error_messages = dict.fromkeys(
        ("invalid", "invalid_awareness"), "Not a date and time with its zone, such as 2026-11-22T10:00:00Z."
    )

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> dt.datetime:
        spelt = value.upper() if isinstance(value, str) else value  # RFC 3339 lets t and z be small
        moment = super()._deserialize(spelt, attr, data, **kwargs)
        try:
            return moment.astimezone(dt.UTC)
        except OverflowError as error:
            raise ValidationError("This time lies outside of the years 1 to 9999 in UTC.") from error


class Instant(fields.DateTime):
    """A time in UTC, RFC 3339 with milliseconds and Z."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 (marshmallow's signature)
        if value is None:
            return None
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
