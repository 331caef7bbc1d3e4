"""What was read out of an HTML page or a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text ready to be summarised and stored, and what the page says about itself.

    ``text`` holds paragraphs parted by blank lines; headings, list items and
    table rows are paragraphs of their own. ``date`` is as exact as the page gives it,
    in ISO 8601; ``language`` is a BCP 47 tag; ``url`` is the canonical address.
    """

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
