"""What stands before and behind the article."""

from collections.abc import Mapping, Sequence
from typing import Final

from service.summariser.boilerplate.blocks import SENTENCE_START, Block, heads_fixtures, is_table
from service.summariser.boilerplate.phrases import AFTERWORDS, ENDS

# What follows these is never the article again, once this share of its prose is above.
HARD_ENDS: Final = {"comment-form": 0.4, "about-publication": 0.5}
# Behind the other labels the article may go on: it does where this share of the text
# below is prose. Teasers take turns with their headlines and stay below it.
SOFT_END, PROSE_SHARE = 0.4, 0.6
# So far above the region a deck may stand, with a byline and buttons between.
DECK_REACH: Final = 80
HEADLINES: Final = frozenset({"headline", "repeated-headline"})
# A paragraph of more is the article's first, whatever stands below it.
LONGEST_DECK: Final = 250
# An afterword may have this many other lines below it.
BELOW_AFTERWORDS: Final = 1
FEWEST_BELOW: Final = 600


def trim(
    blocks: Sequence[Block],
    reasons: Mapping[int, str],
    region: tuple[int, int],
) -> tuple[int, int]:
    """The region from the headline to the first line that announces the end."""
    first, last = region
    first = _below_headline(blocks, reasons, region)
    last = _end(blocks, reasons, (first, last))
    return first, with_tail(blocks, reasons, last)


def _end(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> int:
    """Where the region ends: at the first label behind which the article does not go on."""
    first, last = region
    whole = prose = _prose(blocks, reasons, first, last)
    below = sum(blocks[i].size for i in range(first, last))
    said = sum(blocks[i].size for i in range(first, last) if i not in reasons and _speaks(blocks[i]))
    for index in range(first, last):
        block, reason = blocks[index], reasons.get(index)
        below -= block.size
        if reason is None:
            prose -= block.size if block.prose else 0
            said -= block.size if _speaks(block) else 0
        elif reason in ENDS and not block.prose:
            above = 1 - prose / max(whole, 1)
            if above >= HARD_ENDS.get(reason, SOFT_END) and (reason in HARD_ENDS or said < PROSE_SHARE * below):
                return index
    return last


def _speaks(block: Block) -> bool:
    return block.prose or (block.closed and not block.bullet)


def with_tail(blocks: Sequence[Block], reasons: Mapping[int, str], last: int) -> int:
    """The end, moved behind short closing sentences and behind a list that a colon announces."""
    while last < len(blocks) and last not in reasons:
        if _belongs(blocks[last - 1 : last + 2]):
            last += 1
        elif next_item := _next_item(blocks, last):
            last = next_item + 1
        else:
            return _below_table(blocks, reasons, last)
    return last


def _next_item(blocks: Sequence[Block], last: int) -> int | None:
    """Where a numbered list that stands right above goes on, a line between the items at most."""
    number = next((block.number for block in reversed(blocks[max(0, last - 2) : last]) if block.number), None)
    after = range(last, min(last + 2, len(blocks)))
    return next((i for i in after if number and blocks[i].number == number + 1), None)


def _below_table(blocks: Sequence[Block], reasons: Mapping[int, str], first: int) -> int:
    """The end of the table that begins here, its heading with it; else here."""
    last = first
    while last < len(blocks) and last not in reasons and blocks[last].bare and not blocks[last].bullet:
        last += 1
    return last if is_table(blocks[first:last]) else first


def _belongs(window: Sequence[Block]) -> bool:
    """Whether the middle one of three blocks is still the article's."""
    above, block = window[0], window[1]
    if above.text.endswith(":") and block.has_words:
        return True
    if block.bullet:
        return above.bullet and block.has_words
    announces = block.text.endswith(":") and len(window) > 2
    return announces or not block.bare or heads_fixtures(window[1:])


def _below_headline(blocks: Sequence[Block], reasons: Mapping[int, str], region: tuple[int, int]) -> int:
    """The start of the region, moved to right below the last headline that has enough prose under it."""
    first, last = region
    places = [i for i in range(max(0, first - DECK_REACH), last) if reasons.get(i) in HEADLINES]
    above = [i for i in places if i < first]
    inside = [i for i in places if i >= first and _prose(blocks, reasons, i, last) >= FEWEST_BELOW]
    return max(above or inside[:1], default=first - 1) + 1


def _prose(blocks: Sequence[Block], reasons: Mapping[int, str], first: int, last: int) -> int:
    return sum(blocks[i].size for i in range(first, last) if blocks[i].prose and i not in reasons)


def mark_outside(blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]) -> None:
    """Marks all outside of the region; below it a line goes with the label that it stands under."""
    first, last = region
    for index in range(first):
        reasons.setdefault(index, "navigation" if blocks[index].bare else "page-furniture")
    label = "page-furniture"
    for index in range(last, len(blocks)):
        label = reasons.setdefault(index, label)
        if label not in ENDS:
            label = "page-furniture"


def mark_above(blocks: Sequence[Block], reasons: dict[int, str]) -> None:
    """Marks the labels above the place where paragraph begins to follow on paragraph."""
    for index in range(opening_of(blocks, (0, len(blocks)))):
        if blocks[index].bare:
            reasons.setdefault(index, "page-furniture")


def opening_of(blocks: Sequence[Block], region: tuple[int, int]) -> int:
    """Where in the region paragraph begins to follow on paragraph; its last block where that is nowhere."""
    opening, last = region
    while opening < last - 1 and not opens(blocks[opening], blocks[opening + 1]):
        opening += 1
    return opening


def opens(block: Block, below: Block) -> bool:
    """Whether paragraph begins to follow on paragraph here."""
    return block.prose and (block.size >= LONGEST_DECK or below.closed or below.prose)


def mark_afterwords(
    blocks: Sequence[Block], reasons: dict[int, str], region: tuple[int, int]
) -> dict[int, tuple[int, str]]:
    """Marks the paragraphs about the article that stand behind its last one.

    Returns:
        For each paragraph of which only the last sentence is such, where in it
        that sentence begins, and its reason.
    """
    first, last = region
    cuts: dict[int, tuple[int, str]] = {}
    others = 0
    for index in range(last - 1, first, -1):
        if index in reasons:
            continue
        start, reason = _afterword(blocks[index].text)
        if reason and start:
            cuts[index] = start, reason
        elif reason:
            reasons[index] = reason
        others += start > 0 or not reason
        if others > BELOW_AFTERWORDS:
            break
    return cuts


def _afterword(text: str) -> tuple[int, str | None]:
    """Where the sentences about the article begin, in the first sentence or in the last, and what they are."""
    starts = [0, *(match.end() for match in SENTENCE_START.finditer(text)), len(text)]
    reason = kind_of_afterword(text[: starts[1]], len(text))
    if reason:
        return 0, reason
    last = starts[-2]
    return last, kind_of_afterword(text[last:], len(text) - last)


def kind_of_afterword(sentence: str, size: int) -> str | None:
    """What a sentence about the article is, if it is one; ``size`` is that of all that would go with it."""
    folded = sentence.casefold()
    for kind in AFTERWORDS:
        if size <= kind.longest and any(map(folded.__contains__, kind.cues)) and kind.pattern.match(sentence):
            return kind.reason
    return None
