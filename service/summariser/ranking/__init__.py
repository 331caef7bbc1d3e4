"""The salience of each sentence, by any of sumy's algorithms."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers import AbstractSummarizer

from service.summariser.document import Document
from service.summariser.ranking.blend import agreement, blended, focus
from service.summariser.ranking.centrality import Centrality
from service.summariser.ranking.chance import Random
from service.summariser.ranking.edmundson import Edmundson
from service.summariser.ranking.kl import KL
from service.summariser.ranking.lex_rank import LexRank
from service.summariser.ranking.lsa import Lsa
from service.summariser.ranking.luhn import Luhn
from service.summariser.ranking.model import model
from service.summariser.ranking.pool import blended_pool, same_facts
from service.summariser.ranking.reduction import Reduction
from service.summariser.ranking.sum_basic import SumBasic
from service.summariser.ranking.text_rank import TextRank
from service.summariser.words import stems, stop_words

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "Centrality",
    "agreement",
    "focus",
    "rank",
    "rank_pool",
    "rate",
    "same_facts",
]

INDISTINGUISHABLE = 1e-9  # of the difference between the highest and the lowest rating; arithmetic noise is below it
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What a client may know about an algorithm.

    ``source`` is the address of the paper, or of the first code where there is none.
    """

    name: str
    title: str
    description: str
    source: str
    deterministic: bool = True


ALGORITHMS: Final[Mapping[str, Algorithm]] = MappingProxyType(
    {
        algorithm.name: algorithm
        for algorithm in (
            Algorithm(
                "standfirst",
                "Standfirst",
                "What the rest of the article comes back to, said early, near the title, in a whole sentence.",
                "https://aclanthology.org/P19-1628/",
            ),
            Algorithm(
                "lex-rank",
                "LexRank",
                "A sentence is salient when many salient sentences are like it in their tf-idf words.",
                "https://doi.org/10.1613/jair.1523",
            ),
            Algorithm(
                "text-rank",
                "TextRank",
                "PageRank over sentences that share words, weighed by their lengths.",
                "https://aclanthology.org/W04-3252/",
            ),
            Algorithm(
                "lsa",
                "Latent semantic analysis",
                "The length of the sentence's vector in the space of the document's topics.",
                "https://www.kiv.zcu.cz/~jstein/publikace/isim2004.pdf",
            ),
            Algorithm(
                "luhn",
                "Luhn",
                "The densest cluster of significant words in the sentence.",
                "https://doi.org/10.1147/rd.22.0159",
            ),
            Algorithm(
                "kl",
                "KL-Sum",
                "Sentences are added so that the summary's words stay as near as possible to the document's.",
                "https://aclanthology.org/N09-1041/",
            ),
            Algorithm(
                "sum-basic",
                "SumBasic",
                "The sentence with the most probable words, which count less once they have been said.",
                "https://doi.org/10.1016/j.ipm.2007.01.023",
            ),
            Algorithm(
                "edmundson",
                "Edmundson",
                "Cue words, the words of the title and the place of the sentence in the document.",
                "https://doi.org/10.1145/321510.321519",
            ),
            Algorithm(
                "reduction",
                "Reduction",
                "The sum of the sentence's likeness to every other sentence.",
                "https://github.com/adamfabish/Reduction",
            ),
            Algorithm(
                "random",
                "Random",
                "A random choice, to compare the others with; the same seed gives the same choice.",
                "https://github.com/miso-belica/sumy",
                deterministic=False,
            ),
        )
    }
)
_CLASSES: Final = {
    "lex-rank": LexRank,
    "text-rank": TextRank,
    "lsa": Lsa,
    "luhn": Luhn,
    "kl": KL,
    "sum-basic": SumBasic,
    "reduction": Reduction,
}


def rank(document: Document, *, algorithm: str, seed: int = 0, known: Centrality | None = None) -> tuple[float, ...]:
    """Salience of each sentence of the document; ``known`` is its own, where it is at hand.

    Returns:
        One score a sentence, in document order, in [0, 1]: the ratings stretched
        so that the highest is 1 and the lowest 0; all 1.0 where the algorithm
        cannot tell the sentences apart. Ratings that differ by no more than
        arithmetic noise get the same score, so that the earlier sentence
        comes first on every machine.
    """
    return _stretch(rate(document, algorithm=algorithm, seed=seed, known=known))


def rank_pool(articles: Sequence[Document], pool: Document, *, algorithm: str, seed: int = 0) -> tuple[float, ...]:
    """Salience of each sentence of several articles, as ``rank`` has it.

    Args:
        pool: the sentences of the articles one after another, each with its index in its own article.
    """
    if algorithm == "standfirst" and pool.sentences:
        return _stretch(blended_pool(articles, pool))
    return rank(pool, algorithm=algorithm, seed=seed)


def rate(document: Document, *, algorithm: str, seed: int = 0, known: Centrality | None = None) -> tuple[float, ...]:
    """Sumy's own rating, or the default ranker's, of each sentence of the document, in document order.

    The range is the algorithm's own. Sentences of the same text have the same
    rating. All are 0.0 where sumy has none or not a number: LexRank of
    sentences that share no word, LSA of a document without words. The seed is
    for ``random`` alone.
    """
    if algorithm == "standfirst":
        return blended(document, known)
    if not document.sentences:
        return ()
    text = model(document)
    ratings = [0.0] * len(document.sentences)

    def collect(infos: Sequence[tuple[object, int, float]]) -> Sequence[tuple[object, int, float]]:
        for _sentence, order, rating in infos:
            ratings[order] = float(rating)
        return infos

    _summariser(algorithm, text, document.language, seed)(text, collect)
    return (0.0,) * len(ratings) if any(map(math.isnan, ratings)) else tuple(ratings)


def _summariser(algorithm: str, text: ObjectDocumentModel, language: str, seed: int) -> AbstractSummarizer:
    if algorithm == "random":
        return Random(seed)
    if algorithm == "edmundson":
        return Edmundson(language, text)
    summariser: AbstractSummarizer = _CLASSES[algorithm](stems(language).__getitem__)
    summariser.stop_words = stop_words(language)
    return summariser


def _stretch(ratings: tuple[float, ...]) -> tuple[float, ...]:
    if not ratings:
        return ()
    lowest, highest = min(ratings), max(ratings)
    spread = highest - lowest
    if spread <= INDISTINGUISHABLE * max(abs(lowest), abs(highest)):
        return (1.0,) * len(ratings)
    return _settle([(rating - lowest) / spread for rating in ratings])


def _settle(scores: list[float]) -> tuple[float, ...]:
    """The scores, rounded, each that is no more than noise above the one below it put level with it."""
    settled = list(scores)
    level = previous = 0.0
    for index in sorted(range(len(scores)), key=scores.__getitem__):
        if scores[index] - previous > INDISTINGUISHABLE:
            level = scores[index]
        previous = scores[index]
        settled[index] = round(level, DECIMALS)
    return tuple(settled)
