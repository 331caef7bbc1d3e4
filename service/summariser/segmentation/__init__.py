"""Paragraphs → sentences, each a stretch of the text as it came.

One pass over the stops of a paragraph decides at each whether a sentence ends
there, by the token before it and the word after it. It takes time in proportion
to the length of the text, whatever the text is: every pattern that runs over it
is possessive and every look around a stop is bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.summariser.document import Paragraph
from service.summariser.segmentation.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class Span:
    """Where one sentence stands in the whole text, in code points; a ``fragment`` cannot stand alone."""

    offset: int
    length: int
    fragment: bool = False


# Stops after which white space must follow, and those of scripts that write none.
_STOPS = ".!?…‥‽⁇⁈⁉؟۔।॥։።፧"
_WIDE_STOPS = "。！？｡．"
_CLOSERS = "\"'”’»“›‹)\\]}*_」』）】〉》"
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BULLETS = "•⁃‣◦▪●■□"

_NEXT = re.compile(r"([^\w\s]{0,4})(\s?)(\w{0,24})")
_LIST_MARKER = re.compile(r"\s*(?:([0-9]{1,2})|([a-z]))(\.\)|[.)])\s")
_LOOK_BACK = 32  # the longest token before a stop that is looked at


@cache
def _stop_pattern(words: Vocabulary) -> re.Pattern[str]:
    """A stop with the quotes, brackets and footnote marks that belong to it, or a line end, or a bullet."""
    stops = _STOPS + (";\u037e" if words.semicolon_asks else "")
    spaced = "(?:[ \xa0\u202f]»)?+" if words.spaced_quotes else ""
    return re.compile(
        rf"(?P<stop>[{stops}]++(?:[ \xa0]\.(?![.\w]))*+|[{_WIDE_STOPS}]++)"
        rf"(?P<tail>[{_CLOSERS}]*+{spaced}(?: ?\[[0-9][0-9 ,–-]{{0,14}}\])*+)(?P<space>\s*+)"
        rf"|[{_LINE_ENDS}]\s*+"
        rf"|\s(?=[{_BULLETS}])"
    )


def split(text: str, paragraph: Paragraph, language: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order, without the white space around them.

    They do not overlap, and every character between them is white space.
    ``language`` is a code; for one without a vocabulary the common rules hold.
    """
    words = vocabulary(language)
    spans = []
    start = paragraph.offset
    for cut in (*_cuts(text, paragraph.offset, paragraph.end, words), paragraph.end):
        piece = text[start:cut]
        body = piece.lstrip()
        offset = cut - len(body)
        body = body.rstrip()
        if body:
            spans.append(Span(offset, len(body), False))
        start = cut
    return tuple(spans)


def _cuts(text: str, start: int, end: int, words: Vocabulary) -> Iterator[int]:
    """Where one sentence ends and another may begin, in rising order."""
    begin = start
    for match in _stop_pattern(words).finditer(text, start, end):
        if match["stop"] is None:
            yield match.start()
            begin = match.end()
        elif match.end() < end and _ends_sentence(text, match, begin, end, words):
            yield match.end("tail")
            begin = match.end()


def _ends_sentence(text: str, match: re.Match[str], begin: int, end: int, words: Vocabulary) -> bool:
    after = match.end()
    following = text[after]
    if following.islower():
        return False
    stop = match["stop"]
    if stop[-1] in _WIDE_STOPS:
        return following not in "、，,」』）)"
    if not match["space"]:
        return False
    marks, word = _next_word(text, after, end)
    if not word:
        return False
    if word[0].islower():
        return bool(marks) and marks[0] in ".…"
    if stop != "." or match["tail"]:
        return True
    return _full_stop_ends(text, match.start(), begin, marks, word, words)


def _next_word(text: str, after: int, end: int) -> tuple[str, str]:
    """The marks that stand before the next word, and its first letters; both may be empty."""
    match = _NEXT.match(text, after, end)
    return (match[1], match[3]) if match else ("", "")


def _full_stop_ends(text: str, at: int, begin: int, marks: str, word: str, words: Vocabulary) -> bool:
    """Whether a single full stop before a word that is not in lower case ends more than an abbreviation."""
    before = text[max(begin, at - _LOOK_BACK) : at].rsplit(None, 1)
    token = before[-1].lstrip("\"'“„‚«»‹›([{–—-") if before else ""
    lower = token.lower()
    opens = word.lower() in words.openers
    if lower in words.leading:
        return False
    if lower in words.counting and (word[0].isdigit() or word.isupper()):
        return False
    if len(token) == 1 and token.isalpha() and token.isupper():
        return opens
    if lower in words.closing or ("." in token[:-1] and token.replace(".", "").isalpha()):
        return opens
    if token.isdigit():
        if len(before) < 2 and len(token) < 3:
            return False
        return not (words.ordinals and len(token) < 3) or opens
    return True
