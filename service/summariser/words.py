"""Sentence → words → stems: exactly what sumy's tokenizer and stemmers give, without their price.

Everything here is remembered within fixed bounds, so that neither a million
distinct words nor a word of a megabyte can fill the memory, and is safe in threads.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from threading import Lock
from typing import Final, TypeVar

from nltk.stem.snowball import ArabicStemmer
from nltk.tokenize.destructive import NLTKWordTokenizer
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.utils import get_stop_words

from service.summariser.language import LANGUAGES

LONGEST_STEMMED = 100  # letters; some of the stemmers need time by the square of them, and no word is longer
LONGEST_REMEMBERED = 40  # code points; longer ones hardly ever come back
MOST_REMEMBERED = 1 << 15  # entries a memo; some 6 MB, and an article has 200 to 2,000 distinct words
MOST_UNCLEAR = 2  # stretches new to us in a sentence, before NLTK had better take it as a whole
MOST_STEMS = 1 << 17  # a language, some 20 MB; all that a text of 1 MB can have, as a stem costs up to 40 µs
LANGUAGES_REMEMBERED = 4  # at a time; the one used longest ago gives way

Value = TypeVar("Value")


class Memo(dict[str, Value]):
    """A dictionary that computes what it lacks, and starts afresh when it is full."""

    def __init__(self, compute: Callable[[str], Value], most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._compute = compute
        self._most = most

    def __missing__(self, key: str) -> Value:
        value = self._compute(key)
        if len(key) <= LONGEST_REMEMBERED:
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value


# --- runs ----------------------------------------------------------------------------------------


_RUN = re.compile(r"\w+")
_SPACES: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def runs(text: str) -> list[str]:
    """The longest stretches of letters, digits and underscores, in order."""
    # For ASCII a table takes half the time of the pattern, for other texts twice.
    return text.translate(_SPACES).split() if text.isascii() else _RUN.findall(text)


# --- words ---------------------------------------------------------------------------------------

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")  # sumy's own, for fullmatch

# NLTK puts a space on both sides of each of these, whatever stands around them …
_MARK = r'[][(){}<>«»“”‘’„"?!;:,@#$%&*\u2012-\u2015]'
_SEPARATORS = re.compile(f"{_MARK}|--")
# … but looks around itself where one of these is.
_WORDS_IN_ONE = frozenset({"cannot", "gimme", "gonna", "gotta", "lemme", "wanna"})
_SPLIT_WORD = rf"\b(?:{'|'.join(sorted(_WORDS_IN_ONE))}|d'ye|more'n)(?:\b|n't)"
_CONTEXTUAL = re.compile(rf"['`\s]|\.\.|[:,][:,\d]|{_SPLIT_WORD}", re.IGNORECASE)
# One apostrophe after a letter is clear all the same.
_APOSTROPHE = re.compile(rf"{_MARK}*([^\W\d_]+(?:-[^\W\d_]+)*)'([^\W\d_]*){_MARK}*")
_CONTEXTUAL_APOSTROPHE = re.compile(rf"[:,][:,]|{_SPLIT_WORD}", re.IGNORECASE)
_CLITICS = frozenset({"", "s", "S", "m", "M", "d", "D", "ll", "LL", "re", "RE", "ve", "VE"})
# What may stand between the full stop that ends a sentence and its end.
_CLOSERS_BUT_APOSTROPHE = '])}>"»”’'
_CLOSERS = _CLOSERS_BUT_APOSTROPHE + "'"
_GREEK_GAP = re.compile(r"[ ,;;.!?:-]+")  # sumy's, with the Greek question mark

_nltk_tokenise: Final[Callable[[str], list[str]]] = NLTKWordTokenizer().tokenize


def tokenise(text: str, language: str) -> tuple[str, ...]:
    """The words of one sentence, spelt as in the text: the tokens that sumy's tokenizer gives for it.

    Numbers and whatever else does not begin with a letter are no words. A line
    break counts as a space, as in the texts that sumy's parser makes.

    Raises:
        ValueError: the language needs a package that is not installed.
    """
    return _tokeniser(language)(text)


@cache
def _tokeniser(language: str) -> Callable[[str], tuple[str, ...]]:
    name = LANGUAGES[language].name.lower()
    if name == "greek":
        return lambda text: _only_words(_GREEK_GAP.split(" ".join(text.split())))
    if name in Tokenizer.SPECIAL_WORD_TOKENIZERS:
        return lambda text: _only_words(Tokenizer.SPECIAL_WORD_TOKENIZERS[name].tokenize(text))
    return _tokenise_by_spaces


def _tokenise_by_spaces(text: str) -> tuple[str, ...]:
    """NLTK's tokens that are words, put together from those of each stretch between spaces.

    None of NLTK's patterns looks further than the space before or after such a
    stretch. Only those for the full stop at the end look further, and they are
    the reason why the last stretch is cut on its own, with all that closes it.
    """
    stretches = text.split()
    if not stretches or "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text:
        return _by_nltk(text)  # Python splits at these, NLTK's patterns do not know them as white space
    last = stretches.pop()
    if not last.strip(_CLOSERS):
        stretches, last = _with_closers(text, [*stretches, last])
    try:
        found = chain.from_iterable(map(_inner_words.__getitem__, stretches))  # type: ignore[arg-type]
        return (*found, *_last_words[last])
    except TypeError:  # one is None
        return _tokenise_unclear(text, stretches, last)


def _tokenise_unclear(text: str, stretches: Sequence[str], last: str) -> tuple[str, ...]:
    parts = list(map(_inner_words.__getitem__, stretches))
    unclear = {stretch for stretch, part in zip(stretches, parts, strict=True) if part is None}
    if len(unclear - _unclear_words.keys()) > MOST_UNCLEAR:
        return _by_nltk(text)
    cut = [_unclear_words[stretch] if part is None else part for stretch, part in zip(stretches, parts, strict=True)]
    return (*chain.from_iterable(cut), *_last_words[last])


def _with_closers(text: str, stretches: list[str]) -> tuple[list[str], str]:
    """The stretches without the last that is more than closing marks, and the rest of the text from there."""
    count = len(stretches)
    while count > 1 and not stretches[count - 1].strip(_CLOSERS):
        count -= 1
    head = text.rsplit(None, len(stretches) - count + 1)[0] if count > 1 else ""
    return stretches[: count - 1], text[len(head) :].lstrip()


def _cut(stretch: str) -> tuple[str, ...] | None:
    """The words of a stretch with a space on both sides; None where only NLTK can tell."""
    if stretch.isalpha() and stretch.isascii() and stretch.lower() not in _WORDS_IN_ONE:
        return (stretch,)
    if not _LETTER.search(stretch):
        return ()
    if not _CONTEXTUAL.search(stretch):
        return _only_words(_SEPARATORS.split(stretch))
    if _CONTEXTUAL_APOSTROPHE.search(stretch):
        return None
    match = _APOSTROPHE.fullmatch(stretch)
    return match and _cut_at_apostrophe(match[1], match[2])


def _cut_at_apostrophe(before: str, after: str) -> tuple[str, ...] | None:
    if not before[-1].isalpha():  # such as ½, on which NLTK's engine and Python's do not agree
        return None
    if after in _CLITICS:
        return (before,)
    if before[-1] + after in {"nt", "NT"} and len(before) > 1:
        return _only_words((before[:-1], f"{before[-1]}'{after}"))
    return (f"{before}'{after}",)


def _cut_last(stretch: str) -> tuple[str, ...]:
    """The words of the end of a text."""
    body = stretch.rstrip(_CLOSERS_BUT_APOSTROPHE).removesuffix(".")
    words = None if ".." in stretch else _cut(body)
    return _by_nltk(f"1 {stretch}") if words is None else words


def _by_nltk(text: str) -> tuple[str, ...]:
    return _only_words(_nltk_tokenise(text))


def _only_words(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(token for token in tokens if _WORD.fullmatch(token))


_inner_words: Final = Memo(_cut)
_unclear_words: Final = Memo(lambda stretch: _by_nltk(f"1 {stretch} 1"))
_last_words: Final = Memo(_cut_last)


# --- stems ---------------------------------------------------------------------------------------


def stem(word: str, language: str) -> str:
    """What sumy's stemmer leaves of the word, in lower case; the lower-cased word where it has no stemmer."""
    return stems(language)[word]


@lru_cache(maxsize=LANGUAGES_REMEMBERED)
def stems(language: str) -> Mapping[str, str]:
    """Every word's stem, computed when it is asked for."""
    stem_word = _stemmer(language)
    lock = Lock()  # some of NLTK's stemmers keep their place in the word in themselves

    def compute(word: str) -> str:
        lowered = word.lower()
        if len(lowered) > LONGEST_STEMMED:
            return lowered
        with lock:
            return stem_word(lowered)

    return Memo(compute, most=MOST_STEMS)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words that sumy ignores in the language, in lower case; none where it has no list."""
    if not LANGUAGES[language].stop_words:
        return frozenset()
    return frozenset(word.lower() for word in get_stop_words(LANGUAGES[language].name.lower()))


def content_stems(language: str) -> Mapping[str, str | None]:
    """Every word's stem, computed when it is asked for; None for a stop word."""
    return content_stems_by(stems(language).__getitem__, stop_words(language))


@lru_cache(maxsize=LANGUAGES_REMEMBERED)
def content_stems_by(stemmer: Callable[[str], str], ignored: frozenset[str]) -> Mapping[str, str | None]:
    """The same by a stemmer and a list of one's own; the list is in lower case."""

    def compute(word: str) -> str | None:
        lowered = word.lower()
        return None if lowered in ignored else stemmer(lowered)

    return Memo(compute)


def _stemmer(language: str) -> Callable[[str], str]:
    if not LANGUAGES[language].stemmer:
        return null_stemmer  # type: ignore[no-any-return]
    name = LANGUAGES[language].name.lower()
    if name == "arabic":
        # Where NLTK's has found an ending once, it goes on as if each word had it.
        return lambda word: ArabicStemmer().stem(word)
    sumys: Callable[[str], str] = Stemmer(name)
    if name in {"czech", "slovak"}:
        # For a word without case sumy's warns, and gives it back as it is.
        return lambda word: sumys(word) if word.islower() or word.isupper() or word.istitle() else word
    return sumys
