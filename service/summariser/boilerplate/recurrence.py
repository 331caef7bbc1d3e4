"""Furniture known by its recurrence: lines at the margins of an article that other articles have at theirs.

Which lines recur is told from outside; what is here is a plain function of that and of the text. A line is known
again by its folded form. Sentences recur for good reasons too (an agency's background, a quotation), so one goes
only where it stands apart from the article's prose or at its very edge, and is counted only where it did so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block, fold, stands_apart
from service.summariser.document import Traces

RECURRING: Final = "recurring"
# Longer, a paragraph is told from others by what it says and not by where it stands.
SHORTEST, LONGEST = 4, 200
# So many sentences from either end of an article stand at its edge.
OUTER: Final = 3
# What an article is known again by: two of so many of its longest paragraphs.
CORE: Final = 3
# Lines from either end of a text that are looked at; a page has some hundred.
MOST: Final = 200
# Without paragraphs every line of a text may be its own: a recipe, a poem, a list.
FEWEST_PROSE: Final = 3


def short_lines(text: str) -> tuple[str, ...]:
    """The distinct lines of a text that are short enough to be furniture, folded and in order."""
    return tuple(dict.fromkeys(fold(line.strip()) for line in _short_lines(text)))


def has_short_lines(text: str) -> bool:
    """Whether ``short_lines`` finds any."""
    return any(True for _ in _short_lines(text))


def _short_lines(text: str) -> Iterator[str]:
    lines = text.splitlines()
    ends = lines if len(lines) <= 2 * MOST else lines[:MOST] + lines[-MOST:]
    return (line for line in ends if SHORTEST <= len(line) <= 2 * LONGEST)


def traces(blocks: Sequence[Block], reasons: Mapping[int, str]) -> Traces:
    """What there is to compare in an article that was read."""
    sentences = [index for index, block in enumerate(blocks) if index not in reasons and not block.bare]
    outer = {*sentences[:OUTER], *sentences[-OUTER:]}
    margins = dict.fromkeys(
        block.folded
        for index, block in enumerate(blocks)
        if _may_be(block) and (index in reasons or block.bare or index in outer or stands_apart(blocks, reasons, index))
    )
    longest = sorted((blocks[index].folded for index in sentences), key=len, reverse=True)[:CORE]
    return Traces(margins=tuple(margins), core=tuple(longest))


def mark_labels(blocks: Sequence[Block], recurring: Collection[str]) -> dict[int, str]:
    """The reasons of lines that recur and that no sentence ends, save for a list that a colon announces."""
    found: dict[int, str] = {}
    if not recurring or sum(block.prose for block in blocks) < FEWEST_PROSE:
        return found
    announced = False
    for index, block in enumerate(blocks):
        if block.bare and not announced and _is_known(block, recurring):
            found[index] = RECURRING
        announced = block.text.endswith(":") or (announced and block.bare)
    return found


def mark_edges(blocks: Sequence[Block], reasons: dict[int, str], recurring: Collection[str]) -> None:
    """Marks sentences that recur, from the edges of the article inwards, and where they stand apart from it."""
    if not recurring or sum(block.prose for block in blocks) < FEWEST_PROSE:
        return
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        for index in order:
            if index in reasons or blocks[index].bare:
                continue
            if not _is_known(blocks[index], recurring):
                break
            reasons[index] = RECURRING
    for index, block in enumerate(blocks):
        known = index not in reasons and not block.bare and _is_known(block, recurring)
        if known and stands_apart(blocks, reasons, index):
            reasons[index] = RECURRING


def _is_known(block: Block, recurring: Collection[str]) -> bool:
    return _may_be(block) and block.folded in recurring


def _may_be(block: Block) -> bool:
    return SHORTEST <= len(block.folded) <= LONGEST and block.has_words
