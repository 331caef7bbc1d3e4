"""The words that an article turns around, by their count."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from service.summariser.document import Document, Keyword
from service.summariser.segmentation.vocabulary import vocabulary
from service.summariser.words import content_stems, stop_words

HOW_MANY = 8
SHORTEST = 3  # letters; shorter words are rarely what an article is about
SHORTEST_UNLISTED = 5  # in a language without a list of stop words, where most shorter words are 'and' and 'the'
SHORTEST_IDEOGRAPHIC = 2
NEGATION = "n't"  # what NLTK makes a word of its own, and no list of stop words has
# Forms of the verbs that help others, and what else sumy's shorter lists lack.
HELPING: Final[Mapping[str, str]] = {
    "da": "har havde kan kunne skal skulle vil ville blev bliver være været",
    "de": (
        "habe haben hatte hatten hat hätte hätten sei seien wäre wären war waren worden wurde wurden werde würde "
        "würden wird kann konnte könne können muss müsse müssen soll sollte sollen will wolle wollen darf dürfe gibt "
        "gab geht mehr sehr neue neuen"
    ),
    "es": (
        "ser sido siendo será serán sería estar está están estaba estado haber había habían hay tener tiene tienen "
        "tenía tuvo puede pueden podrá hacer hace hacen hizo más menos muy solo sólo así cuya cuyo cual cuales"
    ),
    "fr": (
        "être été est sont était étaient serait seront sera avoir ont avait avaient aurait eu fait font faire peut "
        "peuvent pouvait doit doivent plus moins très même ainsi dont cela ceux celle celui"
    ),
    "it": (
        "essere stato stata stati state sarà saranno sarebbe avere aveva avevano avrebbe può possono deve devono fare "
        "fatto più meno molto"
    ),
    "nl": (
        "heeft hebben had hadden wordt worden werd werden zijn waren kan kunnen kon moet moeten zal zullen zou zouden "
        "wil willen meer"
    ),
    "no": "har hadde kan kunne skal skulle vil ville ble blir være vært",
    "pt": (
        "ser sido será serão seria estar está estão estava estavam ter tem têm tinha tinham teve haver houve havia "
        "pode podem poderia deve devem fazer faz fez mais menos muito ainda aqui sempre"
    ),
    "ru": (
        "быть был была было были будет будут может могут можно нужно надо которая которое которого которой которому "
        "которую которые которых этого этой этом этих своей своего своих себя него них нее чем очень более менее"
    ),
    "uk": (
        "бути був була було були буде будуть може можуть можна треба який яка яке які якого якої яких цього цієї своєї "
        "своїх більше"
    ),
}
# What French and Italian put before a noun without a space.
ELIDED = re.compile(r"(?:[cdjlmnst]|qu|(?:de|ne|a|su|da|co)ll|un|quest|quell)['’](?=\w{3})", re.IGNORECASE)
ELIDING = frozenset({"fr", "it"})
_IDEOGRAPHIC = frozenset({"ja", "ko", "zh"})


def keywords(document: Document) -> tuple[Keyword, ...]:
    """The most frequent content words, most frequent first, each in its most frequent form.

    Words of one stem count together; of two with equal counts the one that comes first in the
    article leads. A proper name keeps its capitals where it is always written with them.
    """
    shortest = _shortest(document.language)
    words = [word for sentence in document.sentences for word in sentence.words if len(word) >= shortest]
    if document.language in ELIDING:
        words = [ELIDED.sub("", word) if "'" in word or "’" in word else word for word in words]
    stem_of = content_stems(document.language)
    stemmed = [*map(stem_of.__getitem__, words)]
    totals = Counter(stemmed)
    for ignored in _ignored_stems(document.language):
        totals.pop(ignored, None)
    ranked = totals.most_common(HOW_MANY)  # stable: first come, first kept
    forms: dict[str | None, Counter[str]] = {stem: Counter() for stem, _ in ranked}
    for word, stem in zip(words, stemmed, strict=True):
        if stem in forms:
            forms[stem][word] += 1
    return tuple(Keyword(_written(forms[stem]), count) for stem, count in ranked)


@cache
def _ignored_stems(language: str) -> frozenset[str | None]:
    """The stems of what holds sentences together: what they open with, what says or helps; None for stop words."""
    words = vocabulary(language)
    held = {*words.openers, *words.saying, *HELPING.get(language, "").split(), NEGATION}
    stem_of = content_stems(language)
    return frozenset({None, *(stem_of[word] for word in held)})


def _shortest(language: str) -> int:
    if language in _IDEOGRAPHIC:
        return SHORTEST_IDEOGRAPHIC
    return SHORTEST if stop_words(language) else SHORTEST_UNLISTED


def _written(form: Mapping[str, int]) -> str:
    """The commonest spelling; a capital that opens a sentence does not make a name."""
    spelling = max(form, key=form.__getitem__)
    lowered = spelling.lower()
    return lowered if lowered in form else spelling
