"""Tf-idf vectors whose sums of cosines cost no more than reading them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.summariser.document import Document, Sentence
from service.summariser.ranking.cosine import Vectors
from service.summariser.ranking.terms import Integers, Numbers, TermCounts, count_terms
from service.summariser.words import content_stems, tokenise

NOISE = 1e-9
_NUMBER = re.compile(r"\d(?:[.,:]?\d)*+")


@dataclass(frozen=True, slots=True, eq=False)
class TfIdf:
    """The tf-idf vector of each sentence, brought to length 1, element by element in the order of the terms."""

    counts: TermCounts
    order: Integers  # puts the elements in the order of the terms, and of the document within a term
    weights: Numbers  # in that order
    earlier: Numbers  # of each element: the sum of its term's weights in earlier sentences
    later: Numbers

    @classmethod
    def of(cls, document: Document) -> "TfIdf":
        return cls.of_terms(terms_of(document))

    @classmethod
    def of_terms(cls, terms: Sequence[Sequence[str]]) -> "TfIdf":
        counts = count_terms(terms)
        weights = counts.counts.astype(np.float64) * np.log1p(counts.sentences / counts.spread)[counts.terms]
        lengths = np.sqrt(np.bincount(counts.rows, weights * weights, counts.sentences))
        weights = weights / lengths[counts.rows]
        order = np.argsort(counts.terms, kind="stable")
        weights, of_terms = weights[order], counts.terms[order]
        totals = np.bincount(of_terms, weights, len(counts.spread))
        earlier = np.cumsum(weights) - weights - (np.cumsum(totals) - totals)[of_terms]
        later = totals[of_terms] - earlier - weights
        return cls(counts, order, weights, earlier, later)

    def for_cosines(self) -> Vectors:
        """The same vectors, sentence by sentence."""
        weights = np.empty_like(self.weights)
        weights[self.order] = self.weights
        return Vectors(self.counts, weights, np.ones(len(self.counts.spread)), np.ones(self.counts.sentences), weights)

    def after(self) -> Numbers:
        """Of each sentence, the sum of its cosines with all later ones."""
        return self._by_sentence(self.weights * self.later)

    def before(self) -> Numbers:
        return self._by_sentence(self.weights * self.earlier)

    def elsewhere(self, groups: Integers) -> Numbers:
        """Of each sentence, the sum of its cosines with those of other groups; a group's stand next to each other."""
        rows, terms = self.counts.rows[self.order], self.counts.terms[self.order]
        # Within a term the elements stand in the order of the document, so those of one group are one run.
        begins = np.concatenate(([True], (terms[1:] != terms[:-1]) | (groups[rows][1:] != groups[rows][:-1])))
        run = np.cumsum(begins[: len(rows)]) - 1
        inside = np.bincount(run, self.weights)[run]
        return self._by_sentence(self.weights * (self.earlier + self.weights + self.later - inside))

    def frequency(self) -> Numbers:
        """Of each sentence, the mean frequency of its terms in the document: what SumBasic starts from."""
        counts = self.counts
        totals = np.bincount(counts.terms, counts.counts, len(counts.spread))
        sums = np.bincount(counts.rows, counts.counts * totals[counts.terms], counts.sentences)
        means: Numbers = sums / np.maximum(counts.lengths, 1)
        return means

    def _by_sentence(self, values: Numbers) -> Numbers:
        sums: Numbers = np.bincount(self.counts.rows[self.order], values, self.counts.sentences).astype(np.float64)
        return sums


def terms_of(document: Document) -> list[list[str]]:
    """Of each sentence, the stems of the content words, and the numbers, which sumy's tokenizer drops."""
    stem_of = content_stems(document.language).__getitem__
    return [
        [stem for stem in map(stem_of, sentence.words) if stem is not None] + _NUMBER.findall(sentence.text)
        for sentence in document.sentences
    ]


def terms_of_one(text: str, language: str) -> list[str]:
    """The same of a text of its own."""
    return terms_of(Document(language, (Sentence(text, 0, 0, 0, tokenise(text, language)),)))[0]


def stretch(values: Sequence[float]) -> list[float]:
    """From 0 to 1; all 1 where there is no difference."""
    lowest, highest = min(values), max(values)
    if highest - lowest <= NOISE:
        return [1.0] * len(values)
    return [(value - lowest) / (highest - lowest) for value in values]
