"""Luhn: the densest cluster of significant words.

Source: Luhn 1958, https://doi.org/10.1147/rd.22.0159
"""

from collections import Counter
from collections.abc import Collection, Iterable

from sumy.models.dom import Sentence
from sumy.summarizers.luhn import LuhnSummarizer

from service.summariser.ranking.terms import ContentStems


class Luhn(ContentStems, LuhnSummarizer):  # type: ignore[misc]
    """Sumy's Luhn, which looks a word up in a set and goes through the significant words alone."""

    def _get_significant_words(self, words: Iterable[str]) -> frozenset[str]:
        """The stems that the document repeats; sumy's share of the most frequent words is all of them."""
        counts = Counter(map(str.lower, self.content_stems(words)))
        return frozenset(stem for stem, count in counts.items() if count > 1)

    def rate_sentence(self, sentence: Sentence, significant_stems: Collection[str]) -> float:
        stems = map(self._stemmer, map(str.lower, sentence.words))
        places = [place for place, stem in enumerate(stems) if stem in significant_stems]
        return self._best_cluster(places)

    def _best_cluster(self, places: list[int]) -> float:
        """The best of significant words², over the words from the first to the last of a cluster.

        A cluster ends where ``max_gap_size`` words in a row are not significant,
        and one word alone is none.
        """
        best, first, previous, significant = 0.0, 0, -1, 0
        for place in places:
            if place - previous > self.max_gap_size or not significant:
                best = max(best, _density(significant, previous - first + 1))
                first, significant = place, 0
            significant += 1
            previous = place
        return max(best, _density(significant, previous - first + 1))


def _density(significant: int, words: int) -> float:
    return significant**2 / words if significant > 1 else 0.0
