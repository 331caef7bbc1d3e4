"""The default ranker: what the article comes back to, said early, near the title, unquoted, whole and briefly.

No model and no graph: with plain cosines the sum over a sentence's neighbours is one product
with the sum of their vectors, so all of it is linear in the length of the article.

Sources: directed centrality from Zheng and Lapata 2019 (PacSum), https://aclanthology.org/P19-1628/, on
tf-idf vectors in place of a language model's; position and title from Edmundson 1969,
https://doi.org/10.1145/321510.321519. The numbers were swept by tests/quality/sweep.py; see docs/ranking.md.
"""

from collections.abc import Collection, Sequence
from math import exp, sqrt

from service.summariser.document import Document
from service.summariser.quotations import quoted_share
from service.summariser.ranking.centrality import Centrality
from service.summariser.ranking.tfidf import stretch

LOOK_BACK = -0.4  # weight of a likeness to what was said before, against 1 for what comes later; flat in -0.7 … -0.2
EARLY = 0.4  # weight of the place in the article, against 1 for centrality; flat in 0 … 0.6
EARLY_REACH = 6.0  # sentences; there the bonus for the place has fallen to 37 %
TITLE = 0.5  # weight of the share of the title's terms; flat in 0.25 … 1
QUOTED = 0.25  # weight of the share of its words that a sentence quotes, against it; flat in 0.15 … 0.5
WHOLE = 10  # words; a shorter sentence loses salience by the share that it lacks; flat in 8 … 15
BRIEF = 25  # words; a longer sentence loses salience by the square root of what it has too much; flat in 20 … 30
NEWS = 40  # sentences; a longer text is less and less told as news is, the gist first
QUERY = 2.0  # weight of the share of the query's terms, against 1 for the most salient sentence


def blended(document: Document, known: Centrality | None = None) -> tuple[float, ...]:
    """The rating of each sentence, in document order; from a little below 0 up to about 2.

    ``known`` is the centrality of the document's sentences, where it is at hand.
    """
    if not document.sentences:
        return ()
    known = known or Centrality.of(document)
    newsy = min(1.0, NEWS / len(document.sentences))
    look_back = newsy * LOOK_BACK + 1 - newsy
    central = stretch([after + look_back * before for after, before in zip(known.after, known.before, strict=True)])
    titled = known.shares_of(document.title or "")
    quoted = [QUOTED * quoted_share(sentence.text) for sentence in document.sentences]
    return tuple(
        (likeness + EARLY * newsy * exp(-place / EARLY_REACH) + TITLE * share - quoted[place])
        * _shape(len(sentence.words))
        for place, (sentence, likeness, share) in enumerate(zip(document.sentences, central, titled, strict=True))
    )


def _shape(words: int) -> float:
    """What is left of the rating of a sentence of so many words."""
    return min(1.0, words / WHOLE) * sqrt(BRIEF / max(BRIEF, words))


def focus(saliences: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    """The saliences, turned towards the sentences that have shares of the query's terms; in 0..1."""
    if not any(shares):
        return tuple(saliences)
    return tuple(
        round((salience + QUERY * share) / (1 + QUERY), 9) for salience, share in zip(saliences, shares, strict=True)
    )


def agreement(document: Document, chosen: Collection[int], known: Centrality | None = None) -> float:
    """How far four rankers that know nothing of each other would have chosen the same sentences.

    They go by place, by likeness to all others, by how frequent the words are, and
    by the title (by likeness to the first sentence where there is none). 1 is full
    agreement, 0 no more than chance.
    """
    total = len(document.sentences)
    if not 0 < len(chosen) < total:
        return 1.0
    known = known or Centrality.of(document)
    voters: tuple[Sequence[float], ...] = (
        [-sentence.index for sentence in document.sentences],
        [after + before for after, before in zip(known.after, known.before, strict=True)],
        known.frequency,
        known.shares_of(document.title or document.sentences[0].text),
    )
    # The first of equal ones comes first.
    votes = [sorted(range(total), key=ratings.__getitem__, reverse=True)[: len(chosen)] for ratings in voters]
    shared = sum(len(set(vote).intersection(chosen)) for vote in votes) / (len(votes) * len(chosen))
    chance = len(chosen) / total
    return round(max(0.0, (shared - chance) / (1 - chance)), 3)
