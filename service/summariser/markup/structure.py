"""Is it safe to parse this page? One look at its tags, before a parser sees them.

Parsers and extractors take time that grows with the square of what no page
has: a hundred thousand attributes on one tag, elements a thousand deep.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from service.errors import LimitExceededError
from service.summariser.bounds import DEEPEST, MOST_ATTRIBUTES, MOST_TAGS
from service.summariser.markup.rendering import names, tidy

# Up to here an extractor can be let loose on a page; see tests/benchmarks/hostile_files.py.
FEW_TAGS, LITTLE_DEPTH = 9_000, 60_000
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
DECLARATION = re.compile(r"<(?:!doctype|!\[|\?)[^>]*+>|\n-->", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""[^\s=/"'>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?""")
# What only a whole page has.
OF_A_PAGE = names("html head body nav header footer aside main")
# Elements without an end, and those that end by themselves where the next begins.
VOID = names("area base br col embed hr img input link meta param source track wbr")
SELF_ENDING = names("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt")


@dataclass(frozen=True, slots=True)
class Structure:
    """How many tags a page has, the sum of the depths at which they stand, and whether it is more than a fragment."""

    tags: int
    depth: int
    is_page: bool

    @property
    def is_common(self) -> bool:
        return self.tags <= FEW_TAGS and self.depth <= LITTLE_DEPTH


def measure(html: str) -> Structure:
    """What a page is built like.

    Raises:
        LimitExceededError: no page that people read is built like this.
    """
    tags = depths = 0
    page = False
    opened = _Open()
    for tags, found in enumerate(TAG.finditer(html), 1):
        if found["start"]:
            name = found["start"].lower()
            page = page or name in OF_A_PAGE
            _count_attributes(found["rest"])
            opened.start(name, found["rest"])
            depths += len(opened.names)
        elif found["end"]:
            opened.end(found["end"].lower())
        if tags > MOST_TAGS:
            raise _over("The number of tags in the page", MOST_TAGS, "tags")
        if len(opened.names) > DEEPEST:
            raise _over("The nesting of tags in the page", DEEPEST, "levels")
    return Structure(tags, depths, page)


def strip(html: str) -> str:
    """What stands between the tags, for pages that show nothing in any other way."""
    return tidy(unescape(DECLARATION.sub("\n", TAG.sub("\n", html).replace("\n>", "\n"))))


def _count_attributes(rest: str) -> None:
    if len(rest) > SHORT_TAG and sum(1 for _ in ATTRIBUTE.finditer(rest)) > MOST_ATTRIBUTES:
        raise _over("One tag of the page", MOST_ATTRIBUTES, "attributes")


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
