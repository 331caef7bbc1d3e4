"""The words that an article turns around, by their count."""

from collections import Counter, defaultdict

from service.summariser.document import Document, Keyword
from service.summariser.words import stems, stop_words

HOW_MANY = 8
SHORTEST = 3  # letters; shorter words are rarely what an article is about
SHORTEST_UNLISTED = 5  # in a language without a list of stop words, where most shorter words are 'and' and 'the'
SHORTEST_IDEOGRAPHIC = 2
_IDEOGRAPHIC = frozenset({"ja", "ko", "zh"})


def keywords(document: Document) -> tuple[Keyword, ...]:
    """The most frequent content words, most frequent first, each in its most frequent form.

    Words of one stem count together; of two with equal counts the one that comes first in the
    article leads. A proper name keeps its capitals where it is always written with them.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    ignored, stem, shortest = stop_words(document.language), stems(document.language), _shortest(document.language)
    for sentence in document.sentences:
        for word in sentence.words:
            if len(word) >= shortest and word.lower() not in ignored:
                forms[stem[word]][word] += 1
    ranked = sorted(forms.values(), key=lambda form: -form.total())  # stable: first come, first kept
    return tuple(Keyword(_written(form), form.total()) for form in ranked[:HOW_MANY])


def _shortest(language: str) -> int:
    if language in _IDEOGRAPHIC:
        return SHORTEST_IDEOGRAPHIC
    return SHORTEST if stop_words(language) else SHORTEST_UNLISTED


def _written(form: Counter[str]) -> str:
    """The commonest spelling; a capital that opens a sentence does not make a name."""
    spelling = max(form, key=lambda word: form[word])
    lowered = spelling.lower()
    return lowered if lowered in form else spelling
