"""Salience among the sentences of several articles, and which of them tell the same fact."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import fsum

import numpy as np

from service.summariser.document import Document
from service.summariser.quotations import quoted_runs
from service.summariser.ranking.blend import WHOLE, blended
from service.summariser.ranking.cosine import cosines
from service.summariser.ranking.terms import Integers
from service.summariser.ranking.tfidf import TfIdf, stretch

# Weights of a sentence's salience in its own article and of its place there, against 1 for its likeness
# to the sentences of all other articles. All three are flat: 0.3 … 1, 0.5 … 1.2, and 6 … 15 for the reach.
OWN = 0.6
EARLY = 0.8
EARLY_REACH = 10.0  # sentences; there the bonus for the place has fallen to 37 %
SAME_FACT = 0.5  # cosine; read off pairs of sentences of different articles on one event
FACT_TERMS = 4  # terms in common at least: 'I know.' and 'I don't know.' tell no fact
SAME_QUOTATION = 5  # words quoted on end by both; 24 pairs of the development clusters that the cosine does not find
MOST_PARTNERS = 50  # later sentences that one is held against: a page of one line must not take millions
LEEWAY = 1e-5  # blocks of cosines are in single precision, and the verdict must be the same on every machine


def blended_pool(articles: Sequence[Document], pool: Document) -> tuple[float, ...]:
    """The rating of each sentence of several articles.

    What the other articles tell as well, said early in its own one and salient there.

    Args:
        pool: the sentences of the articles one after another, each with its index in its own article.
    """
    own = np.concatenate([stretch(blended(article)) for article in articles if article.sentences])
    vectors = TfIdf.of(pool)
    places = np.array([sentence.index for sentence in pool.sentences], dtype=np.float64)
    numbers = np.repeat(np.arange(len(articles)), [len(article.sentences) for article in articles])
    shared = np.array(stretch(vectors.elsewhere(numbers).tolist())) + EARLY * np.exp(-places / EARLY_REACH)
    words = np.array([len(sentence.words) for sentence in pool.sentences])
    ratings = OWN * own + shared * np.minimum(1.0, words / WHOLE)
    return tuple(ratings.tolist())


def same_facts(pool: Document, articles: Sequence[int]) -> tuple[tuple[int, int, float], ...]:
    """Every two sentences of different articles that tell the same fact, or quote the same words.

    Args:
        articles: the number of each sentence's article.

    Returns:
        The two places and the cosine of their terms, which says little where they share a quotation alone.
    """
    vectors = TfIdf.of(pool)
    weights = _by_sentence(vectors)
    quoting = set(_quoting_the_same(pool, articles))
    found = []
    for one, other in sorted({*_candidates(vectors, np.array(articles)), *quoting}):
        common = sorted(weights[one].keys() & weights[other].keys())
        cosine = fsum(weights[one][term] * weights[other][term] for term in common)
        if (one, other) in quoting or (len(common) >= FACT_TERMS and cosine >= SAME_FACT):
            found.append((one, other, min(round(cosine, 3), 1.0)))
    return tuple(found)


def _quoting_the_same(pool: Document, articles: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Two sentences each, of different articles, that quote the same words on end; in each article the first to."""
    quoting: defaultdict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    for place, sentence in enumerate(pool.sentences):
        for run in quoted_runs(sentence.text, SAME_QUOTATION):
            yield from ((other, place) for article, other in quoting[run].items() if article != articles[place])
            quoting[run].setdefault(articles[place], place)


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
