"""Invented prose of any length, in the proportions of news text, the same for the same seed.

In 1,000 sentences of English news some 19 words make a sentence and half of them
are function words; the most frequent content word is in 6 % of the sentences, and
3,300 different stems occur. So it is here (Zipf's law with Mandelbrot's offset).
"""

import random
from functools import cache
from itertools import accumulate

from service.summariser.words import stop_words

VOCABULARY = 30_000
OFFSET = 25
WORDS, SPREAD, FEWEST = 19, 7, 4
FUNCTION_WORDS = 0.5
SCRIPTS = {
    "el": ("βγδζθκλμνπρστφχ", "αειου", ("ος", "η", "ο", "ες", "ους", "ων")),
    "ru": ("бвгджзклмнпрстфхц", "аеиоуы", ("ость", "ами", "ого", "ый", "ать", "ов")),
    "uk": ("бвгджзклмнпрстфхц", "аеиоу", ("ість", "ами", "ого", "ий", "ати", "ів")),
}
LATIN = ("bcdfghklmnprstvz", "aeiou", ("", "s", "ed", "ing", "er", "ly", "ion", "en"))
OTHER_FUNCTION_WORDS = ("na", "og", "en", "det", "som", "til", "av", "ei", "den", "med")


def sentences(count: int, *, seed: int, language: str = "en") -> list[str]:
    """So many sentences, with some quotations, clitics, dashes and figures."""
    source = random.Random(f"{seed} {language}")
    words, weights = _vocabulary(language)
    function_words = _function_words(language)
    return [_sentence(source, words, weights, function_words) for _ in range(count)]


def article(count: int, *, seed: int, language: str = "en", paragraph: int = 4) -> str:
    """The same sentences in paragraphs with an empty line between them."""
    found = sentences(count, seed=seed, language=language)
    return "\n\n".join(" ".join(found[start : start + paragraph]) for start in range(0, count, paragraph))


def word(number: int, language: str = "en") -> str:
    """The word of that number; different numbers give different words."""
    consonants, vowels, endings = SCRIPTS.get(language, LATIN)
    number, ending = divmod(number, len(endings))
    syllables = []
    while number or len(syllables) < 2:
        number, consonant = divmod(number, len(consonants))
        number, vowel = divmod(number, len(vowels))
        syllables.append(consonants[consonant] + vowels[vowel])
    return "".join(syllables) + endings[ending]


def _sentence(source: random.Random, words: list[str], weights: list[float], function_words: list[str]) -> str:
    length = max(FEWEST, round(source.gauss(WORDS, SPREAD)))
    content = source.choices(words, cum_weights=weights, k=length)
    tokens = [source.choice(function_words) if source.random() < FUNCTION_WORDS else other for other in content]
    tokens[0] = tokens[0].capitalize()
    place = source.randrange(1, length - 1)
    dressed = (
        f"“{tokens[place]}”",
        f"{tokens[place]},",
        f"{tokens[place]}'s",
        f"({tokens[place]})",
        "1,250",
        f"{tokens[place]} –",
    )
    tokens[place] = source.choice(dressed)
    return " ".join(tokens) + source.choice((".", ".", ".", ".", "?", "!"))


@cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    order = list(range(VOCABULARY))
    random.Random(language).shuffle(order)  # so that frequent words are not those with few syllables
    weights = [1 / (rank + OFFSET) for rank in range(VOCABULARY)]
    return [word(number, language) for number in order], list(accumulate(weights))


@cache
def _function_words(language: str) -> list[str]:
    return sorted(found for found in stop_words(language) if found.isalpha())[:150] or list(OTHER_FUNCTION_WORDS)
