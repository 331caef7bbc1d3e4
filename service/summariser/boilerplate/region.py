"""Where the article lies on the page: the stretch with the most prose for the fewest labels."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from statistics import median
from typing import Final

from service.summariser.boilerplate.blocks import Block
from service.summariser.boilerplate.phrases import ENDS

# Prose counts by its length in hundreds of characters, from 40 up to 600: one long
# comment must not outweigh an article, and a teaser's one sentence counts little.
FREE, MOST, UNIT = 40, 600, 100
# What a line costs that is not prose, by kind.
FURNITURE: Final = -1.5
# Furniture that stands inside of articles says nothing about where they end.
HARMLESS: Final = frozenset({"advertisement", "photo-credit", "caption", "page-furniture", "correction"})
LABEL: Final = -1.0
HEADING: Final = -0.3
EMPTY: Final = -0.3
SHORT_SENTENCE: Final = 0.0
# A run of such lines costs no more than this: articles are cut in two by boxes of links.
DEEPEST: Final = -8.0
# Of so many lines one is that no label announces, as 'Share this story' is.
SMALL_BOX: Final = 4
# These lines end even an article of which little was found.
WALLS: Final = frozenset({"comment-form", "about-publication"})
# A box of links in an article is no longer than this.
WIDEST_BOX: Final = 15
# About three paragraphs of prose.
AN_ARTICLE: Final = 5.0
# A paragraph of this length that shares so many of its long words with the article is of the same story.
SHORTEST_LAST, SAME_STORY = 120, 0.4


def body_region(blocks: Sequence[Block], reasons: Mapping[int, str]) -> tuple[int, int]:
    """First and last-plus-one block of the article; (0, 0) where there is no prose.

    Behind a line that announces the readers' comments nothing is looked for, once
    an article's worth of prose stands above it.
    """
    best, start, total, gap = 0.0, 0, 0.0, 0.0
    region = (0, 0)
    for index, block in enumerate(blocks):
        wall = reasons.get(index) == "comment-form" and not block.prose
        if wall and best >= AN_ARTICLE:
            break
        if index in reasons or not block.prose:
            worth = max(_cost(block, reasons.get(index)), DEEPEST - gap)
            gap += worth
        else:
            worth, gap = _worth(block), 0.0
        if total <= 0:
            start, total = index, 0.0
        total += worth
        if total > best and block.prose:
            best, region = total, (start, index + 1)
    return _widened(blocks, reasons, region, short=best < AN_ARTICLE) if best else region


def _widened(
    blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int], *, short: bool
) -> tuple[int, int]:
    """The region with the paragraphs beyond a box of links, and of a ``short`` article those above it, too.

    Two that follow on each other, each like the article's own, are enough, one that
    tells the same story, and below one right behind a small box; teasers take turns with their headlines.
    """
    first, last = region
    story = _Story(blocks, reasons, region)
    index, pair = last, False
    walls = WALLS if short else ENDS
    while index < min(last + WIDEST_BOX, len(blocks)) and reasons.get(index) != "comment-form":
        near = index - last <= SMALL_BOX and not any(reasons.get(i) in walls for i in range(last, index))
        follows = story.is_like(index)
        index += 1
        if follows and (pair or near or story.goes_on(index - 1)):
            last = index
        pair = follows
    return _first(story, first) if short else first, last


def _first(story: "_Story", first: int) -> int:
    """The first paragraph of the article, or one above a box."""
    index, pair = first - 1, False
    while index >= max(first - WIDEST_BOX, 0):
        follows = story.is_like(index)
        if follows and (pair or story.goes_on(index)):
            first = index
        pair = follows
        index -= 1
    return first


class _Story:
    """The article as far as it was found, to tell what else is of it."""

    def __init__(self, blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> None:
        self._blocks, self._reasons = blocks, reasons
        self._own = [blocks[i] for i in range(*region) if blocks[i].prose and i not in reasons]
        self._size = median(block.size for block in self._own) / 2

    def is_like(self, index: int) -> bool:
        """Whether the block is a paragraph as large as the article's own."""
        block = self._blocks[index]
        return index not in self._reasons and block.prose and not block.bullet and block.size >= self._size

    def goes_on(self, index: int) -> bool:
        """Whether the block tells the same story by its words."""
        block = self._blocks[index]
        if block.size < SHORTEST_LAST:
            return False
        words = block.long_words
        return sum(word in self._said for word in words) >= SAME_STORY * max(len(words), 1)

    @cached_property
    def _said(self) -> frozenset[str]:
        """Found once, and seldom asked for."""
        return frozenset(word for block in self._own for word in block.long_words)


def _worth(block: Block) -> float:
    worth = (min(block.size, MOST) - FREE) / UNIT
    return worth / 2 if block.bullet else worth


def _cost(block: Block, reason: str | None) -> float:
    if reason:
        return 0.0 if reason in HARMLESS else FURNITURE
    if block.closed:
        return SHORT_SENTENCE
    if block.heading:
        return HEADING
    return LABEL if any(map(str.isalpha, block.folded)) else EMPTY
