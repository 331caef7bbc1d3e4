"""Where the article lies on the page: the stretch with the most prose for the fewest labels."""

from collections.abc import Collection, Mapping, Sequence
from statistics import median
from typing import Final

from service.summariser.boilerplate.blocks import Block

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
# A box of links in an article is no longer than this.
WIDEST_BOX: Final = 15
# About three paragraphs of prose.
AN_ARTICLE: Final = 5.0
# A paragraph of this length that shares so many of its long words with the article is of the same story.
SHORTEST_LAST, SAME_STORY, LONG_WORD = 120, 0.4, 5


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
    return (region[0], _resumed(blocks, reasons, region)) if best else region


def _resumed(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> int:
    """The end, moved behind the paragraphs that go on below a box of links.

    Two that follow on each other, each like the article's own, are enough, and one that
    tells the same story; teasers take turns with their headlines.
    """
    first, last = region
    if last == len(blocks):
        return last
    own = [blocks[i] for i in range(first, last) if blocks[i].prose and i not in reasons]
    like = median(block.size for block in own) / 2
    said = {word for block in own for word in block.words if len(word) >= LONG_WORD}
    index, pair = last, False
    while index < min(last + WIDEST_BOX, len(blocks)) and reasons.get(index) != "comment-form":
        block = blocks[index]
        goes_on = index not in reasons and block.prose and not block.bullet and block.size >= like
        index += 1
        if goes_on and (pair or _is_same_story(block, said)):
            last = index
        pair = goes_on
    return last


def _is_same_story(block: Block, said: Collection[str]) -> bool:
    words = [word for word in block.words if len(word) >= LONG_WORD]
    return block.size >= SHORTEST_LAST and sum(word in said for word in words) >= SAME_STORY * max(len(words), 1)


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
    return LABEL if block.has_words else EMPTY
