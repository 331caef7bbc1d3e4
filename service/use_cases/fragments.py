"""Text fragments: the part of a URL that makes a browser jump to a sentence and mark it.

Source: WICG, URL Fragment Text Directives, https://wicg.github.io/scroll-to-text-fragment/
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

LONG_QUOTE_WORDS = 12  # a longer sentence is named by its first and last words
QUOTE_ENDS = 4
LONGEST_PREFIX = 8
MOST_TWINS = 50  # a page that repeats itself more often is not one that people read

BETWEEN_SPACES = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without the marks around it: a browser looks for words, and finds them beside any mark."""

    start: int
    end: int
    folded: str


class Fragments:
    """The directives to the sentences of one text.

    A browser takes the first place that fits, so a directive holds as many words as no earlier place
    has, at need also those before the sentence.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [word for found in BETWEEN_SPACES.finditer(text) if (word := _bare(text, *found.span()))]
        self._number_at = {word.start: number for number, word in enumerate(self._words)}
        self._places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number in range(len(self._words)):
            self._places[self._folded(number, number + QUOTE_ENDS)].append(number)

    def directive(self, offset: int, length: int) -> str:
        """What stands behind ``#:~:`` to jump to the sentence there; empty where it has no word."""
        numbers = [
            number
            for found in BETWEEN_SPACES.finditer(self._text, offset, offset + length)
            if (word := _bare(self._text, *found.span())) and (number := self._number_at.get(word.start)) is not None
        ]
        if not numbers:
            return ""
        first, behind = numbers[0], numbers[-1] + 1
        if behind - first <= LONG_QUOTE_WORDS:
            prefix = self._prefix(first, behind)
            return f"text={prefix}{self._quoted(first, behind)}"
        start = next((end for end in range(first + QUOTE_ENDS, behind) if not self._twins(first, end)), behind)
        prefix = self._prefix(first, start)
        if start == behind:
            return f"text={prefix}{self._quoted(first, behind)}"
        return f"text={prefix}{self._quoted(first, start)},{self._quoted(self._end(start, behind), behind)}"

    def _end(self, start: int, behind: int) -> int:
        """Where the words begin that end the sentence, and stand nowhere else between."""
        for last in range(max(behind - QUOTE_ENDS, start), start, -1):
            wanted = self._folded(last, behind)
            size = behind - last
            if all(self._folded(place, place + size) != wanted for place in range(start, last)):
                return last
        return start

    def _prefix(self, first: int, behind: int) -> str:
        """The words before that tell the place from the earlier ones; none where there is none."""
        twins = self._twins(first, behind)
        if not twins or len(twins) > MOST_TWINS:
            return ""
        for size in range(1, min(LONGEST_PREFIX, first) + 1):
            before = self._folded(first - size, first)
            if all(twin < size or self._folded(twin - size, twin) != before for twin in twins):
                # All marks up to the sentence belong to it: only white space may stand between the two.
                return _encoded(self._text[self._words[first - size].start : self._words[first].start]) + "-,"
        return ""

    def _twins(self, first: int, behind: int) -> Sequence[int]:
        """Earlier places with the same words."""
        wanted = self._folded(first, behind)
        size = behind - first
        known = self._places[self._folded(first, first + QUOTE_ENDS)] if size >= QUOTE_ENDS else range(first)
        earlier = [place for place in known if place < first]
        if len(earlier) > MOST_TWINS and size >= QUOTE_ENDS:
            return earlier
        return [place for place in earlier if self._folded(place, place + size) == wanted]

    def _folded(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(word.folded for word in self._words[start:end])

    def _quoted(self, start: int, end: int) -> str:
        return _encoded(self._text[self._words[start].start : self._words[end - 1].end])


def _encoded(text: str) -> str:
    """With one space between words; dash and comma are encoded too, which mean something to the directive."""
    return quote(" ".join(text.split()), safe="").replace("-", "%2D")


def _bare(text: str, start: int, end: int) -> _Word | None:
    """The word without the marks at its ends; None where it is nothing else."""
    while start < end and _is_mark(text[start]):
        start += 1
    while start < end and _is_mark(text[end - 1]):
        end -= 1
    return _Word(start, end, text[start:end].casefold()) if start < end else None


def _is_mark(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character)[0] in "PSC"
