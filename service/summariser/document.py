"""The values that the summariser works on. All are frozen; none knows how it was made.

Offsets and lengths are in Unicode code points and count into the article's text
as it came in, so that ``text[offset : offset + length]`` is always verbatim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic, Literal, TypeVar

ParagraphKind = Literal["body", "heading", "aside"]
BudgetKind = Literal["sentences", "ratio", "words", "characters", "length"]
Length = Literal["short", "medium", "long"]

LENGTHS: Final = MappingProxyType({"short": 2, "medium": 4, "long": 8})  # sentences


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
    quotation. It counts in the statistics and is chosen last. An ``aside`` (a
    deck, a caption, an item of a list) ranks behind all that is none.
    """

    text: str
    offset: int
    index: int
    paragraph: int
    words: tuple[str, ...]
    fragment: bool = False
    aside: bool = False

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


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What other articles can be compared with, in folded form.

    ``margins`` are the lines that may be furniture by their length and place, ``core``
    the longest paragraphs, by which a copy of the article is known.
    """

    margins: tuple[str, ...] = ()
    core: tuple[str, ...] = ()


NO_TRACES: Final = Traces()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read: its document, and the ledger of what was left out of it."""

    text: str
    document: Document
    language: ArticleLanguage
    removed: tuple[Removal, ...]
    notices: tuple[Removal, ...]
    warnings: tuple[SummaryWarning, ...]
    traces: Traces = NO_TRACES


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a summary may be: an upper bound.

    ``amount`` is a count for sentences, words and characters, a share of the
    article's words in (0, 1] for a ratio, and a name for a length. Characters are
    code points, the spaces between the sentences among them. Words are counted
    as the service counts them and as white space parts them, and neither count
    may pass the bound, so that it holds by the client's count too.
    """

    kind: BudgetKind
    amount: float | Length

    def holding(self, ranking: Iterable[Sentence], document: Document) -> int:
        """How many of the first sentences of a ranking fit; it stops at the first that does not.

        To go on with shorter ones would fill the budget better, but then a summary
        under a smaller budget were no longer part of that under a larger one.
        """
        bounds = self._bounds(document)
        used = [0.0] * len(bounds)
        fitting = 0
        for sentence in ranking:
            sizes = self._sizes(sentence)
            used = [so_far + size for so_far, size in zip(used, sizes, strict=True)]
            if any(total > bound for total, bound in zip(used, bounds, strict=True)):
                break
            fitting += 1
        return fitting

    def _bounds(self, document: Document) -> tuple[float, ...]:
        if isinstance(self.amount, str):
            return (LENGTHS[self.amount],)
        if self.kind == "ratio":
            total, parted = (sum(column) for column in zip(*map(self._sizes, document.sentences), strict=True))
            return (self.amount * total, self.amount * parted)
        if self.kind == "words":
            return (self.amount, self.amount)
        # The summary has one space fewer than it has sentences.
        return (self.amount + 1,) if self.kind == "characters" else (self.amount,)

    def _sizes(self, sentence: Sentence) -> tuple[int, ...]:
        if self.kind in {"words", "ratio"}:
            return (len(sentence.words), len(sentence.text.split()))
        return (sentence.length + 1,) if self.kind == "characters" else (1,)


@dataclass(frozen=True, slots=True)
class Choice:
    """One sentence with its place in the ranking. Ranks run from 1 without a gap; salience falls with rank.

    ``depends_on`` is the index of the sentence before, where this one opens with
    a word that points back to it ('He', 'But').
    """

    sentence: Sentence
    rank: int
    salience: float
    chosen: bool
    depends_on: int | None = None


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that the article turns around, and how often it has it in any of its forms."""

    text: str
    count: int


Chosen = TypeVar("Chosen", bound=Choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract(Generic[Chosen]):
    """What the summary of one article and the digest of several say alike.

    ``chosen`` are the sentences in it, in the order that was asked for. ``agreement`` in
    0..1 says how far different rankers would have chosen the same sentences: 0
    is no more than chance.
    """

    text: str
    algorithm: str
    chosen: tuple[Chosen, ...]
    choices: tuple[Chosen, ...]
    terms: tuple[Keyword, ...]
    warnings: tuple[SummaryWarning, ...]
    budget: Budget
    agreement: float

    @property
    def keywords(self) -> tuple[str, ...]:
        return tuple(term.text for term in self.terms)

    @property
    def word_count(self) -> int:
        return sum(len(choice.sentence.words) for choice in self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Extract[Choice]):
    """What the summariser answers.

    ``choices`` holds every sentence of the document, in document order, if all were
    asked for.
    """

    reading: Reading
