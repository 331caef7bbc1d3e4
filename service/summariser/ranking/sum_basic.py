"""SumBasic: the sentence with the most probable words, which count less once they have been said.

Source: Vanderwende et al. 2007, https://doi.org/10.1016/j.ipm.2007.01.023
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from itertools import chain

from sumy.models.dom import Sentence
from sumy.summarizers.sum_basic import SumBasicSummarizer

from service.summariser.ranking.terms import ContentStems


class SumBasic(ContentStems, SumBasicSummarizer):  # type: ignore[misc]
    """Sumy's SumBasic, which looks again only at the sentences that may be the best.

    Probabilities are squared when their words are said, and so no average ever
    rises: a sentence whose last known average is below another's present one
    cannot be the best.
    """

    def _get_content_words(self, words: Sequence[str]) -> list[str]:
        return self.content_stems(words)

    def _compute_ratings(self, sentences: Sequence[Sentence]) -> dict[Sentence, int]:
        contents = [self.content_stems(sentence.words) for sentence in sentences]
        counts = Counter(chain.from_iterable(contents))
        total = counts.total()
        probabilities = {word: count / total for word, count in counts.items()}
        ratings: dict[Sentence, int] = {}
        # The first of equal ones wins in sumy, and has the lowest place here.
        heap = [(-_average(probabilities, words), place) for place, words in enumerate(contents)]
        heapify(heap)
        while heap:
            known, place = heap[0]
            average = _average(probabilities, contents[place])
            if average != -known:
                heapreplace(heap, (-average, place))
                continue
            heappop(heap)
            ratings[sentences[place]] = -len(ratings)
            self._update_tf(probabilities, contents[place])
        return ratings


def _average(probabilities: Mapping[str, float], words: Sequence[str]) -> float:
    """The same sum in the same order as sumy's, 0 for no words."""
    return sum(map(probabilities.__getitem__, words)) / len(words) if words else 0.0
