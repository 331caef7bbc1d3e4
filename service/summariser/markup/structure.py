"""Is it safe to parse this page? One look at its tags, before a parser sees them.

Parsers and extractors take time that grows with the square of what no page
has: a hundred thousand attributes on one tag, elements a thousand deep.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from service.errors import LimitExceededError
from service.summariser.markup.rendering import names, tidy

# The most met on 72 news pages and blogs: 1,680 tags, 31 deep, 64 attributes. The parser gives up at a depth of 256.
MOST_TAGS, DEEPEST, MOST_ATTRIBUTES = 200_000, 100, 1_000
# Up to here an extractor can be let loose on a page; see tests/benchmarks/hostile_files.py.
FEW_TAGS, LITTLE_DEPTH = 8_000, 100_000
# A shorter tag cannot hold too many attributes.
SHORT_TAG = 2 * MOST_ATTRIBUTES

# Every alternative takes all that it has read, so the whole page is read once. Scripts and comments hold no tags.
TAG = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+"
    r"|<(?P<raw>script|style)(?=[\s/>])(?:[^<]++|<(?!/(?P=raw)))*+"
    r"|</(?P<end>[a-z][^\s/>]*+)[^>]*+"
    r"""|<(?P<start>[a-z][^\s/>]*+)(?P<rest>(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+)""",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""[^\s=/"'>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?""")
# Elements without an end, and those that end by themselves where the next begins.
VOID = names("area base br col embed hr img input link meta param source track wbr")
SELF_ENDING = names("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt")


@dataclass(frozen=True, slots=True)
class Size:
    """How many elements a page has, and the sum of the depths at which they stand."""

    tags: int
    depth: int

    @property
    def is_common(self) -> bool:
        return self.tags <= FEW_TAGS and self.depth <= LITTLE_DEPTH


def measure(html: str) -> Size:
    """The size of a page.

    Raises:
        LimitExceededError: no page that people read is built like this.
    """
    tags = depths = 0
    opened = _Open()
    for found in TAG.finditer(html):
        if found["start"]:
            tags += 1
            _count_attributes(found["rest"])
            opened.start(found["start"].lower(), found["rest"])
            depths += len(opened.names)
        elif found["end"]:
            opened.end(found["end"].lower())
        if tags > MOST_TAGS:
            raise LimitExceededError(
                what="The number of tags in the page", limit=MOST_TAGS, unit="tags", pointer="/html"
            )
        if len(opened.names) > DEEPEST:
            raise LimitExceededError(what="The nesting of the page", limit=DEEPEST, unit="levels", pointer="/html")
    return Size(tags, depths)


def strip(html: str) -> str:
    """What stands between the tags, for pages that show nothing in any other way."""
    return tidy(unescape(TAG.sub("\n", html).replace("\n>", "\n")))


def _count_attributes(rest: str) -> None:
    if len(rest) > SHORT_TAG and sum(1 for _ in ATTRIBUTE.finditer(rest)) > MOST_ATTRIBUTES:
        raise _over("One of its tags", MOST_ATTRIBUTES, "attributes")


def _over(what: str, limit: int, unit: str) -> LimitExceededError:
    return LimitExceededError(what=what, limit=limit, unit=unit, pointer="/html")


@dataclass(slots=True)
class _Open:
    """The elements that are open at one place of the page."""

    names: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def start(self, name: str, rest: str) -> None:
        if name in VOID or rest.endswith("/"):
            return
        if name in SELF_ENDING:
            self._end_before(name)
        self.names.append(name)
        self.counts[name] += 1

    def _end_before(self, name: str) -> None:
        """End the element of that name that the next one of its kind ends, such as the row before a row."""
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] == name:
                return self.end(name)
            if self.names[index] not in SELF_ENDING:
                return None
        return None

    def end(self, name: str) -> None:
        """Close an element and all that was left open in it; an end without a start closes nothing."""
        if self.counts[name]:
            while True:
                last = self.names.pop()
                self.counts[last] -= 1
                if last == name:
                    return
