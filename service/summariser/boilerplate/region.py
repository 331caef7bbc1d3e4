"""Where the article lies on the page: the stretch with the most prose for the fewest labels."""

from collections.abc import Mapping, Sequence
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
# About three paragraphs of prose.
AN_ARTICLE: Final = 5.0


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
    return region


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
    return LABEL if block.words else EMPTY
