"""What the service and its helper say to each other: a JSON header and raw bytes, each with its length."""

import json
import struct
from collections.abc import Callable
from typing import Any

LENGTHS = struct.Struct("!II")


def pack(header: dict[str, Any], data: bytes = b"") -> bytes:
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(data)) + head + data


def unpack(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """The next frame. ``read`` gives at most so many bytes, and none at the end.

    Raises:
        EOFError: the other side closed its end.
    """
    head, data = LENGTHS.unpack(_exactly(LENGTHS.size, read))
    header: dict[str, Any] = json.loads(_exactly(head, read))
    return header, _exactly(data, read)


def _exactly(size: int, read: Callable[[int], bytes]) -> bytes:
    parts, missing = [], size
    while missing:
        part = read(missing)
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
