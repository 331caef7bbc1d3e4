"""The words that an article turns around, by their count."""

from collections import Counter, defaultdict

from service.summariser.document import Document, Keyword
from service.summariser.words import stem, stop_words

HOW_MANY = 8
SHORTEST = 3  # letters; shorter words are rarely what an article is about


def keywords(document: Document) -> tuple[Keyword, ...]:
    """The most frequent content words, most frequent first, each in its most frequent form.

    Words of one stem count together; of two with equal counts the one that comes first in the
    article leads. A proper name keeps its capitals where it is always written with them.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    ignored = stop_words(document.language)
    for sentence in document.sentences:
        for word in sentence.words:
            lowered = word.lower()
            if len(lowered) >= SHORTEST and lowered not in ignored:
                forms[stem(lowered, document.language)][word] += 1
    ranked = sorted(forms.values(), key=lambda form: -form.total())  # stable: first come, first kept
    return tuple(Keyword(_written(form), form.total()) for form in ranked[:HOW_MANY])


def _written(form: Counter[str]) -> str:
    """The commonest spelling; a capital that opens a sentence does not make a name."""
    spelling = max(form, key=lambda word: form[word])
    lowered = spelling.lower()
    return lowered if lowered in form else spelling
