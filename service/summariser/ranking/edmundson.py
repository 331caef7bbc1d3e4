"""Edmundson: cue words, title words, place.

Source: H. P. Edmundson 1969, https://doi.org/10.1145/321510.321519
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers.edmundson import EdmundsonSummarizer

from service.summariser.words import Memo, stems, stop_words

MOST_BONUS_WORDS = 10  # of the document's own; Edmundson's cue words were likewise few
_NOTHING = "\0"  # sumy wants each of the lists to hold a word; no text holds this one

# Words by which a writer says how unsure or how beside the point a sentence is.
HEDGES: Mapping[str, tuple[str, ...]] = {
    "cs": ("možná", "snad", "asi", "prý", "údajně", "zřejmě", "patrně", "pravděpodobně"),
    "de": (
        "vielleicht",
        "möglicherweise",
        "wohl",
        "angeblich",
        "vermutlich",
        "wahrscheinlich",
        "offenbar",
        "etwa",
    ),
    "en": ("maybe", "perhaps", "possibly", "apparently", "presumably", "reportedly", "allegedly", "hardly"),
    "es": ("quizás", "quizá", "posiblemente", "aparentemente", "supuestamente", "probablemente", "acaso"),
    "fr": ("peut-être", "apparemment", "possiblement", "probablement", "prétendument", "vraisemblablement"),
    "it": ("forse", "probabilmente", "apparentemente", "presumibilmente", "possibilmente", "magari"),
    "nl": ("misschien", "mogelijk", "wellicht", "blijkbaar", "vermoedelijk", "waarschijnlijk", "schijnbaar"),
    "pl": ("może", "chyba", "prawdopodobnie", "podobno", "rzekomo", "zapewne"),
    "pt": ("talvez", "possivelmente", "aparentemente", "supostamente", "provavelmente", "porventura"),
    "ru": ("возможно", "наверное", "вероятно", "якобы", "видимо", "кажется", "пожалуй"),
    "sk": ("možno", "snáď", "asi", "údajne", "zrejme", "pravdepodobne"),
    "sv": ("kanske", "möjligen", "troligen", "tydligen", "förmodligen", "sannolikt", "eventuellt"),
    "uk": ("можливо", "мабуть", "ймовірно", "нібито", "певно", "здається"),
}


class Edmundson(EdmundsonSummarizer):  # type: ignore[misc]
    """Sumy's Edmundson with lists for every language and document.

    Bonus words are those of the title and the headings and the most frequent
    content words that the document repeats, stigma words are ``HEDGES``, null
    words are sumy's stop words.
    """

    def __init__(self, language: str, document: ObjectDocumentModel) -> None:
        # Sumy stems each word three times, and a long text has more words than are remembered for all.
        stem = Memo(stems(language).__getitem__, most=sys.maxsize).__getitem__
        super().__init__(stem)
        ignored = stop_words(language)
        self.bonus_words = _bonus_words(document, stem, ignored) or (_NOTHING,)
        self.stigma_words = HEDGES.get(language) or (_NOTHING,)
        self.null_words = ignored or (_NOTHING,)


def _bonus_words(document: ObjectDocumentModel, stem: Callable[[str], str], ignored: frozenset[str]) -> list[str]:
    headings = [word.lower() for heading in document.headings for word in heading.words]
    words = [word.lower() for sentence in document.sentences for word in sentence.words]
    form: dict[str, str] = {}
    counts = Counter(form.setdefault(stem(word), word) for word in words if word not in ignored)
    frequent = [word for word, count in counts.most_common(MOST_BONUS_WORDS) if count > 1]
    return [*_without(headings, ignored), *frequent]


def _without(words: Iterable[str], ignored: frozenset[str]) -> list[str]:
    return [word for word in words if word not in ignored]
