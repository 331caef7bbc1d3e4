"""TextRank: PageRank over sentences that share words.

Source: Mihalcea and Tarau 2004, https://aclanthology.org/W04-3252/
"""

import math

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers.text_rank import TextRankSummarizer

from service.summariser.ranking.overlap import Likenesses, likenesses
from service.summariser.ranking.terms import ContentStems, Numbers


class TextRank(ContentStems, TextRankSummarizer):  # type: ignore[misc]
    """Sumy's TextRank without its matrix of all pairs."""

    def rate_sentences(self, document: ObjectDocumentModel) -> dict[Sentence, float]:
        counts = self.count_stems(document.sentences)
        ranks = self._ranks(likenesses(counts, lone=1.0), counts.sentences)
        return dict(zip(document.sentences, ranks.tolist(), strict=True))

    def _ranks(self, alike: Likenesses, sentences: int) -> Numbers:
        """Sumy's power method; sums in a fixed order are the same on every machine."""
        totals = alike.sums(np.ones(sentences)) + self._ZERO_DIVISION_PREVENTION
        spread = alike.spreading(self.damping / totals, jump=(1.0 - self.damping) / sentences)
        ranks = np.full(sentences, 1.0 / sentences)
        change = 1.0
        while change > self.epsilon:
            following = spread(ranks)
            step = following - ranks
            change = math.sqrt(float(np.add.reduce(step * step)))
            ranks = following
        return ranks
