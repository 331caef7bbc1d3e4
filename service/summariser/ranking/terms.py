"""From sumy's sentences to counts of stems, one dictionary look-up a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import Sentence

from service.summariser.words import LANGUAGES_REMEMBERED, content_stems_by

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


class ContentStems:
    """What sumy's summarisers with stop words share; stands before one of them in a class.

    Sumy puts every word in lower case, looks whether it is a stop word, puts it in
    lower case again and stems it. What comes out hangs on the word alone.
    """

    _stemmer: Callable[[str], str]
    _stop_words: frozenset[str]

    @property
    def stop_words(self) -> frozenset[str]:
        """The words that are ignored, in lower case."""
        return self._stop_words

    @stop_words.setter
    def stop_words(self, words: Iterable[str]) -> None:
        self._stop_words = _lowered(frozenset(words))

    def content_stems(self, words: Iterable[str]) -> list[str]:
        """The stems of the words that are no stop words, in their order."""
        return self._content_stems([words])[0]

    def count_stems(self, sentences: Iterable[Sentence]) -> "TermCounts":
        """The counts of these stems in each sentence."""
        return count_terms(self._content_stems(sentence.words for sentence in sentences))

    def _content_stems(self, sentences: Iterable[Iterable[str]]) -> list[list[str]]:
        stem_of = content_stems_by(self._stemmer, self._stop_words).__getitem__
        return [[stem for stem in map(stem_of, words) if stem is not None] for words in sentences]


@lru_cache(maxsize=LANGUAGES_REMEMBERED)
def _lowered(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(str.lower, words))


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """Which term stands how often in which sentence: a sparse matrix, by sentence and term.

    ``rows``, ``terms`` and ``counts`` hold an element for each pair that occurs,
    ``lengths`` the number of words of each sentence, ``spread`` the number of
    sentences that each term stands in. Terms are numbered in the order of their
    first occurrence, so that nothing hangs on the hash seed.
    """

    rows: Integers
    terms: Integers
    counts: Integers
    lengths: Integers
    spread: Integers

    @property
    def sentences(self) -> int:
        return len(self.lengths)


def count_terms(sentences: Sequence[Sequence[str]]) -> TermCounts:
    """The counts of the words of each sentence."""
    words = list(chain.from_iterable(sentences))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)  # each new word takes the next
    occurrences = np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))
    return _count(occurrences, sentences, len(numbers))


def count_numbers(sentences: Sequence[Sequence[int]], terms: int) -> TermCounts:
    """The counts of the numbers of each sentence, all below ``terms``."""
    return _count(np.array(list(chain.from_iterable(sentences)), dtype=np.int64), sentences, terms)


def _count(occurrences: Integers, sentences: Sequence[Sequence[object]], terms: int) -> TermCounts:
    """The counts of numbers below ``terms``, as many for each sentence as it has words."""
    lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
    pairs = np.repeat(np.arange(len(lengths)) * terms, lengths) + occurrences
    pairs.sort()
    first = changes(pairs)
    rows, columns = np.divmod(pairs[first], max(terms, 1))
    return TermCounts(
        rows=rows,
        terms=columns,
        counts=np.concatenate((first[1:], [len(pairs)]))[: len(first)] - first,
        lengths=lengths,
        spread=np.bincount(columns, minlength=terms),
    )


def changes(ordered: Integers) -> Integers:
    """Where in ordered numbers another one begins."""
    return np.flatnonzero(np.concatenate(([len(ordered) > 0], ordered[1:] != ordered[:-1])))


def ranges(starts: Integers, lengths: Integers) -> Integers:
    """The numbers from each start on, as many as its length says, one range after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
