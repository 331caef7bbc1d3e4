"""The whole method on one page: mark, find the article, look inside it, name the headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.summariser.boilerplate.blocks import LIST_MARK, Block, measure
from service.summariser.boilerplate.headline import find_headline
from service.summariser.boilerplate.inside import mark_inside
from service.summariser.boilerplate.outside import mark_outside, trim
from service.summariser.boilerplate.region import body_region
from service.summariser.boilerplate.rules import find_notices, mark_furniture, mark_repeated
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
    notices = find_notices(blocks)
    reasons, ending = mark_furniture(blocks)
    mark_repeated(blocks, reasons)
    walls = {index for index in ending if reasons[index] == "comment-form"}
    region = body_region(blocks, reasons, walls)
    headline, found = find_headline(blocks, reasons, region, title)
    reasons |= headline
    region = trim(blocks, reasons, region, ending)
    mark_outside(blocks, reasons, region)
    mark_inside(blocks, reasons, region)
    for index in notices:
        reasons.pop(index, None)
    return _cleaned(blocks, reasons, found, notices)


def _cleaned(
    blocks: Sequence[Block], reasons: dict[int, str], title: str | None, notices: set[int]
) -> Cleaned:
    warnings: tuple[str, ...] = ()
    kept, removed = [], []
    for index, block in enumerate(blocks):
        whole = block.paragraph
        if index in reasons:
            removed.append(Removal(whole.offset, whole.length, reasons[index]))
            continue
        mark = LIST_MARK.match(block.text)
        if mark:
            removed.append(Removal(whole.offset, 1, "list-mark"))
            whole = Paragraph(whole.offset + mark.end(), whole.length - mark.end(), whole.kind)
        kept.append(whole)
    noticed = tuple(Removal(blocks[i].paragraph.offset, blocks[i].paragraph.length, "correction") for i in sorted(notices))
    return Cleaned(tuple(kept), tuple(removed), title, noticed, warnings)
