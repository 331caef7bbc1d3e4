"""The whole method on one page: mark, find the article, look inside it, name the headline."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.errors import UnknownPassageError
from service.summariser.boilerplate.asides import find_asides
from service.summariser.boilerplate.blocks import HYPHEN_MARK, LIST_MARK, NUMBER_MARK, Block, measure
from service.summariser.boilerplate.headline import UNDER_HEADLINE, find_headline
from service.summariser.boilerplate.inside import mark_inside, mark_own
from service.summariser.boilerplate.outside import (
    kind_of_afterword,
    mark_above,
    mark_afterwords,
    mark_outside,
    opening_of,
    trim,
    with_tail,
)
from service.summariser.boilerplate.recurrence import RECURRING, mark_edges, mark_labels, traces
from service.summariser.boilerplate.region import body_region
from service.summariser.boilerplate.rules import find_notices, mark_furniture, mark_repeated, mark_thread
from service.summariser.document import NO_TRACES, Paragraph, Removal, Traces

# By block: where the part begins that goes, and its reason.
Cuts = dict[int, tuple[int, str]]
# By block why it goes; the headline; the blocks of which only the end goes.
Verdict = tuple[dict[int, str], str | None, Cuts]

# Reasons that only pages give; a plain article has a byline, a date and credits as well.
TELLING: Final = frozenset(
    {
        "about-publication",
        "advertisement",
        "comment-form",
        "cookie-notice",
        "copyright",
        "navigation",
        "newsletter",
        "related-stories",
        "share-links",
    }
)
# So many such lines, or so many labels in a row at the top, and the text is a page.
FEWEST_TELLING, MENU = 2, 6
# A text is an article when so many paragraphs, with this share of its length, are prose.
FEWEST_PROSE, MOSTLY_PROSE = 3, 0.6
# Where less than this is left of a text, or of its prose, something went wrong. Of 162
# development pages the poorest keep a tenth and a seventh.
LEAST, LEAST_PROSE = 0.08, 0.12


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
    traces: Traces = NO_TRACES


def clean(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    title: str | None,
    recurring: Collection[str] = frozenset(),
    keep: Collection[int] = frozenset(),
) -> Cleaned:
    """The article's own paragraphs, its headline, and what was taken out.

    Args:
        text: the article as it came.
        paragraphs: all of its paragraphs, in order.
        title: the headline, where the caller knows it.
        recurring: those of its ``short_lines`` that are known to recur in other articles.
        keep: where passages begin that the reader wants back, as the ledger of the same text says.

    Raises:
        UnknownPassageError: nothing was left out at one of the places in ``keep``.
    """
    blocks = measure(text, paragraphs)
    notices = find_notices(blocks)
    own = mark_furniture(blocks, notices)
    known = {index: reason for index, reason in mark_labels(blocks, recurring).items() if index not in notices}
    reasons, found, cuts = _read(blocks, known | own, title)
    mark_edges(blocks, reasons, recurring)
    for index in notices:
        reasons.pop(index, None)
        cuts.pop(index, None)
    if not reasons or _leaves_an_article(blocks, reasons):
        warnings = ("recurring-lines",) if RECURRING in reasons.values() else ()
    else:
        reasons, found, cuts = own if _leaves_a_sentence(blocks, own) else {}, title, {}
        warnings = ("mostly-boilerplate",)
    asides = find_asides(blocks, reasons, notices)
    kept, removed = _parts(blocks, reasons, cuts, asides)
    if keep:
        if unknown := set(keep).difference(removal.offset for removal in removed):
            raise UnknownPassageError(min(unknown))
        kept, removed = _parts(blocks, reasons, cuts, asides, keep)
    return Cleaned(kept, removed, found, _entries(blocks, notices), warnings, traces(blocks, reasons))


def _read(blocks: Sequence[Block], reasons: dict[int, str], title: str | None) -> Verdict:
    """What a page holds beside its article."""
    region = (0, 0)
    if _is_page(blocks, reasons):
        marked = mark_repeated(blocks, reasons)
        mark_thread(blocks, marked)
        region = _article_region(blocks, marked)
    if region == (0, 0):
        return _read_article(blocks, reasons, title)
    reasons = marked
    headline, found = find_headline(blocks, reasons, region, title)
    reasons |= headline
    region = trim(blocks, reasons, region)
    mark_outside(blocks, reasons, region)
    cuts = mark_afterwords(blocks, reasons, region)
    mark_inside(blocks, reasons, region)
    return reasons, found, cuts


def _article_region(blocks: Sequence[Block], reasons: dict[int, str]) -> tuple[int, int]:
    """Where the article lies; a life of its writer that has more prose than it is not taken for it."""
    region = body_region(blocks, reasons)
    prose = [index for index in range(*region) if blocks[index].prose and index not in reasons]
    if len(prose) == 1 and kind_of_afterword(blocks[prose[0]].text, blocks[prose[0]].size) == "biography":
        reasons[prose[0]] = "biography"
        return body_region(blocks, reasons)
    return region


def _read_article(blocks: Sequence[Block], reasons: dict[int, str], title: str | None) -> Verdict:
    """The same for a text that is little more than an article, where less is in doubt."""
    region = (0, 0)
    if _is_prose(blocks):
        first = next(i for i, block in enumerate(blocks) if block.closed or block.prose)
        region = (first, with_tail(blocks, reasons, body_region(blocks, reasons)[1]))
    opening = opening_of(blocks, region)
    if all(reasons.get(index) not in UNDER_HEADLINE for index in range(region[0], opening)):
        opening = region[0]
    headline, found = find_headline(blocks, reasons, (opening, region[1]), title, above=True)
    reasons |= headline
    mark_own(blocks, reasons, (0, len(blocks)))
    cuts: Cuts = {}
    if region != (0, 0):
        mark_above(blocks, reasons)
        mark_outside(blocks, reasons, region)
        cuts = mark_afterwords(blocks, reasons, region)
    return reasons, found, cuts


def _is_page(blocks: Sequence[Block], reasons: Mapping[int, str]) -> bool:
    """Whether more than an article was pasted."""
    if _tells_of_a_page(reasons):
        return True
    menu = len(blocks) > MENU and all(block.bare for block in blocks[:MENU])
    return menu and sum(block.prose for block in blocks) >= FEWEST_PROSE


def _tells_of_a_page(reasons: Mapping[int, str]) -> bool:
    return sum(reason in TELLING for reason in reasons.values()) >= FEWEST_TELLING


def _is_prose(blocks: Sequence[Block]) -> bool:
    """Whether a text is made of paragraphs: not a poem, a list or a chat."""
    prose = [block.size for block in blocks if block.prose]
    return len(prose) >= FEWEST_PROSE and sum(prose) >= MOSTLY_PROSE * sum(b.size for b in blocks)


def _leaves_an_article(blocks: Sequence[Block], reasons: Mapping[int, str]) -> bool:
    whole = sum(block.size for block in blocks)
    prose = sum(block.size for block in blocks if block.prose)
    kept = [block for index, block in enumerate(blocks) if index not in reasons]
    kept_prose = sum(block.size for block in kept if block.prose)
    enough = sum(block.size for block in kept) >= LEAST * whole and kept_prose >= LEAST_PROSE * prose
    if all(block.bare for block in kept) and _tells_of_a_page(reasons):
        return False
    return enough and _leaves_a_sentence(blocks, reasons)


def _leaves_a_sentence(blocks: Sequence[Block], reasons: Mapping[int, str]) -> bool:
    return any(block.has_words and not block.heading and index not in reasons for index, block in enumerate(blocks))


def _parts(
    blocks: Sequence[Block],
    reasons: Mapping[int, str],
    cuts: Cuts,
    asides: Collection[int],
    keep: Collection[int] = frozenset(),
) -> tuple[tuple[Paragraph, ...], tuple[Removal, ...]]:
    """What is kept of the blocks, and the ledger; what begins at a place in ``keep`` stays whatever it looks like."""
    kept: list[Paragraph] = []
    removed: list[Removal] = []
    # Where there is prose, a line that no sentence ends stays and is not one of the sentences.
    lists = any(block.prose and index not in reasons for index, block in enumerate(blocks))
    for index, block in enumerate(blocks):
        whole = block.paragraph
        wanted = whole.offset in keep
        if index in reasons and not wanted:
            removed.append(Removal(whole.offset, whole.length, reasons[index]))
            continue
        mark = None if wanted else _mark(blocks, index)
        if mark:
            removed.append(Removal(whole.offset, len(mark[0].rstrip()), "list-mark"))
        begin = mark.end() if mark else 0
        end, reason = cuts.get(index, (whole.length, ""))
        if whole.offset + end in keep:
            end, reason = whole.length, ""
        if reason:
            removed.append(Removal(whole.offset + end, whole.length - end, reason))
        kind = "heading" if block.bare and lists else "aside" if index in asides else whole.kind
        kind = whole.kind if wanted else kind
        kept.append(Paragraph(whole.offset + begin, len(block.text[:end].rstrip()) - begin, kind))
    return tuple(kept), tuple(removed)


def _mark(blocks: Sequence[Block], index: int) -> re.Match[str] | None:
    """What makes it an item of a list: a sign, a hyphen where an item beside it has one, or a number.

    A hyphen alone may open speech.
    """
    text = blocks[index].text
    mark = LIST_MARK.match(text) or _counted_mark(blocks, index)
    if mark or not (hyphen := HYPHEN_MARK.match(text)):
        return mark
    beside = blocks[max(0, index - 1) : index + 2]
    return hyphen if sum(HYPHEN_MARK.match(block.text) is not None for block in beside) > 1 else None


def _counted_mark(blocks: Sequence[Block], index: int) -> re.Match[str] | None:
    """The number of a sentence in a list; it may also be a date, so only where the item before or behind counts on."""
    number = None if blocks[index].bare else blocks[index].number
    if not number:
        return None
    beside = {block.number for block in blocks[max(0, index - 2) : index + 3]}
    return NUMBER_MARK.match(blocks[index].text) if beside & {number - 1, number + 1} else None


def _entries(blocks: Sequence[Block], notices: Collection[int]) -> tuple[Removal, ...]:
    places = (blocks[index].paragraph for index in sorted(notices))
    return tuple(Removal(place.offset, place.length, "correction") for place in places)
