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
