"""Which languages there are, what this install can do with each, and which one a text is in."""

import lzma
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from service.errors import UnsupportedLanguageError


@dataclass(frozen=True, slots=True)
class Language:
    """A language that sumy has a stemmer or stop words for, and what this install can do with it.

    ``name.lower()`` is sumy's name for it. ``stemmer`` is false where words are
    only put in lower case. ``available`` is false where a text cannot even be cut
    into words. ``extra`` names the part of the package that brings what is
    missing or was missing before it was installed; the language may be
    ``available`` without it (Greek and Polish then go without a stemmer).
    """

    code: str
    name: str
    stemmer: bool
    stop_words: bool
    available: bool
    extra: str | None


@dataclass(frozen=True, slots=True)
class Identified:
    """The code of a language out of ``LANGUAGES``; the confidence lies in 0..1, and is 0 for a guess."""

    code: str
    confidence: float


FALLBACK = Identified("en", 0.0)

# What sumy has: code, name, has it a stemmer, has it stop words.
_SUMY = (
    ("ar", "Arabic", True, True),
    ("cs", "Czech", True, True),
    ("da", "Danish", True, False),
    ("de", "German", True, True),
    ("el", "Greek", True, True),
    ("en", "English", True, True),
    ("es", "Spanish", True, True),
    ("fi", "Finnish", True, False),
    ("fr", "French", True, True),
    ("he", "Hebrew", False, True),
    ("hu", "Hungarian", True, False),
    ("it", "Italian", True, True),
    ("ja", "Japanese", False, True),
    ("ko", "Korean", False, True),
    ("nl", "Dutch", True, False),
    ("no", "Norwegian", True, False),
    ("pl", "Polish", True, True),
    ("pt", "Portuguese", True, True),
    ("ro", "Romanian", True, False),
    ("ru", "Russian", True, False),
    ("sk", "Slovak", True, True),
    ("sv", "Swedish", True, True),
    ("th", "Thai", False, True),
    ("uk", "Ukrainian", True, True),
    ("zh", "Chinese", False, True),
)

# The module that sumy needs to cut a text of that language into words.
_WORD_MODULES = {
    "ar": "pyarabic",
    "he": "hebrew_tokenizer",
    "ja": "tinysegmenter",
    "ko": "konlpy",
    "th": "pythainlp",
    "zh": "jieba",
}
_STEMMER_MODULES = {"el": "greek_stemmer", "pl": "pystempel"}

# Both written forms of Norwegian, and how people and pages name languages otherwise.
_ALIASES = {"nb": "no", "nn": "no", "bokmål": "no", "nynorsk": "no", "iw": "he", "modern greek": "el"}

# Widely written languages that are not offered. They compete for a text, so that one
# in Turkish is a guess of low confidence and not Hungarian for sure. Near relatives of
# an offered language (Galician, Afrikaans) are left out: they would only win its texts.
_OTHERS = (
    *("az", "be", "bg", "bn", "ca", "et", "fa", "hi", "hr", "hy", "id", "is", "ka", "kk", "lt", "lv", "mk"),
    *("ml", "mr", "ms", "my", "ne", "pa", "sl", "sq", "sr", "sw", "ta", "te", "tl", "tr", "ur", "uz", "vi"),
)
_MODEL_CODES = {"nn": "no"}

MIN_LETTER_BYTES = 20  # the model knows bytes; it calls an empty text and emoji Afrikaans
MIN_CONFIDENCE = 0.1  # below it the text is likelier in a language that is not offered
_SLICES = 3
_SLICE = 120  # 3 × 120 code points take some 0.2 ms, and a menu is outvoted by the body


def _language(code: str, name: str, *, stemmer: bool, stop_words: bool) -> Language:
    words, stems = _WORD_MODULES.get(code), _STEMMER_MODULES.get(code)
    return Language(
        code=code,
        name=name,
        stemmer=stemmer and (stems is None or find_spec(stems) is not None),
        stop_words=stop_words,
        available=words is None or find_spec(words) is not None,
        extra=name.lower() if words or stems else None,
    )


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {code: _language(code, name, stemmer=stemmer, stop_words=stop_words) for code, name, stemmer, stop_words in _SUMY}
)
_CODES_BY_NAME = {language.name.lower(): code for code, language in LANGUAGES.items()}


def find(name_or_code: str) -> Language:
    """The language of that ISO 639-1 code (a region after it is ignored) or English name, in any case.

    Raises:
        UnsupportedLanguageError: there is no such language here. One that is not
            ``available`` is found all the same.
    """
    wanted = name_or_code.strip().lower()
    primary = wanted.replace("_", "-").partition("-")[0]
    for key in (wanted, primary):
        code = _ALIASES.get(key) or _CODES_BY_NAME.get(key, key)
        if code in LANGUAGES:
            return LANGUAGES[code]
    raise UnsupportedLanguageError(name_or_code, "GET /languages lists the languages that are.")


def identify(text: str) -> Identified:
    """The language that the text is in, as far as its letters tell; English with confidence 0 if they do not.

    Says also a language that is not ``available``: a wrong one would give a
    wrong summary where an error can name what to install. A long text is judged
    by slices out of its beginning, middle and end. Safe in threads.
    """
    sample = _sample(text)
    if len("".join(_letters(sample)).encode()) < MIN_LETTER_BYTES:
        return FALLBACK
    likelihood = _identifier().likelihoods(sample)
    for label, code in _MODEL_CODES.items():
        likelihood[code] += likelihood[label]
    offered = {code: likelihood[code] for code in LANGUAGES}
    best = max(offered, key=lambda code: (offered[code], code))
    confidence = min(round(offered[best], 2), 1.0)
    return Identified(best, confidence) if confidence >= MIN_CONFIDENCE else FALLBACK


def preload() -> None:
    """Load the model of the identification now (half a second), so that forked processes share it."""
    _identifier()


class _Identifier(LanguageIdentifier):  # type: ignore[misc]
    """The library's identifier, with its table laid out for one text at a time: a third of the time, the same answer.

    The library keeps half floats, a language after the other; a text needs some 250
    rows of all languages.
    """

    def set_languages(self, langs: Iterable[str] | None = None) -> None:
        super().set_languages(langs)
        self.nb_ptc: NDArray[np.float32] = np.ascontiguousarray(self.nb_ptc, dtype=np.float32)
        self._full_model = None
        # No list: to count who refers to its numbers would copy their pages into every worker.
        self._rowbase: array[int] = array("I", (row << 8 for row in self.tk_row))

    def likelihoods(self, text: str) -> dict[str, float]:
        """Of each language, in no order; they add up to 1."""
        labels, likelihoods = self.nb_classes, self._decide(text).tolist()
        return dict(zip(reversed(labels), reversed(likelihoods), strict=True))  # the first of a label is its sum

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        row, move, feature_of, state = self._rowbase, self.tk_nextmove, self.tk_output, 0
        found = [f for letter in text if (f := feature_of[state := move[row[state] + letter]]) >= 0]
        if not found:
            return np.zeros(len(self.nb_classes), dtype=np.float32)
        counts = Counter(found)
        features = np.fromiter(counts, dtype=np.intp, count=len(counts))
        weights = np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        scores: NDArray[np.float32] = weights @ self.nb_ptc[features] + self.nb_pc
        return scores


@cache
def _identifier() -> _Identifier:
    """An identifier of our own: the library's global one could be given other languages by anybody."""
    # The library's own loader unpacks 70 MB into the temporary folder; in a container that may hold less.
    with np.load(BytesIO(lzma.decompress((MODEL_DIR / MODEL_FILE).read_bytes()))) as model:
        identifier = _Identifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            memoryview(model["nextmove"].astype(np.uint32)),  # 39 MB, for which NumPy asks for large pages
            array("i", model["out_feat"].astype(np.int32).tobytes()),
            norm_probs=True,
            tk_row=array("H", model["nextmove_row"].tobytes()),
        )
    identifier.set_languages([*LANGUAGES, *_MODEL_CODES, *_OTHERS])
    return identifier


def _sample(text: str) -> str:
    """The whole of a short text; of a long one, slices out of its beginning, middle and end."""
    if len(text) <= _SLICES * _SLICE:
        return text
    last = len(text) - _SLICE
    return "\n".join(text[start : start + _SLICE] for start in (0, last // 2, last))


def _letters(sample: str) -> Iterator[str]:
    """As many letters as can matter; lone surrogates are none."""
    return islice(filter(str.isalpha, sample), MIN_LETTER_BYTES)
