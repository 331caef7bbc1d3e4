"""JSON as RFC 8259 wants it, and nothing that would hurt later.

The standard library's parser lets duplicate keys, NaN, infinities and endless nesting through,
and faster ones hide duplicates; what passes here can be stored and given back unchanged.
"""

import json
import math
from codecs import BOM_UTF8
from collections import Counter
from typing import Any, NoReturn

LARGEST_INTEGER = 2**63 - 1  # what a database column and other languages can hold


class HostileJsonError(ValueError):
    """Not JSON, or JSON that cannot be kept; the message says which and where."""


def parse(body: bytes, *, max_depth: int) -> Any:
    """The value of a JSON document in UTF-8.

    Raises:
        HostileJsonError: with a sentence for the client.
    """
    try:
        value = json.loads(
            body.removeprefix(BOM_UTF8).decode(),  # RFC 8259 lets a reader ignore it
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except UnicodeDecodeError as error:
        raise HostileJsonError(f"The body is not UTF-8: byte {error.start} fits no character.") from error
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.doc.count("\n") else ""
        reason = error.msg.removesuffix(" at")
        raise HostileJsonError(f"The body is not JSON: {reason} at {line}column {error.colno}.") from error
    except RecursionError as error:
        raise HostileJsonError(f"The JSON is nested deeper than {max_depth} levels.") from error
    _check_depth(value, max_depth)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise HostileJsonError(f"The member {json.dumps(twice[:100])} stands twice in one object.")
    return members


def _constant(name: str) -> NoReturn:
    raise HostileJsonError(f"{name} is not JSON.")


def _integer(digits: str) -> int:
    # The length is looked at first: turning digits into a number costs their square.
    if len(digits) > 20 or abs(int(digits)) > LARGEST_INTEGER:
        raise HostileJsonError("A number is too large: integers may have 63 bits.")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise HostileJsonError("A number is too large for a double.")
    return value


def _check_depth(value: Any, max_depth: int) -> None:
    level = [value]
    for _ in range(max_depth):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise HostileJsonError(f"The JSON is nested deeper than {max_depth} levels.")


def _children(node: Any) -> list[Any]:
    members = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [member for member in members if isinstance(member, dict | list)]
