"""Latent semantic analysis: the weight of the sentence in the space of the document's topics.

Source: Steinberger and Ježek 2004, https://www.kiv.zcu.cz/~jstein/publikace/isim2004.pdf
"""

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers.lsa import LsaSummarizer

from service.summariser.ranking.terms import ContentStems, Numbers, TermCounts, count_terms

SMOOTH = 0.4  # sumy's; what a term weighs in a sentence that it does not stand in


class Lsa(ContentStems, LsaSummarizer):  # type: ignore[misc]
    """Sumy's LSA without its singular value decomposition.

    Sumy keeps every dimension, and then the length of a sentence's vector in the
    space of the topics is that in the space of the terms: a rotation changes no
    length.
    """

    def __call__(self, document: ObjectDocumentModel, sentences_count: object) -> tuple[Sentence, ...]:
        dictionary = frozenset(self.content_stems(document.words))
        if not dictionary:
            return ()
        counts = count_terms([self._known_stems(sentence, dictionary) for sentence in document.sentences])
        ranks = iter(_lengths(counts, len(dictionary)).tolist())
        return self._get_best_sentences(  # type: ignore[no-any-return]
            document.sentences, sentences_count, lambda _sentence: next(ranks)
        )

    def _known_stems(self, sentence: Sentence, dictionary: frozenset[str]) -> list[str]:
        """Those that some content word of the document has; a stop word counts if its stem is one of them."""
        stems = map(self._stemmer, map(str.lower, sentence.words))
        return [stem for stem in stems if stem in dictionary]


def _lengths(counts: TermCounts, terms: int) -> Numbers:
    """The length of each sentence's column of smoothed relative frequencies; 0 for one without words."""
    highest = np.zeros(counts.sentences, dtype=np.int64)
    np.maximum.at(highest, counts.rows, counts.counts)
    weights = SMOOTH + (1.0 - SMOOTH) * (counts.counts / highest[counts.rows])
    present = np.bincount(counts.rows, minlength=counts.sentences)
    squares = np.bincount(counts.rows, weights * weights, counts.sentences) + (terms - present) * SMOOTH**2
    return np.where(highest > 0, np.sqrt(squares), 0.0)
