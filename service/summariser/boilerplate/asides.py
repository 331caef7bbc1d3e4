"""Paragraphs that are kept and yet hardly stand in a summary: decks, captions, items of lists, boxes.

They may be the article's, so nothing of them is left out; but where there is enough
beside them, the summary is made of the rest.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from service.summariser.boilerplate import boxes
from service.summariser.boilerplate.blocks import NAME, SIGNED, Block
from service.summariser.boilerplate.credits import NO_NEWS_PICTURE, PICTURE_WORDS, SIDES
from service.summariser.boilerplate.headline import UNDER_HEADLINE
from service.summariser.boilerplate.outside import kind_of_afterword
from service.summariser.boilerplate.page import TAIL, Page
from service.summariser.boilerplate.phrases import ABOUT, ADDRESS, CORRECTION, PRESENTS, SENDER

# Stands right below a deck.
UNDER_DECK: Final = UNDER_HEADLINE | {"share-links"}
# A label of so many words says as much as a headline.
SUBHEADLINE: Final = 8
# Longer, a paragraph is none of these.
LONGEST, LONGEST_BIOGRAPHY, LONGEST_ITEM = 400, 700, 5_000
LONGEST_ALONE: Final = 250
# The last paragraphs share fewer of their long words than this with the rest, where they are not of it.
STRANGE: Final = 0.25
# 'Ada QuillAda Mary Quill': a link's name and its title, run together by a page.
GLUED: Final = re.compile(r"[A-ZÀ-Þ](?<=[a-zà-ÿ][A-ZÀ-Þ])")
GLUED_NAMES: Final = re.compile(r"\b([A-ZÀ-Þ][a-zà-ÿ]{2,})([A-ZÀ-Þ][a-zà-ÿ]{2,})")
# The summary needs other paragraphs: where those of a kind have more of the prose than this, they are the article,
# and where those of all kinds have more, the less sure ones are.
MOST, MOST_OF_ALL = 0.45, 0.5


class Kind(NamedTuple):
    """What tells one of a kind, how long one is at most, and which of those that are kept it is asked of."""

    holds: Callable[[Page, int], bool]
    longest: int = LONGEST
    among: str = "kept"


def find_asides(
    blocks: Sequence[Block], reasons: Mapping[int, str], notices: Collection[int] = frozenset()
) -> frozenset[int]:
    """The blocks that are such, of those that are kept; ``notices`` are those that tell of a correction."""
    left = [index for index, block in enumerate(blocks) if index not in reasons and not block.bare]
    sure = {index for index in left if _runs_names_together(blocks[index])}
    sure.update(index for index in notices if _corrects(blocks, index))
    if not reasons or sure.issuperset(left):
        return frozenset(() if sure.issuperset(left) else sure)
    page = Page(blocks, reasons)
    found = sure
    for kind in KINDS:
        ones = {i for i in getattr(page, kind.among) if blocks[i].size <= kind.longest and kind.holds(page, i)}
        if ones and page.share(ones) <= MOST and page.share(found | ones) <= MOST_OF_ALL:
            found |= ones
    return frozenset(found)


def _corrects(blocks: Sequence[Block], index: int) -> bool:
    """Whether it corrects the article, by its first word or by the line above."""
    above = blocks[index - 1] if index and blocks[index - 1].bare else blocks[index]
    return any(CORRECTION.match(block.folded) for block in (blocks[index], above))


def _runs_names_together(block: Block) -> bool:
    """Whether two words are glued that the paragraph also holds elsewhere."""
    if not GLUED.search(block.text):
        return False
    for glued in GLUED_NAMES.finditer(block.text):
        rest = block.text.replace(glued[0], "")
        if glued[1] in rest and glued[2] in rest:
            return True
    return False


def _is_deck(page: Page, index: int) -> bool:
    """What stands above the place where paragraph begins to follow on paragraph, and furniture or a name below it.

    And the first paragraph, if a byline, a date, buttons, a place in capitals or one more headline is below it, an
    agency's name is its end, or it only asks.
    """
    if index >= page.opening and index != page.kept[0]:
        return False
    block = page.blocks[index]
    if index < page.opening and (index + 1 in page.reasons or NAME.fullmatch(page.blocks[index + 1].text)):
        return True
    if block.size <= LONGEST_ALONE and (
        SIGNED.search(block.text) or block.text.endswith("?") or PRESENTS.match(block.folded)
    ):
        return True
    if page.is_bare(index + 1):
        below = page.blocks[index + 1]
        return below.text.isupper() or len(below.words) >= SUBHEADLINE or page.reason(index + 2) in UNDER_DECK
    return page.reason(index + 1) in UNDER_DECK


def _is_caption(page: Page, index: int) -> bool:
    block = page.blocks[index]
    if page.reason(index + 1) == "photo-credit" or (page.closes and not block.closed):
        return True
    named = "(" in block.folded and SIDES.search(block.folded)
    if named or PICTURE_WORDS.isdisjoint(block.words):
        return bool(named)
    return any(map(block.folded.__contains__, NO_NEWS_PICTURE))


def _is_foreword(page: Page, index: int) -> bool:
    """One of the first two, which tells of its sender or asks for something, or the first, above a label, of others."""
    block = page.blocks[index]
    apart = index == page.kept[0] and (page.is_bare(index + 1) or page.reason(index + 1))
    if apart or SENDER.match(block.text):
        return page.shares_few(index, STRANGE)
    return kind_of_afterword(block.text, block.size) not in {None, "biography"}


def _is_item(page: Page, index: int) -> bool:
    return page.blocks[index].bullet


def _is_any(_page: Page, _index: int) -> bool:
    return True


def _is_afterword(page: Page, index: int) -> bool:
    """One of the last, which tells of its sender, speaks to the reader or of something else."""
    block = page.blocks[index]
    if page.is_afterword(index) or SENDER.match(block.text):
        return True
    labels = (page.blocks[i].text for i in range(max(index - TAIL, 0), index) if page.is_bare(i))
    introduced = any(ABOUT.fullmatch(label) for label in labels)
    if introduced or block.size > LONGEST:
        return introduced
    return not ADDRESS.isdisjoint(block.words) or page.shares_few(index, STRANGE)


# The surest first, since there is no room for all.
KINDS: Final = (
    Kind(_is_caption),
    Kind(_is_afterword, LONGEST_BIOGRAPHY, "ends"),
    Kind(_is_any, LONGEST_ITEM, "behind"),
    Kind(_is_foreword, among="beginnings"),
    Kind(boxes.is_boxed),
    Kind(boxes.is_teaser, among="below_labels"),
    Kind(boxes.is_played, among="below_labels"),
    Kind(boxes.is_profile, among="below_labels"),
    Kind(boxes.is_cut_off),
    Kind(boxes.is_pulled),
    Kind(boxes.is_call, among="below_labels"),
    Kind(_is_deck),
    Kind(boxes.is_stranger, among="below_labels"),
    Kind(_is_item, LONGEST_ITEM),
)
