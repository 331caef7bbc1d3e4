"""The headline, found by its form, its place and its repetition."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import INNER_STOP, NAME, Block

FEWEST_WORDS, MOST_WORDS = 3, 30
LONGEST_HEADLINE: Final = 200
LONG_WORD: Final = 4
# A candidate's points: the share of its long words that the article uses is worth 1.
REPEATED, NEAR, DATED, A_WORD = 0.3, 0.2, 0.3, 0.02
# Fewer points, and the line may be anything; the first line of a text needs none.
ENOUGH: Final = 0.25
# What stands between a headline and its article.
UNDER_HEADLINE: Final = frozenset({"date-line", "byline", "read-time"})
NEAR_BELOW: Final = 3
# Said more often, a line is a table's head or the site's name.
MOST_TIMES: Final = 4
SHORTEST_PREFIX: Final = 20
# Words; what stands above a headline and tells its subject has no more.
LONGEST_KICKER: Final = 4
MOST_NAMES: Final = 3
SITE_MARKS: Final = tuple("|-–—·•:»")


def find_headline(
    blocks: Sequence[Block],
    reasons: Mapping[int, str],
    region: tuple[int, int],
    title: str | None,
    *,
    above: bool = False,
) -> tuple[dict[int, str], str | None]:
    """The blocks that are the headline, with their reasons, and the headline's text.

    With ``above`` it is looked for above the region only.
    """
    if title is None:
        best = _best(blocks, reasons, region, region[0] if above else region[1])
        if best is None:
            return {}, None
        title = best.text
        wanted = best.folded
    else:
        wanted = " ".join(title.lower().replace("’", "'").split())
    marks: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if _same(block, wanted):
            marks[index] = "repeated-headline" if marks else "headline"
    return marks, title


def _same(block: Block, wanted: str) -> bool:
    """Whether a block is the headline, the site's name behind one of the two aside."""
    if block.folded == wanted:
        return True
    if block.prose or min(len(block.folded), len(wanted)) < SHORTEST_PREFIX:
        return False
    longer, shorter = sorted((block.folded, wanted), key=len, reverse=True)
    return longer.startswith(shorter) and longer[len(shorter) :].lstrip()[:1] in SITE_MARKS


def _best(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int], end: int) -> Block | None:
    first, last = region
    if first == last:
        return None
    candidates = [*_candidates(blocks, reasons, end)]
    if not candidates:
        return None
    said = {word for block in blocks[first:last] if block.prose for word in block.words}
    counts = Counter(block.folded for block in blocks)
    opening = next(i for i in range(first, last) if blocks[i].prose)
    upper = range(_middle(blocks, reasons, region))
    best, most = None, ENOUGH
    for index in candidates:
        block = blocks[index]
        words = [word for word in block.words if len(word) >= LONG_WORD]
        repeated = counts[block.folded] > 1
        dated = any(reasons.get(i) in UNDER_HEADLINE for i in range(index + 1, index + 1 + NEAR_BELOW))
        if (
            counts[block.folded] > MOST_TIMES
            or not words
            or (index > opening and not (dated and (repeated or index in upper)))
        ):
            continue
        points = sum(word in said for word in words) / (len(words) + 1)
        points += REPEATED * repeated + DATED * dated + A_WORD * min(10, len(block.words))
        points += NEAR * min(1, index / (opening or 1))
        if points > most:
            best, most = index, points
    return None if best is None else blocks[_above_deck(blocks, best, candidates)]


def _above_deck(blocks: Sequence[Block], index: int, candidates: Collection[int]) -> int:
    """The line above, where it is long enough for a headline and this one, which is no shorter, is its deck."""
    above = index - 1
    if above not in candidates or not LONGEST_KICKER < len(blocks[above].words) <= len(blocks[index].words):
        return index
    return above


def _middle(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> int:
    """The block at which half of the region's prose is above."""
    sizes = {i: blocks[i].size for i in range(*region) if blocks[i].prose and i not in reasons}
    left = sum(sizes.values()) / 2
    for index, size in sizes.items():
        left -= size
        if left <= 0:
            return index
    return region[1]


def _has_headline_form(block: Block) -> bool:
    if block.prose or block.bullet or block.size > LONGEST_HEADLINE or _is_name(block):
        return False
    return not block.closed or (block.text[-1:] in "?!" and not INNER_STOP.search(block.text))


def _is_name(block: Block) -> bool:
    return len(block.text.split()) <= MOST_NAMES and NAME.fullmatch(block.text) is not None


def _candidates(blocks: Sequence[Block], reasons: Mapping[int, str], last: int) -> Iterator[int]:
    for index in range(last):
        block = blocks[index]
        free = reasons.get(index, "page-furniture") == "page-furniture"
        if free and _has_headline_form(block) and FEWEST_WORDS <= len(block.words) <= MOST_WORDS:
            yield index
