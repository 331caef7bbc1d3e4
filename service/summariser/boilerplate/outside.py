"""What stands before and behind the article."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block

# What follows these is never the article again, once this share of its prose is above.
HARD_ENDS: Final = {"comment-form": 0.4, "about-publication": 0.5}
# Behind the other labels the article may go on: it does where this share of the blocks
# below is prose. Teasers take turns with their headlines and stay below it.
PROSE_SHARE: Final = 0.6
# So far above the region a deck may stand, with a byline and buttons between.
DECK_REACH: Final = 80
HEADLINES: Final = frozenset({"headline", "repeated-headline"})
FEWEST_BELOW: Final = 600


def trim(
    blocks: Sequence[Block],
    reasons: Mapping[int, str],
    region: tuple[int, int],
    ending: Collection[int],
) -> tuple[int, int]:
    """The region from the headline to the first line that announces the end."""
    first, last = region
    if first == last:
        return region
    first = _below_headline(blocks, reasons, region)
    sizes = [len(blocks[i].text) if blocks[i].prose and i not in reasons else 0 for i in range(first, last)]
    total, above = sum(sizes), 0
    for index, size in zip(range(first, last), sizes, strict=True):
        rest = sum(len(blocks[i].text) for i in range(index + 1, last))
        if index in ending and _ends_here((total - above) / (rest or 1), reasons[index], above / (total or 1)):
            last = index
            break
        above += size
    return first, _with_tail(blocks, reasons, last)


def _with_tail(blocks: Sequence[Block], reasons: Mapping[int, str], last: int) -> int:
    """The end, moved behind short closing sentences and behind a list that a colon announces."""
    while last < len(blocks) and last not in reasons:
        block, above = blocks[last], blocks[last - 1]
        listed = block.bullet and bool(block.words) and (above.bullet or above.text.endswith(":"))
        if not listed and (block.bare or block.bullet):
            break
        last += 1
    return last


def _below_headline(
    blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]
) -> int:
    """The start of the region, moved to right below the last headline that has enough prose under it."""
    first, last = region
    places = [i for i in range(max(0, first - DECK_REACH), last) if reasons.get(i) in HEADLINES]
    above = [i for i in places if i < first]
    inside = [i for i in places if i >= first and _prose(blocks, reasons, i, last) >= FEWEST_BELOW]
    return max(above or inside[:1], default=first - 1) + 1


def _prose(blocks: Sequence[Block], reasons: Mapping[int, str], first: int, last: int) -> int:
    return sum(len(blocks[i].text) for i in range(first, last) if blocks[i].prose and i not in reasons)


def _ends_here(prose_below: float, reason: str, above: float) -> bool:
    if reason in HARD_ENDS:
        return above >= HARD_ENDS[reason]
    return above >= 0.4 and prose_below < PROSE_SHARE


def mark_outside(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    """Marks all outside of the region."""
    first, last = region
    if first == last:
        return
    for index in range(first):
        reasons.setdefault(index, "before")
    for index in range(last, len(blocks)):
        reasons.setdefault(index, "after")
