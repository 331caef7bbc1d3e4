"""Elements → lines of text: what a reader would see, without its looks."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from service.summariser.markup.encoding import sane


def names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A line that was broken on purpose stands alone, too: it may be verse, or a paragraph of careless markup.
BLOCKS = names(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 head header hgroup html legend li main menu nav ol option p pre section summary
    table tbody tfoot thead tr ul item list quote row br hr lb
    """
)
CELLS = names("td th cell")
UNSEEN = names(
    """
    applet audio button canvas embed head iframe input map math noembed noframes noscript object rp rt script select
    style svg template textarea title video
    """
)
FURNITURE = names("nav footer aside form dialog menu")
# Of so many one is the article, or none is.
MOST_PARTS = 10
# Invisible, and in the way of words; joiners are letters' business and stay.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def render(root: _Element) -> str:
    """The text below an element; paragraphs, headings, list items and rows are parted by blank lines."""
    return tidy("".join(_pieces(root)))


def visible(tree: _Element) -> str:
    """The text of a page without its furniture; only that of <main> or <article>, where it is half of the page."""
    whole = tidy("".join(_pieces(tree, UNSEEN | FURNITURE)))
    parts = ("".join(_pieces(part, UNSEEN | FURNITURE)) for part in islice(tree.iter("main", "article"), MOST_PARTS))
    longest = tidy(max(parts, key=len, default=""))
    return longest if len(longest) >= len(whole) / 2 else whole


def tidy(text: str) -> str:
    """White space made sane: one space between words, one blank line between paragraphs."""
    lines = (" ".join(line.split()) for line in sane(INVISIBLE.sub("", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(root: _Element, unseen: frozenset[str] = UNSEEN) -> Iterator[str]:
    """Texts of an element and its marks of structure, in reading order, without recursion."""
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            yield _mark(tag)
        elif tag and tag not in unseen:
            yield _mark(tag)
            yield _flow(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if element is not root:
            yield _flow(element.tail)


def _flow(text: str | None) -> str:
    """Source text flows: its line ends are mere spaces."""
    return " ".join(re.split(r"[\n\r]", text)) if text else ""


def _mark(tag: str) -> str:
    if tag in BLOCKS:
        return "\n\n"
    return " " if tag in CELLS else ""
