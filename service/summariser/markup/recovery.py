"""Paragraphs that the extractor left behind, though they stand where it found the others."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

# Where a paragraph stands: the nearest <article>, tag and class of the elements around it.
Place = tuple[HtmlElement | None, tuple[tuple[str, str], ...]]
# Comments, too, may stand in a <div class="content">, but not in one that stands where the article's does.
DEEP_ENOUGH = 2

# So much of what was found must stand in one kind of place.
SHARE = 0.5
# A left paragraph must be prose: a sentence, and mostly not links.
SHORTEST, MOST_LINKED = 60, 0.3
# Every candidate is looked up in all that was found; in a book that takes too long.
LONGEST = 200_000
# Letters at either end of a paragraph that no other one shares.
END = 24
STOPS = ".!?…。！？\"'”’»)"


def recover(tree: HtmlElement, blocks: Sequence[str]) -> list[str]:
    """The blocks of text that were found, with those that stood among them in the page.

    ``blocks`` are in the order of the page. A paragraph is added after the block
    that it follows, where what is around it looks like what is around most of
    the found text; a found one from which words were cut is made whole. So a
    body in several columns comes back, and a short paragraph between long ones.
    """
    found = {_bare(block): index for index, block in enumerate(blocks)}
    candidates = [(_bare(text), text, paragraph) for paragraph in tree.iter("p") if (text := _text(paragraph))]
    place = _usual_place([(found[bare], paragraph) for bare, _, paragraph in candidates if bare in found], blocks)
    whole = "".join(found)
    if place is None or len(whole) > LONGEST:
        return list(blocks)
    holed = {end: index for bare, index in found.items() for end in _ends(bare)}
    repaired = {index: [block] for index, block in enumerate(blocks)}
    last = -1
    for bare, text, paragraph in candidates:
        if bare in found:
            last = found[bare]
        elif _place(paragraph) != place or bare in whole:
            continue
        elif (hole := next((holed[end] for end in _ends(bare) if end in holed), None)) is not None:
            repaired[hole][0] = text
            last = hole
        elif last >= 0 and _is_prose(text, paragraph):
            repaired[last].append(text)
    return [text for texts in repaired.values() for text in texts]


def _ends(bare: str) -> tuple[str, ...]:
    """By what a paragraph is known again though words are missing from its middle."""
    return (bare[:END], bare[-END:]) if len(bare) > 2 * END else ()


def _usual_place(found: Sequence[tuple[int, HtmlElement]], blocks: Sequence[str]) -> Place | None:
    """Where most of the found text stands."""
    sizes: Counter[Place] = Counter()
    for index, paragraph in found:
        sizes[_place(paragraph)] += len(blocks[index])
    if not sizes:
        return None
    place, size = sizes.most_common(1)[0]
    return place if size >= SHARE * sum(map(len, blocks)) else None


def _place(paragraph: HtmlElement) -> Place:
    around = list(islice(paragraph.iterancestors(), DEEP_ENOUGH))
    looks = tuple((element.tag, element.get("class") or "") for element in around)
    return next(paragraph.iterancestors("article"), None), looks


def _is_prose(text: str, paragraph: HtmlElement) -> bool:
    linked = sum(len(_text(link)) for link in paragraph.iter("a"))
    return len(text) >= SHORTEST and text[-1] in STOPS and linked <= MOST_LINKED * len(text)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _bare(text: str) -> str:
    return "".join(text.split())
