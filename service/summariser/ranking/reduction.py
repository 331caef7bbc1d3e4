"""Reduction: the sum of a sentence's likenesses to all others.

Source: https://github.com/adamfabish/Reduction
"""

from collections import defaultdict

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers.reduction import ReductionSummarizer

from service.summariser.ranking.overlap import likenesses
from service.summariser.ranking.terms import ContentStems


class Reduction(ContentStems, ReductionSummarizer):  # type: ignore[misc]
    """Sumy's Reduction without its loop over all pairs."""

    def rate_sentences(self, document: ObjectDocumentModel) -> dict[Sentence, float]:
        counts = self.count_stems(document.sentences)
        alike = likenesses(counts, lone=0.0)
        sums = alike.sums(np.ones(counts.sentences)) - alike.own
        ratings: defaultdict[Sentence, float] = defaultdict(float)
        for sentence, rating in zip(document.sentences, sums.tolist(), strict=True):
            ratings[sentence] += rating  # all that have the same text add to one rating
        return ratings
