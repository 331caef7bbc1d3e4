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
        paragraphs[sentence.paragraph].append(_sentence(sentence.text, sentence.words))
    numbers = sorted(paragraphs)
    for number, heading in _headings(document):
        following = next((n for n in numbers if n >= number), numbers[-1])
        paragraphs[following].append(heading)
    return ObjectDocumentModel([Paragraph(paragraphs[number]) for number in numbers])


class _Given:
    """Stands where sumy wants a tokenizer, for a sentence whose words are known."""

    __slots__ = ("_words",)

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words

    def to_words(self, _text: str) -> tuple[str, ...]:
        return self._words


def _sentence(text: str, words: tuple[str, ...], *, heading: bool = False) -> SumySentence:
    return SumySentence(text, _Given(words), is_heading=heading)


def _headings(document: Document) -> Iterable[tuple[int, SumySentence]]:
    if document.title:
        yield 0, _sentence(document.title, tokenise(document.title, document.language), heading=True)
    for heading in document.headings:
        yield heading.paragraph, _sentence(heading.text, _words(heading), heading=True)


def _words(sentence: Sentence) -> tuple[str, ...]:
    return sentence.words
