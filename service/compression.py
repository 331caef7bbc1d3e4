"""Compressed bytes → what they hold, and never more of it than was asked for."""

import zlib

# How each content coding of RFC 9110 is named to zlib: 16 stands for gzip's header, and 15 for the largest window.
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
CODINGS = ("gzip", "x-gzip", "deflate")


class OverTheLimitError(Exception):
    """The bytes hold more than was asked for; how much more is not known, since they were not unpacked."""


def inflate(data: bytes, coding: str, *, most: int) -> bytes:
    """What the bytes hold, at most ``most`` bytes of it.

    Raises:
        OverTheLimitError: they hold more. No more than one byte beyond the limit was unpacked.
        ValueError: they are not what the coding says, break off, or go on behind their end.
    """
    unpacker = zlib.decompressobj(_window(data, coding))
    try:
        held = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(f"not {coding}") from error
    if len(held) > most:
        raise OverTheLimitError
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("broken off" if not unpacker.eof else "more than one piece")
    return held


def _window(data: bytes, coding: str) -> int:
    if coding != "deflate":
        return GZIP
    # 'deflate' means zlib's format; some senders leave its two bytes of header out (RFC 9110, 8.4.1.2).
    return ZLIB if len(data) > 1 and data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0 else RAW
