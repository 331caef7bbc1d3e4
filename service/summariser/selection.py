"""Which sentences are the summary, and in what order."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain
from math import ceil, exp
from typing import Literal

from service.summariser.document import Budget, Choice, Document, Sentence
from service.summariser.openings import pointing_back
from service.summariser.quotations import proper_quotations
from service.summariser.words import runs

Order = Literal["position", "rank"]
Exclusion = Literal["quotes", "questions"]
Words = frozenset[str]

REDUNDANCY_CEILING = 0.6  # Jaccard of the words; of two sentences above it the second never stands in a summary
REDUNDANCY_PRICE = 0.7  # a sentence's salience falls by e to this power and its likeness to a chosen one; flat in 0 … 2
DANGLING = 0.2  # what is left of the salience of a sentence whose antecedent is not chosen; flat in 0.1 … 1
OPENING = 25  # words; what the default asks of the first of its ranking; flat in 20 … 30
FRONT = 50  # ranks; up to here likeness has its price, behind it only what is nearly the same is found
RIVALS = 300  # so many sentences at most are compared with one for near-equality, however alike a text's lines are

_ASKS = re.compile(r"[?？؟][\"'”“»’)\]]*$")


def select(  # noqa: PLR0913 (all but the first three have defaults)
    document: Document,
    saliences: Sequence[float],
    *,
    budget: Budget,
    exclude: Collection[Exclusion] = (),
    opening: int = 0,
    every: bool = True,
) -> tuple[Choice, ...]:
    """Rank every sentence, and choose from the top as many as the budget holds.

    Args:
        saliences: one a sentence, in document order, in 0..1.
        exclude: kinds of sentences that rank behind all others.
        opening: words that the first of the ranking should have, as it may be all of the summary.
        every: whether those that are not chosen are ranked and given as well; most of the work goes into them.

    Returns:
        One choice a sentence, or only the chosen, in document order. The ranking does not hang on the budget, so a
        shorter summary is always a subset of a longer one. Sentences that cannot stand in a summary
        (fragments, what was said before, what was excluded) have salience 0 and rank last; one is
        chosen only where there is nothing else. There is always one chosen, even if it does not fit.
    """
    back = pointing_back(document.sentences, document.language)
    able = [s.index for s in document.sentences if not s.fragment and not is_excluded(s, exclude)]
    standing = Ranking(document.sentences, saliences, back, able, price=REDUNDANCY_PRICE).standing(opening)
    ranked: list[tuple[int, float]] = []

    def best_first() -> Iterator[Sentence]:
        for place in standing:
            ranked.append(place)
            yield document.sentences[place[0]]

    last = max(budget.holding(best_first(), document), 1)
    if every or not ranked:
        ranked += standing
        ranked += [(index, 0.0) for index in _left(document.sentences, saliences, ranked)]
    shown = sorted((index, rank, salience) for rank, (index, salience) in enumerate(ranked, 1) if every or rank <= last)
    return tuple(
        Choice(
            document.sentences[index],
            rank,
            salience,
            rank <= last,
            depends_on=index - 1 if index and back[index] else None,
        )
        for index, rank, salience in shown
    )


def in_order(choices: Sequence[Choice], order: Order) -> tuple[Choice, ...]:
    """Only the chosen, as the article has them or the best first."""
    chosen = [choice for choice in choices if choice.chosen]
    return tuple(sorted(chosen, key=lambda choice: choice.rank) if order == "rank" else chosen)


def distinct_words(text: str) -> Words:
    """The words and numbers of a sentence, case aside."""
    return frozenset(runs(text.casefold()))


def likeness(one: Words, other: Words) -> float:
    """Jaccard: words in common over words in either; 1 for two without words."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else float(not one and not other)


def is_excluded(sentence: Sentence, kinds: Collection[Exclusion]) -> bool:
    """Whether the sentence asks, or quotes four words or more, and that is not wanted."""
    if "questions" in kinds and _ASKS.search(sentence.text):
        return True
    return "quotes" in kinds and bool(proper_quotations(sentence.text))


def _left(
    sentences: Sequence[Sentence], saliences: Sequence[float], standing: Sequence[tuple[int, float]]
) -> list[int]:
    """The sentences that cannot stand, whole ones before fragments."""
    ranked = {index for index, _ in standing}
    left = [index for index in range(len(sentences)) if index not in ranked]
    return sorted(left, key=lambda index: (sentences[index].fragment, -saliences[index], index))


# A place in the queue: its worth beside the first so many of those ranked, as a loss; the place; how many those are.
_Bid = tuple[float, int, int]


class Ranking:
    """Ranks sentences one by one, each by what it adds to those before it.

    What a sentence is worth only falls as others are ranked, except where its
    antecedent is. So the best of the queue is brought up to date, put back, and
    ranked when it comes out again: few of them have to be weighed anew.

    ``back`` tells of each sentence whether it points back to the one before;
    ``able`` are the places of those that can stand in a summary; asides rank
    behind the others.
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
        self._lengths = [len(sentence.words) for sentence in sentences]
        self._sentences = sentences
        self._known_words: list[Words | None] = [None] * len(sentences)
        self._redeemable = [dangles and one.index > 0 for one, dangles in zip(sentences, back, strict=True)]
        self._worth = [
            salience * (DANGLING if dangles else 1.0) for salience, dangles in zip(saliences, back, strict=True)
        ]
        self._saliences = saliences
        self._closest = [0.0] * len(sentences)
        self._price = price
        self._queue: list[_Bid] = [(-self._worth[index], index, 0) for index in able if not sentences[index].aside]
        self._waiting = {index for _, index, _ in self._queue}
        self._asides = [index for index in able if index not in self._waiting]
        self._ranked: list[tuple[int, float]] = []
        self._front: list[Words] = []

    def standing(self, opening: int = 0) -> Iterator[tuple[int, float]]:
        """The sentences that can stand beside each other, best first, each with its salience; it never rises.

        For the first place a sentence of fewer than ``opening`` words bids by the share that it has of them.
        """
        yield from self._best_first(opening)
        if self._asides:
            self._queue = [(-self._worth[index], index, 0) for index in self._asides]
            self._waiting = set(self._asides)
            yield from self._best_first(opening=0)

    def _best_first(self, opening: int) -> Iterator[tuple[int, float]]:
        heapify(self._queue)
        if self._queue and opening:  # the first is as salient as the best
            yield from self._take(self._queue[0][0], self._fullest(opening), is_new=True)
        while self._queue and len(self._ranked) < FRONT:
            loss, place, known = heappop(self._queue)
            if place not in self._waiting:
                continue
            if known < len(self._ranked):
                heappush(self._queue, self._bid(place, known))
            else:
                yield from self._take(loss, place, is_new=self._closest[place] <= REDUNDANCY_CEILING)
        yield from self._stand_behind_the_front()

    def _fullest(self, opening: int) -> int:
        bids = [(self._worth[place] * min(1.0, self._lengths[place] / opening), -place) for place in self._waiting]
        return -max(bids)[1]

    def _stand_behind_the_front(self) -> Iterator[tuple[int, float]]:
        """The rest, in the order of what they were worth when they were last weighed."""
        if not self._queue:
            return
        said = _Said([*map(self._words, range(len(self._sentences)))], [place for place, _ in self._ranked])
        while self._queue:
            loss, place, _ = heappop(self._queue)
            if place in self._waiting:
                yield from self._take(loss, place, is_new=said.adds(place))

    def _words(self, place: int) -> Words:
        """Asked of few, where only the best are wanted."""
        words = self._known_words[place]
        if words is None:
            words = self._known_words[place] = distinct_words(self._sentences[place].text)
        return words

    def _bid(self, place: int, known: int) -> _Bid:
        """What the sentence is worth now, where its likeness to the first ``known`` of those ranked is known."""
        own = self._words(place)
        closest = max(self._closest[place], *[likeness(own, words) for words in self._front[known:]], 0.0)
        self._closest[place] = closest
        return -self._worth[place] * exp(-self._price * closest), place, len(self._ranked)

    def _take(self, loss: float, place: int, *, is_new: bool) -> Iterator[tuple[int, float]]:
        self._waiting.remove(place)
        if not is_new:
            return
        ceiling = self._ranked[-1][1] if self._ranked else 1.0
        self._ranked.append((place, min(-loss, ceiling)))
        yield self._ranked[-1]
        if len(self._front) < FRONT:
            self._front.append(self._words(place))
        following = place + 1
        if following in self._waiting and self._redeemable[following]:
            self._worth[following] = self._saliences[following]
            heappush(
                self._queue, (-self._worth[following] * exp(-self._price * self._closest[following]), following, 0)
            )


class _Said:
    """Knows which sentences nearly say what another said before.

    Two sets of words above the ceiling share one of the rarest words of each, if
    enough of those are looked at; so only sentences that do are compared.
    """

    def __init__(self, words: Sequence[Words], said: Iterable[int]) -> None:
        self._words = words
        spread = Counter(chain.from_iterable(words))
        by_spread = sorted(spread, key=lambda word: (spread[word], word))
        self._rarity = {word: place for place, word in enumerate(by_spread)}
        self._said: set[Words] = set()
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for index in said:
            self._remember(index, self._rarest(index))

    def adds(self, index: int) -> bool:
        """Whether nothing like it was said; remembers it if so."""
        own, rarest = self._words[index], self._rarest(index)
        rivals = dict.fromkeys(chain.from_iterable(self._having[word][-RIVALS:] for word in rarest))
        near = any(likeness(own, self._words[rival]) > REDUNDANCY_CEILING for rival in [*rivals][:RIVALS])
        if own in self._said or near:
            return False
        self._remember(index, rarest)
        return True

    def _rarest(self, index: int) -> list[str]:
        own = self._words[index]
        rarest = sorted(own, key=self._rarity.__getitem__)
        return rarest[: len(own) - ceil(REDUNDANCY_CEILING * len(own)) + 1]

    def _remember(self, index: int, rarest: Iterable[str]) -> None:
        self._said.add(self._words[index])
        for word in rarest:
            self._having[word].append(index)
