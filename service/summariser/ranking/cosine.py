"""Cosines of tf-idf vectors, a stretch of sentences at a time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.summariser.ranking.dense import add_products
from service.summariser.ranking.terms import Integers, Numbers, TermCounts, Truths

BLOCK = 1 << 18  # products, or cosines, at a time: 2 MB of each stay in the processor's cache
DENSE = 16  # a term in more than one of so many sentences is multiplied as part of a dense matrix
VERY_FEW = 128  # sentences, for which a dense matrix of all terms is the quickest
FEW = 500  # sentences; for fewer it is not worth its while
ERROR = 2e-6  # of a cosine, with room to spare: the dense part is in single precision


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The tf-idf vector of each sentence, brought to length 1; sumy's weights."""

    counts: TermCounts
    frequency: Numbers  # of each element: its count over the highest in its sentence
    idf: Numbers  # of each term; below 0 for one that is in every sentence
    norms: Numbers  # of each sentence: the length that its vector had
    weights: Numbers  # of each element

    @classmethod
    def of(cls, counts: TermCounts) -> "Vectors":
        sentences = counts.sentences
        highest = np.ones(sentences, dtype=np.int64)
        np.maximum.at(highest, counts.rows, counts.counts)
        frequency = counts.counts / highest[counts.rows]
        idf = _inverse_frequency(counts)
        weights = frequency * idf[counts.terms]
        norms = np.sqrt(np.bincount(counts.rows, weights * weights, sentences))
        lengths = np.where(norms > 0, norms, 1.0)
        return cls(counts, frequency, idf, norms, weights / lengths[counts.rows])

    def frequencies(self, row: int) -> dict[int, float]:
        """Sumy's tf of the terms of a sentence."""
        start, stop = np.searchsorted(self.counts.rows, (row, row + 1))
        terms = self.counts.terms[start:stop].tolist()
        return dict(zip(terms, self.frequency[start:stop].tolist(), strict=True))


def _inverse_frequency(counts: TermCounts) -> Numbers:
    terms_of_spread = np.bincount(counts.spread)
    of_spread = np.zeros(len(terms_of_spread))
    for spread in np.flatnonzero(terms_of_spread).tolist():
        of_spread[spread] = math.log(counts.sentences / (1 + spread))
    return of_spread[counts.spread]


def cosines(vectors: Vectors) -> Iterator[tuple[int, Numbers]]:
    """Cosines of sentences with themselves and those after them.

    Yields:
        The first sentence of a stretch, and the cosines of each of the stretch with
        each from that first one on. What lies before the diagonal, and on it, means
        nothing.
    """
    sentences = vectors.counts.sentences
    if sentences <= VERY_FEW:
        dense = _dense(vectors, vectors.counts.spread > 1)
        block = np.zeros((sentences, sentences))
        add_products(block, dense, dense)
        yield 0, block
        return
    common = vectors.counts.spread > max(sentences, FEW) / DENSE
    dense, sparse = _dense(vectors, common), _Postings.of(vectors, ~common)
    start = 0
    while start < sentences:
        width = sentences - start
        stop = min(sparse.stop(start), start + max(1, BLOCK // width), sentences)
        block = sparse.products(start, stop)
        add_products(block, dense[start:stop], dense[start:])
        yield start, block
        start = stop


def _dense(vectors: Vectors, terms: Truths) -> NDArray[np.float32]:
    """The columns of these terms, with their zeros."""
    counts = vectors.counts
    columns = np.cumsum(terms) - 1
    chosen = terms[counts.terms]
    matrix = np.zeros((counts.sentences, int(terms.sum())), dtype=np.float32)
    matrix[counts.rows[chosen], columns[counts.terms[chosen]]] = vectors.weights[chosen]
    return matrix


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """For each term the sentences that it stands in, in document order, to be multiplied with each other."""

    rows: Integers  # of each element, by sentence
    weights: Numbers
    places: Integers  # where each element stands when they are ordered by term
    partners: Integers  # of each element: how many follow it in its term
    term_rows: Integers  # of each element, by term
    term_weights: Numbers
    firsts: Integers  # of each sentence, its first element; and the end of the last
    work: Integers  # products up to each sentence

    @classmethod
    def of(cls, vectors: Vectors, terms: Truths) -> "_Postings":
        counts = vectors.counts
        chosen = (terms & (counts.spread > 1))[counts.terms]
        rows, of_terms, weights = counts.rows[chosen], counts.terms[chosen], vectors.weights[chosen]
        order = np.argsort(of_terms, kind="stable")
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        partners = np.cumsum(np.bincount(of_terms, minlength=1))[of_terms] - places - 1
        firsts = np.searchsorted(rows, np.arange(counts.sentences + 1))
        work = np.concatenate(([0], np.cumsum(partners)))[firsts]
        return cls(rows, weights, places, partners, rows[order], weights[order], firsts, work)

    def stop(self, start: int) -> int:
        """The end of the longest stretch of sentences from ``start`` that is not too much work; one at least."""
        return max(start + 1, int(np.searchsorted(self.work, self.work[start] + BLOCK)) - 1)

    def products(self, start: int, stop: int) -> Numbers:
        """The scalar products of the sentences of a stretch with those from its start on."""
        elements = slice(self.firsts[start], self.firsts[stop])
        partners = self.partners[elements]
        total = int(partners.sum())
        before = np.cumsum(partners) - partners
        others = np.repeat(self.places[elements] + 1 - before, partners) + np.arange(total)
        width = len(self.firsts) - 1 - start
        cells = np.repeat((self.rows[elements] - start) * width - start, partners) + self.term_rows[others]
        values = np.repeat(self.weights[elements], partners) * self.term_weights[others]
        sums = np.bincount(cells, values, (stop - start) * width)  # integers where there are no products
        return sums.astype(np.float64, copy=False).reshape(stop - start, width)
