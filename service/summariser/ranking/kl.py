"""KL-Sum: sentences are added so that the words of the summary stay near to those of the document.

Source: Haghighi and Vanderwende 2009, https://aclanthology.org/N09-1041/, section 3.2
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence

import numpy as np
from sumy.models.dom import Sentence
from sumy.summarizers.kl import KLSummarizer

from service.summariser.ranking.terms import Integers, Numbers, count_numbers, ranges

NEAR = 1e-10  # divergences no further apart are sumy's to decide; our sums are exact to some 1e-13
MOST_WORK = 100_000_000  # see _Race; some three seconds, where prose of 8,000 sentences needs 2 million
SETTLING = 1_000  # what it costs to set out on sumy's sum, in words looked at


class KL(KLSummarizer):  # type: ignore[misc]
    """Sumy's KL-Sum, where the divergence of each candidate is kept from one step to the next.

    In sumy the sentences lose their stop words and capitals, but the summary that
    they are joined to keeps both; so it is here.
    """

    def _compute_ratings(self, sentences: Sequence[Sentence]) -> dict[Sentence, int]:
        ratings: dict[Sentence, int] = {}
        counts = Counter(self._get_all_content_words_in_doc(sentences))
        contents = [tuple(self._get_content_words_in_sentence(sentence)) for sentence in sentences]
        for place in _order(counts, contents, [sentence.words for sentence in sentences]):
            ratings[sentences[place]] = -len(ratings)
        return ratings


def _order(counts: Counter[str], contents: Sequence[tuple[str, ...]], words: Sequence[Sequence[str]]) -> Iterator[int]:
    """The places of the sentences in the order in which they are chosen."""
    numbers = {word: number for number, word in enumerate(counts)}
    places: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place, content in enumerate(contents):
        places[content].append(place)
    waiting = list(places.values())
    race = _Race(list(places), list(counts.values()), numbers)
    for candidate, queue in enumerate(waiting):
        race.places[candidate] = queue[0]
    for _ in contents:
        best = race.best()
        place = waiting[best].popleft()
        yield place
        race.say([numbers.get(word, -1) for word in words[place]])
        if waiting[best]:
            race.places[best] = waiting[best][0]
        else:
            race.drop(best)


class _Race:
    """What each candidate, a content that one or more sentences have, would make of the divergence.

    With f the frequency of a word in the document, c its count in the candidate
    and s in the summary so far, N the words of both together, the divergence is
    the sum of f · ln(f · N / (c + s)) over the words of both. It falls apart into

    - a part that is the same for all candidates: the sum over the summary's words
      of f · ln(f / s),
    - the candidate's own part: f · ln(s / (c + s)) for the words that have been
      said, f · ln(f / c) for those that have not,
    - ln N times all their f.

    A text can be made so that thousands of candidates are equal at every step.
    After ``MOST_WORK`` the old values decide.

    A word that is said once more makes the own part of its candidates larger and
    never smaller, and so an old value will do for one that is not the best even so.
    """

    def __init__(self, contents: list[tuple[str, ...]], counts: list[int], numbers: dict[str, int]) -> None:
        self._contents = [[numbers[word] for word in content if word in numbers] for content in contents]
        self._counts = counts
        self._frequencies = np.array(counts, dtype=np.float64) / max(sum(counts), 1)
        self._matrix = count_numbers(self._contents, len(counts))
        self._firsts = np.searchsorted(self._matrix.rows, np.arange(len(contents) + 1))
        self._by_term = np.argsort(self._matrix.terms, kind="stable")
        self._term_firsts = np.cumsum(self._matrix.spread) - self._matrix.spread

        self._said = np.zeros(len(counts), dtype=np.int64)
        self._said_order: list[int] = []  # the summary's words, by their first occurrence
        self._summary_length = 0
        self._common = 0.0
        self._said_mass = 0.0

        frequencies = self._frequencies[self._matrix.terms]
        self._lengths = np.array(list(map(len, contents)), dtype=np.int64)
        self._distinct_lengths, self._which_length = np.unique(self._lengths, return_inverse=True)
        self._own = self._sum(self._matrix.rows, frequencies * np.log(frequencies / self._matrix.counts))
        self._unsaid_mass = self._sum(self._matrix.rows, frequencies)
        self._touched = np.zeros(len(contents), dtype=np.bool_)  # has a word that has been said
        self._alike = self._likeness(contents)
        self._work = 0
        self.places = np.zeros(len(contents), dtype=np.int64)  # where each candidate's first sentence stands

    def best(self) -> int:
        """The candidate that makes the divergence smallest; of equal ones the one that stands first."""
        logarithms = np.log(np.maximum(self._distinct_lengths + self._summary_length, 1))[self._which_length]
        mass = self._unsaid_mass + self._said_mass
        bounds = self._common + mass * logarithms + self._own
        guess = np.array([bounds.argmin()])
        if self._work > MOST_WORK:
            return int(guess[0])
        self._renew(guess)
        ceiling = self._common + mass[guess[0]] * logarithms[guess[0]] + self._own[guess[0]] + NEAR
        near = np.flatnonzero(bounds <= ceiling)
        self._renew(near[self._touched[near]])
        divergences = self._common + mass[near] * logarithms[near] + self._own[near]
        tied = near[divergences <= divergences.min() + NEAR]
        return int(tied[0]) if len(tied) == 1 else self._settle(tied)

    def say(self, words: Sequence[int]) -> None:
        """Add a sentence's words to the summary; -1 is one that the document's counts do not have."""
        self._summary_length += len(words)
        new: list[int] = []
        for word, count in Counter(words).items():
            if word < 0:
                continue
            frequency, before = float(self._frequencies[word]), int(self._said[word])
            if before:
                self._common -= frequency * math.log(frequency / before)
            else:
                self._said_mass += frequency
                new.append(word)
            self._said[word] = before + count
            self._common += frequency * math.log(frequency / (before + count))
        self._said_order += new
        self._touch(np.array(new, dtype=np.int64))

    def drop(self, candidate: int) -> None:
        self._own[candidate] = np.inf

    def _touch(self, terms: Integers) -> None:
        """Take the words that are said for the first time out of the masses of their candidates."""
        elements = self._by_term[ranges(self._term_firsts[terms], self._matrix.spread[terms])]
        rows, of_terms, counts = (
            self._matrix.rows[elements],
            self._matrix.terms[elements],
            self._matrix.counts[elements],
        )
        frequencies, said = self._frequencies[of_terms], self._said[of_terms]
        change = frequencies * (np.log(said / (counts + said)) - np.log(frequencies / counts))
        np.add.at(self._own, rows, change)
        np.subtract.at(self._unsaid_mass, rows, frequencies)
        self._touched[rows] = True

    def _renew(self, candidates: Integers) -> None:
        """Compute the own parts of these candidates anew."""
        starts = self._firsts[candidates]
        lengths = self._firsts[candidates + 1] - starts
        elements = ranges(starts, lengths)
        self._work += len(elements)
        terms, counts = self._matrix.terms[elements], self._matrix.counts[elements]
        said = self._said[terms]
        frequencies = self._frequencies[terms]
        parts = frequencies * np.log(np.where(said > 0, said, frequencies) / (counts + said))
        rows = np.repeat(np.arange(len(candidates)), lengths)
        self._own[candidates] = np.bincount(rows, parts, len(candidates))

    def _sum(self, rows: Integers, parts: Numbers) -> Numbers:
        return np.bincount(rows, parts, len(self._contents)).astype(np.float64, copy=False)

    def _likeness(self, contents: list[tuple[str, ...]]) -> Integers:
        """A number for each candidate, the same where sumy's arithmetic is the same until a word is said."""
        kinds: dict[tuple[object, ...], int] = {}
        numbers = [
            kinds.setdefault(
                (len(content), *((self._counts[word], count) for word, count in Counter(words).items())), len(kinds)
            )
            for content, words in zip(contents, self._contents, strict=True)
        ]
        return np.array(numbers, dtype=np.int64)

    def _settle(self, tied: Integers) -> int:
        """The best by sumy's own arithmetic, bit for bit."""
        tied = tied[np.argsort(self.places[tied], kind="stable")]
        fresh = tied[~self._touched[tied]]
        _, firsts = np.unique(self._alike[fresh], return_index=True)
        rivals = sorted([*fresh[firsts].tolist(), *tied[self._touched[tied]].tolist()], key=self.places.__getitem__)
        self._work += len(rivals) * (len(self._said_order) + SETTLING)
        if len(rivals) == 1 or self._work > MOST_WORK:
            return int(rivals[0])
        order = np.array(self._said_order, dtype=np.int64)
        parts: dict[int, Numbers] = {}
        divergences = []
        for candidate in rivals:
            total = int(self._lengths[candidate]) + self._summary_length
            if total not in parts:
                parts[total] = self._summary_parts(order, float(total))
            divergences.append(self._divergence(candidate, float(total), order, parts[total]))
        return int(rivals[divergences.index(min(divergences))])

    def _summary_parts(self, order: Integers, total: float) -> Numbers:
        """The summand of each of the summary's words."""
        frequencies = self._frequencies[order]
        ratios = frequencies / (self._said[order] / total)
        return frequencies * np.array(list(map(math.log, ratios.tolist())), dtype=np.float64)

    def _divergence(self, candidate: int, total: float, order: Integers, parts: Numbers) -> float:
        """Sumy's sum: the candidate's words first, then the others of the summary, each in its order."""
        words = Counter(self._contents[candidate])
        divergence = 0.0
        for word, count in words.items():
            frequency = float(self._frequencies[word])
            divergence += frequency * math.log(frequency / ((count + int(self._said[word])) / total))
        rest = np.where(np.isin(order, list(words)), 0.0, parts)
        return float(np.cumsum(np.concatenate(([divergence], rest)))[-1])
