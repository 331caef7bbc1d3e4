"""What this instance refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds on what comes in; each is an operator's setting of the same name."""

    body_bytes: int
    text_characters: int
    sentences: int
    metadata_bytes: int
    json_depth: int
    batch_items: int = 10_000
    batch_bytes: int = 64 * 1024 * 1024
