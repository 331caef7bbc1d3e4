"""Furniture between the article's own paragraphs."""

from collections.abc import Sequence
from typing import Final

from service.summariser.boilerplate.blocks import Block

LONGEST_CAPTION: Final = 300
SHORTEST_RUN: Final = 3


def mark_inside(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks repeated lines, runs of links and captions inside the article."""
    first, last = region
    _mark_duplicates(blocks, reasons, region)
    _mark_captions(blocks, reasons, region)
    run: list[int] = []
    for index in range(first, last):
        block = blocks[index]
        if block.bare and not block.heading:
            run.append(index)
            continue
        _mark_run(blocks, reasons, run)
        run = []
    _mark_run(blocks, reasons, run)


def _mark_run(blocks: Sequence[Block], reasons: dict[int, str], run: list[int]) -> None:
    if not run:
        return
    above = blocks[run[0] - 1] if run[0] else None
    if above and above.text.endswith(":"):
        return
    for index in run:
        reasons.setdefault(index, "related-stories")


def _mark_duplicates(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    seen: set[str] = set()
    for index in range(*region):
        block = blocks[index]
        if index in reasons or not block.words:
            continue
        if block.folded in seen:
            reasons[index] = "duplicate"
        seen.add(block.folded)


def _mark_captions(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> None:
    for index in range(*region):
        if reasons.get(index) == "photo-credit" and index > region[0]:
            above = blocks[index - 1]
            if len(above.text) <= LONGEST_CAPTION and blocks[index].beside:
                reasons.setdefault(index - 1, "caption")
