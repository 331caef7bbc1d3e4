"""The words that an article turns around, by their count."""

from collections import Counter
from collections.abc import Mapping

from service.summariser.document import Document, Keyword
from service.summariser.words import content_stems, stop_words

HOW_MANY = 8
SHORTEST = 3  # letters; shorter words are rarely what an article is about
SHORTEST_UNLISTED = 5  # in a language without a list of stop words, where most shorter words are 'and' and 'the'
SHORTEST_IDEOGRAPHIC = 2
NEGATION = "n't"  # what NLTK makes a word of its own, and no list of stop words has
_IDEOGRAPHIC = frozenset({"ja", "ko", "zh"})


def keywords(document: Document) -> tuple[Keyword, ...]:
    """The most frequent content words, most frequent first, each in its most frequent form.

    Words of one stem count together; of two with equal counts the one that comes first in the
    article leads. A proper name keeps its capitals where it is always written with them.
    """
    shortest = _shortest(document.language)
    words = [word for sentence in document.sentences for word in sentence.words if len(word) >= shortest]
    stem_of = content_stems(document.language)
    stemmed = [*map(stem_of.__getitem__, words)]
    totals = Counter(stemmed)
    for ignored in (None, stem_of[NEGATION]):
        totals.pop(ignored, None)
    ranked = totals.most_common(HOW_MANY)  # stable: first come, first kept
    forms: dict[str | None, Counter[str]] = {stem: Counter() for stem, _ in ranked}
    for word, stem in zip(words, stemmed, strict=True):
        if stem in forms:
            forms[stem][word] += 1
    return tuple(Keyword(_written(forms[stem]), count) for stem, count in ranked)


def _shortest(language: str) -> int:
    if language in _IDEOGRAPHIC:
        return SHORTEST_IDEOGRAPHIC
    return SHORTEST if stop_words(language) else SHORTEST_UNLISTED


def _written(form: Mapping[str, int]) -> str:
    """The commonest spelling; a capital that opens a sentence does not make a name."""
    spelling = max(form, key=form.__getitem__)
    lowered = spelling.lower()
    return lowered if lowered in form else spelling
