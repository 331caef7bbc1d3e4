"""Our document as the one that sumy's summarisers take."""

from collections import defaultdict
from collections.abc import Iterable

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence

from service.summariser.document import Document, Sentence
from service.summariser.words import tokenise


def model(document: Document) -> ObjectDocumentModel:
    """Sumy's model of the document, with the same sentences in the same order.

    A heading belongs to the paragraph that it stands before, and the title to
    the first: a paragraph without sentences would shift what sumy takes for the
    first and the last paragraph.
    """
    paragraphs: dict[int, list[SumySentence]] = defaultdict(list)
    for sentence in document.sentences:
        paragraphs[sentence.paragraph].append(_Sentence(sentence.text, sentence.words))
    numbers = sorted(paragraphs)
    for number, heading in _headings(document):
        following = next((n for n in numbers if n >= number), numbers[-1])
        paragraphs[following].append(heading)
    return ObjectDocumentModel([Paragraph(paragraphs[number]) for number in numbers])


class _Sentence(SumySentence):  # type: ignore[misc]  # sumy has no types
    """Sumy's sentence, with its words at hand instead of a tokenizer that would find them."""

    __slots__ = ("words",)

    def __init__(self, text: str, words: tuple[str, ...], *, heading: bool = False) -> None:
        self._text = text.strip()  # type: ignore[misc]
        self._is_heading = heading  # type: ignore[misc]
        self.words = words


def _headings(document: Document) -> Iterable[tuple[int, SumySentence]]:
    if document.title:
        yield 0, _Sentence(document.title, tokenise(document.title, document.language), heading=True)
    for heading in document.headings:
        yield heading.paragraph, _Sentence(heading.text, _words(heading), heading=True)


def _words(sentence: Sentence) -> tuple[str, ...]:
    return sentence.words
