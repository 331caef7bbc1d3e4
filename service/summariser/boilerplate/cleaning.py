"""The whole method on one page: mark, find the article, look inside it, name the headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.summariser.boilerplate.blocks import Block, measure
from service.summariser.boilerplate.headline import find_headline
from service.summariser.boilerplate.inside import mark_inside
from service.summariser.boilerplate.outside import mark_outside
from service.summariser.boilerplate.region import body_region
from service.summariser.boilerplate.rules import is_notice, mark_furniture
from service.summariser.document import Paragraph, Removal


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left of a text, and the ledger of the rest.

    Every visible character of the text is in a paragraph or in ``removed``,
    both in the order of the text. ``notices`` are corrections and updates: they
    stay in the paragraphs as well. ``warnings`` are codes.
    """

    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removal, ...]
    title: str | None
    notices: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()


def clean(text: str, paragraphs: Sequence[Paragraph], *, title: str | None) -> Cleaned:
    """The article's own paragraphs, its headline, and what was taken out.

    Args:
        text: the article as it came.
        paragraphs: all of its paragraphs, in order.
        title: the headline, where the caller knows it.
    """
    blocks = measure(text, paragraphs)
    notices = {index for index, block in enumerate(blocks) if is_notice(block)}
    reasons, ending = mark_furniture(blocks)
    region = body_region(blocks, reasons)
    headline, found = find_headline(blocks, reasons, region, title)
    reasons |= headline
    region = mark_outside(blocks, reasons, region, ending)
    mark_inside(blocks, reasons, region)
    for index in notices:
        reasons.pop(index, None)
    return _cleaned(blocks, reasons, found, notices)


def _cleaned(
    blocks: Sequence[Block], reasons: dict[int, str], title: str | None, notices: set[int]
) -> Cleaned:
    warnings: tuple[str, ...] = ()
    return Cleaned(
        tuple(block.paragraph for index, block in enumerate(blocks) if index not in reasons),
        tuple(
            _removal(block, reasons[index]) for index, block in enumerate(blocks) if index in reasons
        ),
        title,
        tuple(_removal(blocks[index], "correction") for index in sorted(notices)),
        warnings,
    )


def _removal(block: Block, reason: str) -> Removal:
    return Removal(block.paragraph.offset, block.paragraph.length, reason)
