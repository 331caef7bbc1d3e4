"""Boxes between an article's paragraphs: teasers, players, signs of who speaks, calls to subscribe."""

from typing import Final

from service.summariser.boilerplate.blocks import NAME, stands_apart
from service.summariser.boilerplate.page import Page
from service.summariser.boilerplate.phrases import ADDRESS, ENDS, LABELS, MARKED, MEDIA, SPEECH, TRUNCATED
from service.summariser.boilerplate.region import HARMLESS

# Stands above the paragraph of a teaser, with its headline: when it was, how long it takes to read.
OVER_TEASER: Final = frozenset({"date-line", "read-time"})
REACH: Final = 3
# 'Read more:' stands before what is announced; without a colon it is a line of its own.
LONGEST_LABEL: Final = 40
# A teaser has so many long words of its headline.
OF_ITS_HEADLINE: Final = 2
SHORTEST_HEADLINE: Final = 4  # words
# Where more lines are names, or headings in capitals, they part the article.
MOST_NAMED, TOO_MANY_NAMED = 2, 30
# A paragraph that stands alone between labels, is no longer than this and shares fewer
# of its long words than this with the rest of the article is hardly part of it.
LONGEST_STRANGER, STRANGE, FEWEST_TO_SHARE = 200, 0.25, 4
# So long, what is between labels and speaks to the reader is a call to do something.
LONGEST_CALL: Final = 300
# Where a text breaks off is seen in so many of its last characters.
LONGEST_END: Final = 8


def is_boxed(page: Page, index: int) -> bool:
    """A paragraph between furniture, one with an arrow, or one that a link stands above, below or around."""
    block = page.blocks[index]
    around = (page.reason(index - 1), page.reason(index + 1))
    if index != page.kept[0] and all(reason and reason not in HARMLESS for reason in around):
        return True
    label = LABELS.match(block.folded) if ":" in block.folded[:LONGEST_LABEL] else None
    if (not block.text[0].isalnum() and MARKED.match(block.text)) or (label and label.lastgroup == "related_stories"):
        return True
    return page.is_twin(index) or page.is_twin(index + 1)  # a link's picture and the link


def is_teaser(page: Page, index: int) -> bool:
    """One below a headline and a time of its own, or below a headline of which it has the words."""
    if index == page.kept[0]:
        return False
    labels = page.labels_above(index, REACH)
    above = {page.reason(label) for label in labels}
    if page.is_twin(index - 1) or not OVER_TEASER.isdisjoint(above):
        return True
    if ENDS.isdisjoint(above) or not page.is_bare(index - 1):
        return False
    headline = {*page.blocks[index - 1].long_words}
    return index in page.ends or len(headline.intersection(page.blocks[index].words)) >= OF_ITS_HEADLINE


def is_played(page: Page, index: int) -> bool:
    """What a film or a recording holds: above stands a label of a player, and perhaps its headline.

    Right above the first paragraph such a label stands for the article itself: 'Listen to this story'.
    """
    labels = page.labels_above(index, REACH)
    if index == page.kept[0]:
        labels = labels[1:2] if labels and len(page.blocks[labels[0]].words) >= SHORTEST_HEADLINE else []
    return any(len(page.blocks[i].text) <= 2 * LONGEST_LABEL and MEDIA.match(page.blocks[i].folded) for i in labels)


def is_profile(page: Page, index: int) -> bool:
    """Who somebody is: the name stands alone above, and in the paragraph again."""
    names = (page.blocks[i].text for i in page.labels_above(index, REACH))
    return page.names <= MOST_NAMED and any(NAME.fullmatch(name) and name in page.blocks[index].text for name in names)


def is_call(page: Page, index: int) -> bool:
    """One that stands alone and speaks to the reader, or begins to do so right below a call to subscribe."""
    block = page.blocks[index]
    if ADDRESS.isdisjoint(block.words) or SPEECH.search(block.text) or block.size > LONGEST_CALL:
        return False
    return page.reason(index - 1) == "newsletter" or stands_apart(page.blocks, page.reasons, index)


def is_stranger(page: Page, index: int) -> bool:
    block = page.blocks[index]
    if len(page.kept) < FEWEST_TO_SHARE or block.size > LONGEST_STRANGER or SPEECH.search(block.text):
        return False
    return stands_apart(page.blocks, page.reasons, index) and page.is_strange(index, STRANGE)


def is_cut_off(page: Page, index: int) -> bool:
    """A teaser that breaks off, alone between labels or first of all."""
    first = page.kept[:1] == [index]
    cut = TRUNCATED.search(page.blocks[index].text[-LONGEST_END:]) is not None
    return cut and (first or stands_apart(page.blocks, page.reasons, index))


def is_pulled(page: Page, index: int) -> bool:
    """A quotation set large: the name of who said it stands alone below, and elsewhere, not only in what follows."""
    below = page.blocks[index + 1 : index + 3]
    if page.names > TOO_MANY_NAMED or not below or not below[0].bare or not NAME.fullmatch(below[0].text):
        return False
    if page.names <= MOST_NAMED:
        return True
    return any(below[0].text in page.blocks[i].text for i in page.kept if page.blocks[i] is not below[-1])
