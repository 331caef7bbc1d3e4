"""The yardstick: what an algorithm has to beat."""

import random
from collections.abc import Sequence

from sumy.models.dom import Sentence
from sumy.summarizers.random import RandomSummarizer


class Random(RandomSummarizer):  # type: ignore[misc]
    """Sumy's random choice out of a generator of its own, so that the seed alone decides."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def _get_random_ratings(self, sentences: Sequence[Sentence]) -> dict[Sentence, int]:
        ratings = list(range(len(sentences)))
        random.Random(self._seed).shuffle(ratings)  # noqa: S311 – nothing secret hangs on it
        return dict(zip(sentences, ratings, strict=True))
