"""The headline, found by its form, its place and its repetition."""

from collections.abc import Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block

LONGEST_HEADLINE: Final = 200
FEWEST_WORDS: Final = 3


def find_headline(
    blocks: Sequence[Block],
    reasons: Mapping[int, str],
    region: tuple[int, int],
    title: str | None,
) -> tuple[dict[int, str], str | None]:
    """The blocks that are the headline, with their reasons, and the headline's text."""
    if title is not None:
        wanted = " ".join(title.lower().replace("’", "'").split())
    else:
        best = _best(blocks, reasons, region)
        if best is None:
            return {}, None
        title, wanted = best.text, best.folded
    marks: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if block.folded == wanted:
            marks[index] = "repeated-headline" if marks else "headline"
    return marks, title


def _best(
    blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]
) -> Block | None:
    first, last = region
    if first == last:
        return None
    said = {word for block in blocks[first:last] if block.prose for word in block.words if len(word) > 3}
    opening = next(i for i in range(first, last) if blocks[i].prose)
    best, score = None, 0.25
    folded = [b.folded for b in blocks]
    for index in range(opening):
        block = blocks[index]
        if index in reasons or block.prose or block.bullet or not FEWEST_WORDS <= len(block.words) <= 30:
            continue
        long = [w for w in block.words if len(w) > 3]
        if not long:
            continue
        value = sum(w in said for w in long) / len(long) + 0.3 * (folded.count(block.folded) > 1) + 0.2 * index / opening + 0.02 * min(len(block.words), 10)
        if value > score:
            best, score = block, value
    return best
