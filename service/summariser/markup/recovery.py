"""Paragraphs that the extractor left behind, though they stand where it found the others."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

# What the parent of a paragraph looks like: the nearest <article>, tag and class.
Place = tuple[HtmlElement | None, str, str]

# So much of what was found must stand in one kind of place.
SHARE = 0.5
# A left paragraph must be prose: a sentence, and mostly not links.
SHORTEST, MOST_LINKED = 60, 0.3
STOPS = ".!?…。！？\"'”’»)"


def recover(tree: HtmlElement, blocks: Sequence[str]) -> list[str]:
    """The blocks of text that were found, with those that stood among them in the page.

    ``blocks`` are in the order of the page. A paragraph is added after the block
    that it follows, where its parent looks like the parent of most of what was
    found. So a body in several columns, or a short paragraph between long ones,
    comes back whole.
    """
    found = {_bare(block): index for index, block in enumerate(blocks)}
    candidates = [(_bare(text), text, paragraph) for paragraph in tree.iter("p") if (text := _text(paragraph))]
    place = _usual_place([(found[bare], paragraph) for bare, _, paragraph in candidates if bare in found], blocks)
    if place is None:
        return list(blocks)
    whole = "".join(found)
    added: dict[int, list[str]] = {}
    last = -1
    for bare, text, paragraph in candidates:
        if bare in found:
            last = found[bare]
        elif last >= 0 and _place(paragraph) == place and bare not in whole and _is_prose(text, paragraph):
            added.setdefault(last, []).append(text)
    return [text for index, block in enumerate(blocks) for text in (block, *added.get(index, ()))]


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
    parent = paragraph.getparent()
    article = next(parent.iterancestors("article"), None) if parent.tag != "article" else parent
    return article, parent.tag, parent.get("class") or ""


def _is_prose(text: str, paragraph: HtmlElement) -> bool:
    linked = sum(len(_text(link)) for link in paragraph.iter("a"))
    return len(text) >= SHORTEST and text[-1] in STOPS and linked <= MOST_LINKED * len(text)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _bare(text: str) -> str:
    return "".join(text.split())
