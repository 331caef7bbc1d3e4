"""Paragraphs that are kept and yet hardly stand in a summary: decks, captions, items of lists, boxes.

They may be the article's, so nothing of them is left out; but where there is enough
beside them, the summary is made of the rest.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import NAME, SIGNED, Block
from service.summariser.boilerplate.headline import UNDER_HEADLINE
from service.summariser.boilerplate.outside import kind_of_afterword, opens
from service.summariser.boilerplate.phrases import ADDRESS, ENDS, LABELS, NO_NEWS_PICTURE, SIDES
from service.summariser.boilerplate.region import HARMLESS

# Stands right below a deck.
UNDER_DECK: Final = UNDER_HEADLINE | {"share-links"}
# Stands above the paragraph of a teaser, with its headline: when it was, how long it takes to read.
OVER_TEASER: Final = frozenset({"date-line", "read-time"})
TEASER_REACH: Final = 3
# A label of so many words says as much as a headline.
SUBHEADLINE: Final = 8
# Longer, a paragraph is none of these.
LONGEST, LONGEST_BIOGRAPHY, LONGEST_ITEM = 400, 700, 5_000
LONGEST_ALONE: Final = 250
# 'Read more:' stands before what is announced; without a colon it is a line of its own.
LONGEST_LABEL: Final = 40
# So many paragraphs at the end of an article may be about it, and share fewer of their long words than this.
TAIL, STRANGE, LONG_WORD = 3, 0.25, 5
ABOUT: Final = re.compile(r"(?:About|Über|Sobre|Acerca de|À propos d[e’']|Chi è|Over|O)(?: [A-ZÀ-Þ][\w.'’-]*){1,4}")
# 'Ada QuillAda Mary Quill': a link's name and its title, run together by a page.
GLUED: Final = re.compile(r"[A-ZÀ-Þ](?<=[a-zà-ÿ][A-ZÀ-Þ])")
GLUED_NAMES: Final = re.compile(r"\b([A-ZÀ-Þ][a-zà-ÿ]{2,})([A-ZÀ-Þ][a-zà-ÿ]{2,})")
MARKED: Final = re.compile(r"(?:>>|[►▶➤→➡👉])")
# Most paragraphs of an article close like sentences; of those that do not, some are captions.
MOSTLY_CLOSED: Final = 0.8
# The summary needs other paragraphs: where those of a kind have more of the prose than this, they are the article.
MOST: Final = 0.35

Kind = Callable[["_Page", int], bool]


class _Page:
    """The blocks with what is asked of them."""

    def __init__(self, blocks: Sequence[Block], reasons: Mapping[int, str]) -> None:
        self.blocks, self.reasons = blocks, reasons
        self.kept = [index for index, block in enumerate(blocks) if index not in reasons and not block.bare]
        self.ends = frozenset(self.kept[-min(TAIL, len(self.kept) // TAIL) :] if len(self.kept) >= TAIL else ())
        self.opening = next((i for i in self.kept if i + 1 < len(blocks) and opens(*blocks[i : i + 2])), 0)
        self.closes = sum(blocks[i].closed for i in self.kept) >= MOSTLY_CLOSED * len(self.kept)

    def is_bare(self, index: int) -> bool:
        return 0 <= index < len(self.blocks) and self.blocks[index].bare

    def is_twin(self, index: int) -> bool:
        """Whether the block says what the one above says."""
        return 0 < index < len(self.blocks) and self.blocks[index].folded == self.blocks[index - 1].folded

    def reason(self, index: int) -> str:
        """Why the block went; empty where it did not, or where there is none."""
        return self.reasons.get(index, "")


def find_asides(blocks: Sequence[Block], reasons: Mapping[int, str]) -> frozenset[int]:
    """The blocks that are such, of those that are kept."""
    glued = {i for i, block in enumerate(blocks) if i not in reasons and not block.bare and _runs_names_together(block)}
    if not reasons:
        return frozenset(glued)
    page = _Page(blocks, reasons)
    whole = sum(blocks[index].size for index in page.kept)
    found = glued
    for is_one, longest in KINDS.items():
        ones = {i for i in page.kept if blocks[i].size <= longest and is_one(page, i)}
        if sum(blocks[index].size for index in found | ones) <= MOST * whole:
            found |= ones
    return frozenset(found)


def _runs_names_together(block: Block) -> bool:
    """Whether two words are glued that the paragraph also holds elsewhere."""
    if not GLUED.search(block.text):
        return False
    for glued in GLUED_NAMES.finditer(block.text):
        rest = block.text.replace(glued[0], "")
        if glued[1] in rest and glued[2] in rest:
            return True
    return False


def _is_deck(page: _Page, index: int) -> bool:
    """What stands above the place where paragraph begins to follow on paragraph, and furniture or a name below it.

    And the first paragraph, if a byline, a date, buttons, a place in capitals or one more headline is below it, an
    agency's name is its end, or it only asks.
    """
    if index >= page.opening and index != page.kept[0]:
        return False
    block = page.blocks[index]
    if index < page.opening and (index + 1 in page.reasons or NAME.fullmatch(page.blocks[index + 1].text)):
        return True
    if block.size <= LONGEST_ALONE and (SIGNED.search(block.text) or block.text.endswith("?")):
        return True
    if page.is_bare(index + 1):
        below = page.blocks[index + 1]
        return below.text.isupper() or len(below.words) >= SUBHEADLINE or page.reason(index + 2) in UNDER_DECK
    return page.reason(index + 1) in UNDER_DECK


def _is_caption(page: _Page, index: int) -> bool:
    block = page.blocks[index]
    if page.reason(index + 1) == "photo-credit" or (page.closes and not block.closed):
        return True
    named = "(" in block.folded and SIDES.search(block.folded)
    return bool(named) or any(map(block.folded.__contains__, NO_NEWS_PICTURE))


def _is_boxed(page: _Page, index: int) -> bool:
    """A paragraph between furniture, one with an arrow, or one below a headline and a time of its own."""
    block = page.blocks[index]
    around = (page.reason(index - 1), page.reason(index + 1))
    if index != page.kept[0] and all(reason and reason not in HARMLESS for reason in around):
        return True
    label = LABELS.match(block.folded) if ":" in block.folded[:LONGEST_LABEL] else None
    if MARKED.match(block.text) or (label and label.lastgroup == "related_stories"):
        return True
    if page.is_twin(index) or page.is_twin(index + 1):  # a link's picture and the link
        return True
    return index != page.kept[0] and (page.is_twin(index - 1) or _is_teaser(page, index))


def _is_teaser(page: _Page, index: int) -> bool:
    over = OVER_TEASER | ENDS if index in page.ends and page.is_bare(index - 1) else OVER_TEASER
    for above in range(index - 1, max(index - 1 - TEASER_REACH, -1), -1):
        if page.reason(above) in over:
            return True
        if not page.reason(above) and not page.blocks[above].bare:
            return False
    return False


def _is_pulled(page: _Page, index: int) -> bool:
    """A quotation set large: the name of who said it stands alone below."""
    following = page.blocks[index + 1 : index + 2]
    return bool(following) and following[0].bare and NAME.fullmatch(following[0].text) is not None


def _is_item(page: _Page, index: int) -> bool:
    return page.blocks[index].bullet


def _is_afterword(page: _Page, index: int) -> bool:
    """One of the last, which speaks to the reader or of something else."""
    if index not in page.ends:
        return False
    block = page.blocks[index]
    if kind_of_afterword(block.text, len(block.text)):
        return True
    labels = (page.blocks[i].text for i in range(max(index - TAIL, 0), index) if page.is_bare(i))
    introduced = any(ABOUT.fullmatch(label) for label in labels)
    if introduced or block.size > LONGEST:
        return introduced
    return not ADDRESS.isdisjoint(block.words) or _is_strange(page, index)


def _is_strange(page: _Page, index: int) -> bool:
    words = [word for word in page.blocks[index].words if len(word) >= LONG_WORD]
    others = "\n".join(page.blocks[other].folded for other in page.kept if other != index)
    return sum(word in others for word in words) < STRANGE * len(words)


# Of each kind, how long one is at most.
KINDS: Final[Mapping[Kind, int]] = {
    _is_deck: LONGEST,
    _is_caption: LONGEST,
    _is_boxed: LONGEST,
    _is_pulled: LONGEST,
    _is_afterword: LONGEST_BIOGRAPHY,
    _is_item: LONGEST_ITEM,
}
