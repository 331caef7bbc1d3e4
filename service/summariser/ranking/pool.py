"""Salience among the sentences of several articles, and which of them tell the same fact."""

from collections.abc import Iterator, Sequence
from math import fsum

import numpy as np

from service.summariser.document import Document
from service.summariser.ranking.blend import WHOLE, blended
from service.summariser.ranking.cosine import cosines
from service.summariser.ranking.terms import Integers
from service.summariser.ranking.tfidf import TfIdf, stretch

# Weights of a sentence's salience in its own article and of its place there, against 1 for its likeness
# to all sentences of all articles. All three are flat: 0.3 … 1, 0.5 … 1.2, and 6 … 15 for the reach.
OWN = 0.6
EARLY = 0.8
EARLY_REACH = 10.0  # sentences; there the bonus for the place has fallen to 37 %
SAME_FACT = 0.5  # cosine; read off pairs of sentences of different articles on one event
FACT_TERMS = 4  # terms in common at least: 'I know.' and 'I don't know.' tell no fact
MOST_PARTNERS = 50  # later sentences that one is held against: a page of one line must not take millions
LEEWAY = 1e-5  # blocks of cosines are in single precision, and the verdict must be the same on every machine


def blended_pool(articles: Sequence[Document], pool: Document) -> tuple[float, ...]:
    """The rating of each sentence of several articles; 0 or above.

    What all articles come back to, said early in one of them and salient there.

    Args:
        pool: the sentences of the articles one after another, each with its index in its own article.
    """
    own = np.concatenate([stretch(np.array(blended(article))) for article in articles if article.sentences])
    vectors = TfIdf.of(pool)
    places = np.array([sentence.index for sentence in pool.sentences], dtype=np.float64)
    shared = stretch(vectors.after() + vectors.before()) + EARLY * np.exp(-places / EARLY_REACH)
    ratings = OWN * own + shared * np.minimum(1.0, vectors.words / WHOLE)
    return tuple(ratings.tolist())


def same_facts(pool: Document, articles: Sequence[int]) -> tuple[tuple[int, int, float], ...]:
    """Every two sentences of different articles that tell the same fact, with the cosine of their terms.

    Args:
        articles: the number of each sentence's article.
    """
    vectors = TfIdf.of(pool)
    weights = _by_sentence(vectors)
    found = []
    for one, other in _candidates(vectors, np.array(articles)):
        common = sorted(weights[one].keys() & weights[other].keys())
        cosine = fsum(weights[one][term] * weights[other][term] for term in common)
        if len(common) >= FACT_TERMS and cosine >= SAME_FACT:
            found.append((one, other, min(round(cosine, 3), 1.0)))
    return tuple(found)


def _candidates(vectors: TfIdf, articles: Integers) -> Iterator[tuple[int, int]]:
    """Two sentences each, of different articles, that are alike enough as far as single precision can tell."""
    for start, block in cosines(vectors.for_cosines()):
        alike = block >= SAME_FACT - LEEWAY
        for row in np.flatnonzero(alike.any(axis=1)).tolist():
            apart = articles[start + row + 1 :] != articles[start + row]
            partners = np.flatnonzero(alike[row, row + 1 :] & apart)[:MOST_PARTNERS]
            yield from ((start + row, start + row + 1 + partner) for partner in partners.tolist())


def _by_sentence(vectors: TfIdf) -> list[dict[int, float]]:
    counts = vectors.counts
    weights: list[dict[int, float]] = [{} for _ in range(counts.sentences)]
    rows: Integers = counts.rows[vectors.order]
    terms: Integers = counts.terms[vectors.order]
    for row, term, weight in zip(rows.tolist(), terms.tolist(), vectors.weights.tolist(), strict=True):
        weights[row][term] = weight
    return weights
