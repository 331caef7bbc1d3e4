"""LexRank: centrality in the graph of sentences that are like each other.

Source: Erkan and Radev 2004, https://doi.org/10.1613/jair.1523, section 3.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from service.summariser.ranking.cosine import ERROR, Vectors, cosines
from service.summariser.ranking.terms import ContentStems, Integers, Numbers, Truths

MOST_SETTLED = 20_000  # pairs too near the threshold to tell; prose has a handful, and each takes some 20 µs


class LexRank(ContentStems, LexRankSummarizer):  # type: ignore[misc]
    """Sumy's LexRank over sparse vectors.

    Where sumy finds no two words to weigh (sentences without a common word) its
    ratings are NaN; here they are 0.0 for every sentence.
    """

    def __call__(self, document: ObjectDocumentModel, sentences_count: object) -> tuple[Sentence, ...]:
        if not document.sentences:
            return ()
        counts = self.count_stems(document.sentences)
        scores = self._centrality(Vectors.of(counts))
        ratings = dict(zip(document.sentences, scores, strict=True))
        return self._get_best_sentences(document.sentences, sentences_count, ratings)  # type: ignore[no-any-return]

    def _centrality(self, vectors: Vectors) -> list[float]:
        connected = vectors.norms > 0
        if not connected.any():
            return [0.0] * len(connected)
        links = [*_links(vectors, self.threshold, self._settle(vectors))]
        return list(map(float, _power_method(links, connected, self.epsilon)))

    def _settle(self, vectors: Vectors) -> Callable[[int, int], bool]:
        """Sumy's own verdict on two sentences.

        Its sums run over sets of words, whose order hangs on the hash seed; sets
        of numbers have the same order in every process.
        """
        left = MOST_SETTLED

        def settle(row: int, column: int) -> bool:
            nonlocal left
            left -= 1
            if left < 0:
                return True
            first, second = vectors.frequencies(row), vectors.frequencies(column)
            idf = {term: float(vectors.idf[term]) for term in (*first, *second)}
            cosine = self.cosine_similarity(list(first), list(second), first, second, idf)
            return bool(cosine > self.threshold)

        return settle


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Pairs of sentences that are like each other, each once, for a stretch of sentences from ``start``.

    ``columns`` are the sentences that the first of them is like, then the second,
    and so on; ``counts`` says how many each has. A dense graph of 10,000 sentences
    fits in 100 MB.
    """

    start: int
    counts: Integers
    columns: NDArray[np.unsignedinteger[Any]]

    def add_to(self, sums: Numbers, shares: Numbers) -> None:
        """Give both sentences of each pair the other's share."""
        stop = self.start + len(self.counts)
        rows = np.repeat(np.arange(self.start, stop), self.counts)
        sums += np.bincount(self.columns, shares[rows], len(sums))
        sums[self.start : stop] += np.bincount(rows - self.start, shares[self.columns], len(self.counts))


def _links(vectors: Vectors, threshold: float, settle: Callable[[int, int], bool]) -> Iterator[_Links]:
    """Every two sentences whose cosine is above the threshold, each pair once."""
    small = np.dtype(np.uint16 if vectors.counts.sentences <= np.iinfo(np.uint16).max else np.uint32)
    for start, block in cosines(vectors):
        height, width = block.shape
        linked = block > threshold - ERROR
        linked[:, :height] &= np.triu(np.ones((height, height), dtype=np.bool_), 1)
        cells = np.flatnonzero(linked)
        in_doubt = np.flatnonzero(block.take(cells) <= threshold + ERROR)
        if len(in_doubt):
            pairs = zip(*(start + np.array(np.divmod(cells[in_doubt], width))).tolist(), strict=True)
            cells = np.delete(cells, [one for one, pair in zip(in_doubt, pairs, strict=True) if not settle(*pair)])
        firsts = np.arange(height + 1) * width
        counts = np.diff(np.searchsorted(cells, firsts))
        columns = cells - np.repeat(firsts[:-1] - start, counts)
        yield _Links(start, counts, columns.astype(small))


def _power_method(links: list[_Links], connected: Truths, epsilon: float) -> Numbers:
    """Sumy's power method, where each sentence is linked to itself if it has a word of weight.

    No product of matrices: sums in a fixed order are the same on every machine.
    """
    itself = connected.astype(np.float64)
    degrees = itself.copy()
    for part in links:
        part.add_to(degrees, np.ones_like(degrees))
    degrees[degrees == 0] = 1.0
    scores = np.full(len(degrees), 1.0 / len(degrees))
    change = 1.0
    while change > epsilon:
        shares = scores / degrees
        following = itself * shares
        for part in links:
            part.add_to(following, shares)
        following /= _length(following)
        change = _length(following - scores)
        scores = following
    return scores


def _length(vector: Numbers) -> float:
    return math.sqrt(float(np.add.reduce(vector * vector)))
