"""The values that the summariser works on. All are frozen; none knows how it was made.

Offsets and lengths are in Unicode code points and count into the article's text
as it came in, so that ``text[offset : offset + length]`` is always verbatim.
"""

from dataclasses import dataclass, field
from typing import Literal

ParagraphKind = Literal["body", "heading"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the article that belongs together: hard-wrapped lines are one paragraph."""

    offset: int
    length: int
    kind: ParagraphKind = "body"

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Removal:
    """One entry of the ledger: a stretch of the article left out, and why.

    ``reason`` is a short code such as ``share-links`` or ``repeated-headline``.
    """

    offset: int
    length: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, verbatim.

    ``words`` are the tokens that sumy's tokenizer finds, spelt as in the text.
    ``paragraph`` and ``index`` count from 0 in the cleaned document. A
    ``fragment`` cannot stand alone: a bare attribution ('He stated.') or half a
    quotation. It counts in the statistics and is chosen last.
    """

    text: str
    offset: int
    index: int
    paragraph: int
    words: tuple[str, ...]
    fragment: bool = False

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Document:
    """What is left of an article after cleaning, in reading order.

    ``headings`` hold the words of each heading that stands in the document, with
    the index of the paragraph that it stands before.
    """

    language: str
    sentences: tuple[Sentence, ...]
    title: str | None = None
    headings: tuple[Sentence, ...] = ()
    removed: tuple[Removal, ...] = field(default=())
