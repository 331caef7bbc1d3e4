"""The default ranker: what the article comes back to, said early, near the title, unquoted, whole and briefly.

No model and no graph: with plain cosines the sum over a sentence's neighbours is one product
with the sum of their vectors, so all of it is linear in the length of the article.

Sources: directed centrality from Zheng and Lapata 2019 (PacSum), https://aclanthology.org/P19-1628/, on
tf-idf vectors in place of a language model's; position and title from Edmundson 1969,
https://doi.org/10.1145/321510.321519. The numbers were swept by tests/quality/sweep.py; see docs/ranking.md.
"""

from collections.abc import Collection, Sequence

import numpy as np

from service.summariser.document import Document
from service.summariser.quotations import quoted_share
from service.summariser.ranking.tfidf import TfIdf, stretch

LOOK_BACK = -0.4  # weight of a likeness to what was said before, against 1 for what comes later; flat in -0.7 … -0.2
EARLY = 0.4  # weight of the place in the article, against 1 for centrality; flat in 0 … 0.6
EARLY_REACH = 6.0  # sentences; there the bonus for the place has fallen to 37 %
TITLE = 0.5  # weight of the share of the title's terms; flat in 0.25 … 1
QUOTED = 0.25  # weight of the share of its words that a sentence quotes, against it; flat in 0.15 … 0.5
WHOLE = 10  # words; a shorter sentence loses salience by the share that it lacks; flat in 8 … 15
BRIEF = 25  # words; a longer sentence loses salience by the square root of what it has too much; flat in 20 … 30
NEWS = 40  # sentences; a longer text is less and less told as news is, the gist first
QUERY = 2.0  # weight of the share of the query's terms, against 1 for the most salient sentence


def blended(document: Document, vectors: TfIdf | None = None) -> tuple[float, ...]:
    """The rating of each sentence, in document order; from a little below 0 up to about 2.

    ``vectors`` are those of the document, where they are at hand.
    """
    if not document.sentences:
        return ()
    vectors = vectors or TfIdf.of(document)
    places = np.arange(len(document.sentences), dtype=np.float64)
    newsy = min(1.0, NEWS / len(places))
    ratings = stretch(vectors.after() + (newsy * LOOK_BACK + 1 - newsy) * vectors.before())
    ratings += EARLY * newsy * np.exp(-places / EARLY_REACH)
    ratings += TITLE * vectors.shares_of(document.title or "")
    ratings -= QUOTED * np.array([quoted_share(sentence.text) for sentence in document.sentences])
    ratings *= np.minimum(1.0, vectors.words / WHOLE) * np.sqrt(BRIEF / np.maximum(BRIEF, vectors.words))
    return tuple(ratings.tolist())


def focus(document: Document, saliences: Sequence[float], query: str) -> tuple[float, ...]:
    """The saliences, turned towards the sentences that have the words of the query; in 0..1."""
    if not document.sentences:
        return ()
    shares = TfIdf.of(document).shares_of(query)
    focused = (np.array(saliences) + QUERY * shares) / (1 + QUERY)
    return tuple(focused.round(9).tolist()) if shares.any() else tuple(saliences)


def is_met(document: Document, query: str) -> bool:
    """Whether any sentence has a word of the query."""
    return bool(TfIdf.of(document).shares_of(query).any())


def agreement(document: Document, chosen: Collection[int], vectors: TfIdf | None = None) -> float:
    """How far four rankers that know nothing of each other would have chosen the same sentences.

    They go by place, by likeness to all others, by how frequent the words are, and
    by the title (by likeness to the first sentence where there is none). 1 is full
    agreement, 0 no more than chance.
    """
    total = len(document.sentences)
    if not 0 < len(chosen) < total:
        return 1.0
    vectors = vectors or TfIdf.of(document)
    theme = document.title or document.sentences[0].text
    places = np.array([sentence.index for sentence in document.sentences])
    voters = (-places, vectors.after() + vectors.before(), vectors.frequency(), vectors.shares_of(theme))
    votes = [np.argsort(-ratings, kind="stable")[: len(chosen)].tolist() for ratings in voters]
    shared = sum(len(set(vote).intersection(chosen)) for vote in votes) / (len(votes) * len(chosen))
    chance = len(chosen) / total
    return round(max(0.0, (shared - chance) / (1 - chance)), 3)
