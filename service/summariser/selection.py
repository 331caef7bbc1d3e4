"""Which sentences are the summary, and in what order."""

from collections.abc import Sequence
from typing import Literal

from service.summariser.document import Choice, Document, Sentence

Order = Literal["position", "rank"]


def select(document: Document, saliences: Sequence[float], *, sentences: int) -> tuple[Choice, ...]:
    """Rank every sentence and choose the best ``sentences`` that can stand in a summary.

    Args:
        saliences: one a sentence, in document order, in 0..1.
        sentences: the budget, an upper bound.

    Returns:
        One choice a sentence, in document order. The first of two equal salience ranks higher, so a
        shorter summary is always a subset of a longer one. A fragment, or a sentence said again, has
        salience 0 and ranks behind all others; a fragment is chosen only where there is nothing else.
    """
    eligible = _eligible(document.sentences)
    salience = [value if can else 0.0 for value, can in zip(saliences, eligible, strict=True)]
    ranking = sorted(range(len(salience)), key=lambda index: (not eligible[index], -salience[index], index))
    ranks = {index: rank for rank, index in enumerate(ranking, start=1)}
    size = min(sentences, max(sum(eligible), 1))
    return tuple(
        Choice(sentence, ranks[index], salience[index], ranks[index] <= size)
        for index, sentence in enumerate(document.sentences)
    )


def in_order(choices: Sequence[Choice], order: Order) -> tuple[Choice, ...]:
    """Only the chosen, as the article has them or the best first."""
    chosen = [choice for choice in choices if choice.chosen]
    return tuple(sorted(chosen, key=lambda choice: choice.rank) if order == "rank" else chosen)


def _eligible(sentences: Sequence[Sentence]) -> list[bool]:
    """Complete sentences that were not said before, white space and case aside."""
    seen: set[str] = set()
    eligible = []
    for sentence in sentences:
        said = " ".join(sentence.text.casefold().split())
        eligible.append(not sentence.fragment and said not in seen)
        seen.add(said)
    return eligible
