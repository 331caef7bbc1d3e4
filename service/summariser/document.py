"""The values that the summariser works on. All are frozen; none knows how it was made.

Offsets and lengths are in Unicode code points and count into the article's text
as it came in, so that ``text[offset : offset + length]`` is always verbatim.
"""

from dataclasses import dataclass
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

    @property
    def word_count(self) -> int:
        return sum(len(sentence.words) for sentence in self.sentences)

    @property
    def character_count(self) -> int:
        """Code points of the sentences and of one space between each two."""
        return sum(sentence.length for sentence in self.sentences) + max(len(self.sentences) - 1, 0)


@dataclass(frozen=True, slots=True)
class ArticleLanguage:
    """The language that an article was read in.

    ``confidence`` lies in 0..1; it is 1 where the caller named the language.
    """

    code: str
    name: str
    confidence: float
    detected: bool


@dataclass(frozen=True, slots=True)
class SummaryWarning:
    """Something that the reader of a summary should know; ``pointer`` names the field of the request."""

    code: str
    detail: str
    pointer: str = "/text"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read: its document, and the ledger of what was left out of it."""

    text: str
    document: Document
    language: ArticleLanguage
    removed: tuple[Removal, ...]
    notices: tuple[Removal, ...]
    warnings: tuple[SummaryWarning, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One sentence with its place in the ranking. Ranks run from 1 without a gap; salience falls with rank."""

    sentence: Sentence
    rank: int
    salience: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What the summariser answers.

    ``choices`` holds every sentence of the document, in document order; ``chosen``
    only those in the summary, in the order that was asked for.
    """

    text: str
    reading: Reading
    algorithm: str
    chosen: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    keywords: tuple[str, ...]
    warnings: tuple[SummaryWarning, ...]

    @property
    def word_count(self) -> int:
        return sum(len(choice.sentence.words) for choice in self.chosen)
