"""Which paragraphs of a pasted text are not the article, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.summariser.document import Paragraph, Removal


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left of a text, and the ledger of the rest.

    Every visible character of the text is in a paragraph or in ``removed``,
    both in the order of the text. ``notices`` are corrections and updates: they
    stay in the paragraphs as well. ``warnings`` are codes.
    """

    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removal, ...]
    title: str | None
    notices: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()


def clean(text: str, paragraphs: Sequence[Paragraph], *, title: str | None) -> Cleaned:
    """The article's own paragraphs, its headline, and what was taken out."""
    del text
    return Cleaned(tuple(paragraphs), (), title)
