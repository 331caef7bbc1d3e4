"""What stands before and behind the article."""

from collections.abc import Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block

# Above a line such as 'Related stories' there must be this share of the article's
# prose before all below it goes too; else only the line and its links go.
MOST_OF_IT: Final = 0.5


def mark_outside(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int], ending: set[int]
) -> tuple[int, int]:
    """Marks all outside of the region; returns the region that an ending line has cut short."""
    first, last = region
    if first == last:
        return region
    last = _cut(blocks, reasons, region, ending)
    for index in range(first):
        reasons.setdefault(index, "navigation")
    for index in range(last, len(blocks)):
        reasons.setdefault(index, "related-stories")
    return first, last


def _cut(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int], ending: set[int]
) -> int:
    first, last = region
    sizes = [len(blocks[i].text) if blocks[i].prose and i not in reasons else 0 for i in range(first, last)]
    total, above = sum(sizes), 0
    for index, size in zip(range(first, last), sizes, strict=True):
        if index in ending and above >= MOST_OF_IT * total:
            return index
        above += size
    return last
