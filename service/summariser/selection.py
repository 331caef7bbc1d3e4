"""Which sentences are the summary, and in what order."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain
from math import ceil, exp
from typing import Literal, NamedTuple

from service.summariser.document import Budget, Choice, Document, Sentence
from service.summariser.openings import pointing_back

Order = Literal["position", "rank"]
Exclusion = Literal["quotes", "questions"]
Words = frozenset[str]

REDUNDANCY_CEILING = 0.6  # Jaccard of the words; of two sentences above it the second never stands in a summary
REDUNDANCY_PRICE = 0.7  # a sentence's salience falls by e to this power and its likeness to a chosen one; flat in 0 … 2
DANGLING = 0.35  # what is left of the salience of a sentence whose antecedent is not chosen; see docs/ranking.md
FRONT = 50  # ranks; up to here likeness has its price, behind it only what is nearly the same is found
RIVALS = 300  # so many sentences at most are compared with one for near-equality, however alike a text's lines are
PROPER_QUOTATION = 4  # words; 'the so-called “hot line”' is no quotation

_WORD = re.compile(r"\w+")
_QUOTATION = re.compile(r"[\"“„«»‚‘「]([^\"“”„«»」]+)")
_ASKS = re.compile(r"[?？؟][\"'”“»’)\]]*$")


def select(
    document: Document, saliences: Sequence[float], *, budget: Budget, exclude: Collection[Exclusion] = ()
) -> tuple[Choice, ...]:
    """Rank every sentence, and choose from the top as many as the budget holds.

    Args:
        saliences: one a sentence, in document order, in 0..1.
        exclude: kinds of sentences that rank behind all others.

    Returns:
        One choice a sentence, in document order. The ranking does not hang on the budget, so a
        shorter summary is always a subset of a longer one. Sentences that cannot stand in a summary
        (fragments, what was said before, what was excluded) have salience 0 and rank last; one is
        chosen only where there is nothing else. There is always one chosen, even if it does not fit.
    """
    back = pointing_back(document.sentences, document.language)
    able = [s.index for s in document.sentences if not s.fragment and not is_excluded(s, exclude)]
    standing = Ranking(document.sentences, saliences, back, able, price=REDUNDANCY_PRICE).standing()
    fitting = budget.holding((document.sentences[index] for index, _ in standing), document)
    ranked = standing + [(index, 0.0) for index in _left(document.sentences, saliences, standing)]
    choices = [
        Choice(
            document.sentences[index],
            rank,
            salience,
            rank <= max(fitting, 1),
            depends_on=index - 1 if index and back[index] else None,
        )
        for rank, (index, salience) in enumerate(ranked, start=1)
    ]
    return tuple(sorted(choices, key=lambda choice: choice.sentence.index))


def in_order(choices: Sequence[Choice], order: Order) -> tuple[Choice, ...]:
    """Only the chosen, as the article has them or the best first."""
    chosen = [choice for choice in choices if choice.chosen]
    return tuple(sorted(chosen, key=lambda choice: choice.rank) if order == "rank" else chosen)


def distinct_words(text: str) -> Words:
    """The words and numbers of a sentence, case aside."""
    return frozenset(_WORD.findall(text.casefold()))


def likeness(one: Words, other: Words) -> float:
    """Jaccard: words in common over words in either."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def is_excluded(sentence: Sentence, kinds: Collection[Exclusion]) -> bool:
    """Whether the sentence asks, or quotes four words or more, and that is not wanted."""
    if "questions" in kinds and _ASKS.search(sentence.text):
        return True
    quotations = _QUOTATION.findall(sentence.text) if "quotes" in kinds else ()
    return any(len(quotation.split()) >= PROPER_QUOTATION for quotation in quotations)


def _left(
    sentences: Sequence[Sentence], saliences: Sequence[float], standing: Sequence[tuple[int, float]]
) -> list[int]:
    """The sentences that cannot stand, whole ones before fragments."""
    ranked = {index for index, _ in standing}
    left = [index for index in range(len(sentences)) if index not in ranked]
    return sorted(left, key=lambda index: (sentences[index].fragment, -saliences[index], index))


class _Bid(NamedTuple):
    """A place in the queue: what the sentence is worth beside the first ``known`` of those ranked."""

    loss: float
    place: int
    known: int


class Ranking:
    """Ranks sentences one by one, each by what it adds to those before it.

    What a sentence is worth only falls as others are ranked, except where its
    antecedent is. So the best of the queue is brought up to date, put back, and
    ranked when it comes out again: few of them have to be weighed anew.

    ``back`` tells of each sentence whether it points back to the one before;
    ``able`` are the places of those that can stand in a summary.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        saliences: Sequence[float],
        back: Sequence[bool],
        able: Collection[int],
        *,
        price: float,
    ) -> None:
        self._words = [distinct_words(sentence.text) for sentence in sentences]
        self._redeemable = [dangles and one.index > 0 for one, dangles in zip(sentences, back, strict=True)]
        self._worth = [
            salience * (DANGLING if dangles else 1.0) for salience, dangles in zip(saliences, back, strict=True)
        ]
        self._saliences = saliences
        self._closest = [0.0] * len(sentences)
        self._price = price
        self._queue = [_Bid(-self._worth[index], index, 0) for index in able]
        self._waiting = set(able)
        self._ranked: list[tuple[int, float]] = []
        self._said = _Said(self._words)

    def standing(self) -> list[tuple[int, float]]:
        """The sentences that can stand beside each other, best first, each with its salience; it never rises."""
        heapify(self._queue)
        while self._queue:
            bid = heappop(self._queue)
            if bid.place not in self._waiting:
                continue
            if bid.known < len(self._ranked) < FRONT:
                heappush(self._queue, self._bid_again(bid))
            else:
                self._take(bid)
        return self._ranked

    def _bid_again(self, bid: _Bid) -> _Bid:
        own, closest = self._words[bid.place], self._closest[bid.place]
        for ranked, _ in self._ranked[bid.known :]:
            closest = max(closest, likeness(own, self._words[ranked]))
        self._closest[bid.place] = closest
        return self._bid(bid.place, len(self._ranked))

    def _bid(self, index: int, known: int) -> _Bid:
        return _Bid(-self._worth[index] * exp(-self._price * self._closest[index]), index, known)

    def _take(self, bid: _Bid) -> None:
        self._waiting.remove(bid.place)
        if not self._said.is_new(bid.place):
            return
        ceiling = self._ranked[-1][1] if self._ranked else 1.0
        self._ranked.append((bid.place, min(-bid.loss, ceiling)))
        following = bid.place + 1
        if following in self._waiting and self._redeemable[following]:
            self._worth[following] = self._saliences[following]
            heappush(self._queue, self._bid(following, 0))


class _Said:
    """Knows which sentences nearly say what another said before.

    Two sets of words above the ceiling share one of the rarest words of each, if
    enough of those are looked at; so only sentences that do are compared.
    """

    def __init__(self, words: Sequence[Words]) -> None:
        self._words = words
        spread = Counter(chain.from_iterable(words))
        by_spread = sorted(spread, key=lambda word: (spread[word], word))
        self._rarity = {word: place for place, word in enumerate(by_spread)}
        self._said: set[Words] = set()
        self._having: defaultdict[str, list[int]] = defaultdict(list)

    def is_new(self, index: int) -> bool:
        """Whether nothing like it was said; remembers it if so."""
        own = self._words[index]
        rarest = sorted(own, key=self._rarity.__getitem__)
        rarest = rarest[: len(own) - ceil(REDUNDANCY_CEILING * len(own)) + 1]
        rivals = dict.fromkeys(chain.from_iterable(self._having[word][-RIVALS:] for word in rarest))
        near = any(likeness(own, self._words[rival]) > REDUNDANCY_CEILING for rival in [*rivals][:RIVALS])
        if own in self._said or near:
            return False
        self._said.add(own)
        for word in rarest:
            self._having[word].append(index)
        return True
