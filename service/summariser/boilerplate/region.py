"""Where the article lies on the page: the stretch with the most prose for the fewest labels."""

from collections.abc import Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block

# Prose counts by its length in hundreds of characters, from 40 up to 600: one long
# comment must not outweigh an article, and a teaser's one sentence counts little.
FREE, MOST, UNIT = 40, 600, 100
# What a line costs that is not prose, by kind.
FURNITURE: Final = -1.5
LABEL: Final = -1.0
HEADING: Final = -0.3
EMPTY: Final = -0.3
SHORT_SENTENCE: Final = 0.0


def body_region(blocks: Sequence[Block], reasons: Mapping[int, str]) -> tuple[int, int]:
    """First and last-plus-one block of the article; (0, 0) where there is no prose."""
    best, start, total = 0.0, 0, 0.0
    region = (0, 0)
    for index, block in enumerate(blocks):
        if total <= 0:
            start, total = index, 0.0
        total += FURNITURE if index in reasons else _worth(block)
        if total > best and block.prose:
            best, region = total, (start, index + 1)
    return region


def _worth(block: Block) -> float:
    if block.prose:
        worth = (min(len(block.text), MOST) - FREE) / UNIT
        return worth / 2 if block.bullet else worth
    if block.closed:
        return SHORT_SENTENCE
    if block.heading:
        return HEADING
    return LABEL if block.words else EMPTY
