"""The default ranker: what the rest of the article comes back to, said early, near the title, in a whole sentence.

No model and no graph: with plain cosines the sum over a sentence's neighbours is one product
with the sum of their vectors, so all of it is linear in the length of the article.

Sources: directed centrality from Zheng and Lapata 2019 (PacSum), https://aclanthology.org/P19-1628/, on
tf-idf vectors in place of a language model's; position and title from Edmundson 1969,
https://doi.org/10.1145/321510.321519. The numbers were swept by tests/quality/sweep.py; see docs/ranking.md.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from service.summariser.document import Document
from service.summariser.ranking.terms import Integers, Numbers, TermCounts, count_terms
from service.summariser.words import stems, stop_words, tokenise

LOOK_BACK = -0.4  # weight of a likeness to what was said before, against 1 for what comes later; flat in -0.7 … -0.2
EARLY = 0.4  # weight of the place in the article, against 1 for centrality; flat in 0 … 0.6
EARLY_REACH = 6.0  # sentences; there the bonus for the place has fallen to 37 %
TITLE = 0.5  # weight of the share of the title's terms; flat in 0.25 … 1
WHOLE = 12  # words; a shorter sentence loses salience by the share that it lacks; flat in 8 … 15
NEWS = 40  # sentences; a longer text is less and less told as news is, the gist first
QUERY = 2.0  # weight of the share of the query's terms, against 1 for the most salient sentence
NOISE = 1e-9
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def blended(document: Document) -> tuple[float, ...]:
    """The rating of each sentence, in document order; 0 or above, up to about 2."""
    if not document.sentences:
        return ()
    vectors = _Vectors.of(document)
    places = np.arange(len(document.sentences), dtype=np.float64)
    newsy = min(1.0, NEWS / len(places))
    ratings = _stretch(vectors.after() + (newsy * LOOK_BACK + 1 - newsy) * vectors.before())
    ratings += EARLY * newsy * np.exp(-places / EARLY_REACH)
    ratings += TITLE * vectors.shares_of(document.title or "")
    ratings *= np.minimum(1.0, vectors.words / WHOLE)
    return tuple(ratings.tolist())


def focus(document: Document, saliences: Sequence[float], query: str) -> tuple[float, ...]:
    """The saliences, turned towards the sentences that have the words of the query; in 0..1."""
    if not document.sentences:
        return ()
    shares = _Vectors.of(document).shares_of(query)
    focused = (np.array(saliences) + QUERY * shares) / (1 + QUERY)
    return tuple(focused.round(9).tolist()) if shares.any() else tuple(saliences)


def agreement(document: Document, chosen: Collection[int]) -> float:
    """How far four rankers that know nothing of each other would have chosen the same sentences.

    They go by place, by likeness to all others, by how frequent the words are, and
    by the title (by likeness to the first sentence where there is none). 1 is full
    agreement, 0 no more than chance.
    """
    total = len(document.sentences)
    if not 0 < len(chosen) < total:
        return 1.0
    vectors = _Vectors.of(document)
    theme = document.title or document.sentences[0].text
    voters = (-np.arange(total), vectors.after() + vectors.before(), vectors.frequency(), vectors.shares_of(theme))
    votes = [np.argsort(-ratings, kind="stable")[: len(chosen)].tolist() for ratings in voters]
    shared = sum(len(set(vote).intersection(chosen)) for vote in votes) / (len(votes) * len(chosen))
    chance = len(chosen) / total
    return round(max(0.0, (shared - chance) / (1 - chance)), 3)


@dataclass(frozen=True, slots=True, eq=False)
class _Vectors:
    """The tf-idf vector of each sentence, brought to length 1, element by element in the order of the terms."""

    counts: TermCounts
    terms: Sequence[Sequence[str]]
    language: str
    words: Numbers  # of each sentence: how many it has
    order: Integers  # puts the elements in the order of the terms, and of the document within a term
    weights: Numbers  # in that order
    earlier: Numbers  # of each element: the sum of its term's weights in earlier sentences
    later: Numbers

    @classmethod
    def of(cls, document: Document) -> "_Vectors":
        terms = [_terms(sentence.text, sentence.words, document.language) for sentence in document.sentences]
        counts = count_terms(terms)
        weights = counts.counts.astype(np.float64) * np.log1p(counts.sentences / counts.spread)[counts.terms]
        lengths = np.sqrt(np.bincount(counts.rows, weights * weights, counts.sentences))
        weights = weights / lengths[counts.rows]
        order = np.argsort(counts.terms, kind="stable")
        weights, of_terms = weights[order], counts.terms[order]
        totals = np.bincount(of_terms, weights, len(counts.spread))
        earlier = np.cumsum(weights) - weights - (np.cumsum(totals) - totals)[of_terms]
        words = np.array([len(sentence.words) for sentence in document.sentences], dtype=np.float64)
        later = totals[of_terms] - earlier - weights
        return cls(counts, terms, document.language, words, order, weights, earlier, later)

    def after(self) -> Numbers:
        """Of each sentence, the sum of its cosines with all later ones."""
        return self._by_sentence(self.weights * self.later)

    def before(self) -> Numbers:
        return self._by_sentence(self.weights * self.earlier)

    def frequency(self) -> Numbers:
        """Of each sentence, the mean frequency of its terms in the document: what SumBasic starts from."""
        counts = self.counts
        totals = np.bincount(counts.terms, counts.counts, len(counts.spread))
        sums = np.bincount(counts.rows, counts.counts * totals[counts.terms], counts.sentences)
        means: Numbers = sums / np.maximum(counts.lengths, 1)
        return means

    def shares_of(self, text: str) -> Numbers:
        """Of each sentence, the share that it has of the terms of another text."""
        wanted = set(_terms(text, tokenise(text, self.language), self.language)) if text else set()
        return np.array([len(wanted.intersection(own)) / max(len(wanted), 1) for own in self.terms])

    def _by_sentence(self, values: Numbers) -> Numbers:
        sums: Numbers = np.bincount(self.counts.rows[self.order], values, self.counts.sentences).astype(np.float64)
        return sums


def _terms(text: str, words: Sequence[str], language: str) -> list[str]:
    """Stems of the content words, and numbers, which sumy's tokenizer drops."""
    ignored, stem = stop_words(language), stems(language)
    return [stem[word] for word in words if word.lower() not in ignored] + _NUMBER.findall(text)


def _stretch(values: Numbers) -> Numbers:
    lowest, highest = values.min(), values.max()
    if highest - lowest <= NOISE:
        return np.ones_like(values)
    stretched: Numbers = (values - lowest) / (highest - lowest)
    return stretched
