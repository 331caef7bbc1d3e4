"""The words that an article turns around, by their count."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain

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
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    ignored, stem, shortest = stop_words(document.language), stems(document.language), _shortest(document.language)
    counts = Counter(chain.from_iterable(sentence.words for sentence in document.sentences))
    for word, count in counts.items():
        if len(word) >= shortest and word.lower() not in ignored:
            forms[stem[word]][word] = count
    totals = {stemmed: sum(form.values()) for stemmed, form in forms.items()}
    ranked = sorted(totals, key=totals.__getitem__, reverse=True)  # stable: first come, first kept
    return tuple(Keyword(_written(forms[stemmed]), totals[stemmed]) for stemmed in ranked[:HOW_MANY])


def _shortest(language: str) -> int:
    if language in _IDEOGRAPHIC:
        return SHORTEST_IDEOGRAPHIC
    return SHORTEST if stop_words(language) else SHORTEST_UNLISTED


def _written(form: Mapping[str, int]) -> str:
    """The commonest spelling; a capital that opens a sentence does not make a name."""
    spelling = max(form, key=form.__getitem__)
    lowered = spelling.lower()
    return lowered if lowered in form else spelling
