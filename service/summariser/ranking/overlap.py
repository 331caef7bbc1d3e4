"""The words that sentences share, over the logarithms of their lengths: what TextRank and Reduction sum up.

The likeness of two sentences is the number of pairs of equal words, divided by
ln(length 1) + ln(length 2). There are as many likenesses as pairs of sentences;
their sums are had without them.

The pairs of equal words are a product of the matrix of counts with itself. The
divisor is not, but 1 / (x + y) is very nearly a short sum of products f(x) f(y),
and so the likenesses are a short sum of such matrices between diagonal ones.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from service.summariser.ranking.dense import add_products
from service.summariser.ranking.terms import Integers, Numbers, TermCounts, changes

FEW = 128  # sentences, for which a matrix is the quicker
REMAINDER = 1e-16  # of 1 / (x + y), which is 0.72 at most; below what a sum of such numbers can hold
TABLED = 1 << 10  # words; the longest sentence for whose lengths the factors are worth keeping
AT_ONCE = 1 << 21  # numbers in memory, 16 MB


class Likenesses(Protocol):
    """The likenesses of all sentences with each other and with themselves."""

    @property
    def own(self) -> Numbers:
        """The likeness of each sentence with itself."""

    def sums(self, shares: Numbers) -> Numbers:
        """For each sentence the sum of its likenesses to all, each times the other's share."""

    def spreading(self, shares: Numbers, *, jump: float) -> Callable[[Numbers], Numbers]:
        """From weights of the sentences to the sums of their likenesses, each plus the jump, times weight and share.

        The jump has no share. For weights that come one after another, with shares that stay.
        """


def likenesses(counts: TermCounts, *, lone: float) -> Likenesses:
    """The likenesses of these sentences.

    ``lone`` is that of two sentences of one word each, if it is the same word:
    the logarithms of their lengths are 0.
    """
    return (_Written if counts.sentences <= FEW else _Factored).of(counts, lone)


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """The likenesses of few sentences, as a matrix."""

    matrix: Numbers

    @classmethod
    def of(cls, counts: TermCounts, lone: float) -> "_Written":
        shared = counts.spread > 1
        chosen = shared[counts.terms]
        dense = np.zeros((counts.sentences, int(np.count_nonzero(shared))))
        dense[counts.rows[chosen], (np.cumsum(shared) - 1)[counts.terms[chosen]]] = counts.counts[chosen]
        alone = np.bincount(counts.rows, counts.counts**2 * ~chosen, counts.sentences)
        equal = np.diag(alone.astype(np.float64))
        add_products(equal, dense, dense)  # whole numbers, exact in any order
        logarithms = np.log(np.maximum(counts.lengths, 1))
        divisors = np.add.outer(logarithms, logarithms)
        return cls(np.divide(equal, divisors, out=equal * lone, where=divisors > 0))

    @property
    def own(self) -> Numbers:
        return self.matrix.diagonal()

    def sums(self, shares: Numbers) -> Numbers:
        sums: Numbers = np.add.reduce(self.matrix * shares, axis=1)
        return sums

    def spreading(self, shares: Numbers, *, jump: float) -> Callable[[Numbers], Numbers]:
        matrix = self.matrix * shares + jump

        def spread(weights: Numbers) -> Numbers:
            sums: Numbers = np.add.reduce(matrix * weights, axis=1)
            return sums

        return spread


@dataclass(frozen=True, slots=True, eq=False)
class _Factored:
    """The likenesses of any number of sentences, never written out.

    ``giving`` and ``taking`` are the factors for each sentence; they differ for
    sentences of one word.
    """

    counts: TermCounts
    giving: Numbers
    taking: Numbers
    own: Numbers
    alone: Numbers  # the part of ``own`` that comes from terms in no other sentence
    shared: "_Shared"

    @classmethod
    def of(cls, counts: TermCounts, lone: float) -> "_Factored":
        giving, taking = _sentence_factors(counts.lengths, lone)
        squares = counts.counts * counts.counts
        only_here = counts.spread[counts.terms] == 1
        self_divisor = _self_likeness(counts.lengths, lone)
        own = np.bincount(counts.rows, squares, counts.sentences) * self_divisor
        alone = np.bincount(counts.rows, squares * only_here, counts.sentences) * self_divisor
        return cls(counts, giving, taking, own, alone, _Shared.of(counts))

    def sums(self, shares: Numbers) -> Numbers:
        sums = self.alone * shares
        width = max(AT_ONCE // max(len(self.shared.rows), 1), 1)
        for start in range(0, self.giving.shape[1], width):
            part = slice(start, start + width)
            of_terms = self.shared.by_term(self.giving[:, part] * shares[:, np.newaxis])
            sums += self.shared.by_sentence(of_terms, self.taking[:, part])
        return sums

    def spreading(self, shares: Numbers, *, jump: float) -> Callable[[Numbers], Numbers]:
        return lambda weights: self.sums(weights * shares) + jump * float(np.add.reduce(weights))


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """The counts of the terms that stand in more than one sentence, by sentence and by term."""

    rows: Integers
    terms: Integers  # numbered anew
    counts: Numbers
    term_rows: Integers
    term_counts: Numbers
    term_firsts: Integers
    sentences: int

    @classmethod
    def of(cls, counts: TermCounts) -> "_Shared":
        several = counts.spread > 1
        chosen = several[counts.terms]
        rows, terms = counts.rows[chosen], (np.cumsum(several) - 1)[counts.terms[chosen]]
        numbers = counts.counts[chosen].astype(np.float64)
        order = np.argsort(terms, kind="stable")
        firsts = changes(terms[order])
        return cls(rows, terms, numbers, rows[order], numbers[order], firsts, counts.sentences)

    def by_term(self, of_sentences: Numbers) -> Numbers:
        if not len(self.term_rows):
            return np.zeros((0, of_sentences.shape[1]))
        elements = of_sentences.take(self.term_rows, axis=0)
        elements *= self.term_counts[:, np.newaxis]
        return np.add.reduceat(elements, self.term_firsts, axis=0)

    def by_sentence(self, of_terms: Numbers, factors: Numbers) -> Numbers:
        elements = of_terms.take(self.terms, axis=0)
        elements *= factors.take(self.rows, axis=0)
        sums = np.bincount(self.rows, self.counts * elements.sum(axis=1), self.sentences)
        return sums.astype(np.float64, copy=False)


def _self_likeness(lengths: Integers, lone: float) -> Numbers:
    """What a pair of equal words of the same sentence counts."""
    divisors = 2.0 * np.log(np.maximum(lengths, 2))
    return np.where(lengths > 1, 1.0 / divisors, lone)


def _sentence_factors(lengths: Integers, lone: float) -> tuple[Numbers, Numbers]:
    """Two rows of numbers for each sentence, so that 1 / (x + y) is the sum of the products of one and the other."""
    longest = int(lengths.max(initial=2))
    if longest <= TABLED:
        factors = _table(1 << longest.bit_length()).take(lengths, axis=0)
    else:
        distinct, places = np.unique(np.maximum(lengths, 2), return_inverse=True)
        factors = _factors(distinct).take(places, axis=0) * (lengths > 1)[:, np.newaxis]
    if not (lengths == 1).any():
        return factors, factors
    single = (lengths == 1).astype(np.float64)
    inverse = np.where(lengths > 1, 1.0 / np.log(np.maximum(lengths, 2)), 0.0)
    giving = np.column_stack((factors, single, inverse + lone * single))
    return giving, np.column_stack((factors, inverse, single))


@lru_cache(maxsize=11)
def _table(stop: int) -> Numbers:
    """Factors by length, for each length below ``stop``; zeros for 0 and 1."""
    factors = _factors(np.arange(2, stop))
    return np.concatenate((np.zeros((2, factors.shape[1])), factors))


def _factors(lengths: Integers) -> Numbers:
    """One row a length, so that row · row' = 1 / (ln length + ln length').

    A Cholesky factorisation that takes the largest pivot first and stops when
    nothing is left; a matrix like this one is nearly of low rank.
    Source: Harbrecht, Peters and Schneider 2012, https://doi.org/10.1016/j.apnum.2011.10.001
    """
    logarithms = np.array(list(map(math.log, lengths.tolist())))
    left = 1.0 / (2.0 * logarithms)
    columns = np.zeros((len(lengths), 0))
    while len(left) and left.max() > REMAINDER and columns.shape[1] < len(lengths):
        pivot = int(left.argmax())
        column = 1.0 / (logarithms + logarithms[pivot]) - (columns * columns[pivot]).sum(axis=1)
        column /= math.sqrt(left[pivot])
        columns = np.column_stack((columns, column))
        left -= column * column
        left[pivot] = 0.0
    return columns
