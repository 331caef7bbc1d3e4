"""The schemas of answers: what the use cases say is plain JSON already, and is only picked out."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from marshmallow import Schema, fields

Shape = Callable[[Any], Any]

# Fields whose values are given as they are.
PLAIN = (fields.String, fields.Integer, fields.Float, fields.Boolean, fields.Dict)


class AnswerSchema(Schema):
    """Describes an answer and picks its members out of a mapping or an object, faster than marshmallow.

    marshmallow turns each value into the type of its field; here they have it. Only ids and times are written out.
    """

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return [self._picked(one) for one in obj] if many or (many is None and self.many) else self._picked(obj)

    def _picked(self, given: Any) -> dict[str, Any]:
        member = given.get if isinstance(given, Mapping) else partial(getattr, given)
        return {
            name: value if shape is None or value is None else shape(value)
            for name, shape in self._shapes
            if (value := member(name, self)) is not self
        }

    @cached_property
    def _shapes(self) -> list[tuple[str, Shape | None]]:
        return [(name, _shape(field)) for name, field in self.dump_fields.items()]


def _shape(field: fields.Field[Any]) -> Shape | None:
    """How a value of the field is written, where it is not as it is."""
    match field:
        case fields.Nested():
            return field.schema.dump
        case fields.List():
            inner = _shape(field.inner)
            return None if inner is None else lambda values: [inner(value) for value in values]
        case fields.UUID():
            return str
        case _ if type(field) in PLAIN:
            return None
    return lambda value: field._serialize(value, None, None)  # noqa: SLF001 (marshmallow's seam for fields of one's own)
