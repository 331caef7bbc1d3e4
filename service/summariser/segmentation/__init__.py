"""Paragraphs → sentences, each a stretch of the text as it came.

One pass over the stops of a paragraph decides at each whether a sentence ends
there, by the token before it and the word after it. It takes time in proportion
to the length of the text, whatever the text is: every pattern that runs over it
is possessive, and every look around a stop is bounded.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from service.summariser.document import Paragraph
from service.summariser.segmentation.fragments import Fragments
from service.summariser.segmentation.lines import LINE_ENDS, Layout
from service.summariser.segmentation.vocabulary import Vocabulary, vocabulary


class Span(NamedTuple):
    """Where one sentence stands in the whole text, in code points; a ``fragment`` cannot stand alone."""

    offset: int
    length: int
    fragment: bool = False


_STOPS = ".!?…‥‽⁇⁈⁉؟۔।॥։"
_WIDE_STOPS = "。！？｡．።፧"  # nothing need follow these
_CLOSERS = "\"'”’»“›‹)\\]}*_」』）】〉》"
_QUOTES = frozenset("\"'”’»“›‹«")
_BRACKETS = frozenset(")]")
_BRACKETS_OPEN = frozenset("([")
_PAUSE = ". . ."  # behind a space; at the end of a sentence a fourth stands before it
_LETTER_WORDS = "éèàìòùêяйєї"  # words of one letter that may stand last; other single letters shorten something
_BULLETS = "•⁃‣◦▪●■□"
_OPENERS = "\"'“„‚«»‹›([{–—-¿¡" + _BULLETS

_FACE = "-?[)(D]++"  # of ':-)', which closes a sentence as a stop does, or stands behind one
_SMILEY = rf"(?: ?[:;]{_FACE}(?!\w))?+"
_FOOTNOTES = r"(?: ?\[[0-9][0-9 ,–-]{0,14}\])*+"
_NEXT = re.compile(r"([^\w\s]{0,4})(\s?)(\w{0,24})")
_ELLIPSIS_IN_BRACKETS = re.compile(r"[(\[](?:\.\.\.|…)[)\]]")
_RUN_ON = re.compile(r"[^\W\d_](?<=[A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐΑ-Ω])[^\W\d_]++(?=[\s,])")
_FIRST_ITEM = re.compile(r"\s*(1|a)(\.\)|\)|\.)\s")

_LOOK_BACK = 32  # the longest token before a stop that is looked at
_PLAIN_WORD = 4  # so long a word before a full stop is seldom an unknown abbreviation
_LONGEST_ORDINAL = 2  # digits: '31.' is a day, '1999.' the end of a sentence
_LAST_ITEM = 26
_CLOCK = frozenset({"a.m", "p.m"})
_SHORT = 10  # 'At 5 a.m.' is no sentence yet


@cache
def _pattern(*, semicolon_asks: bool, spaced_quotes: bool) -> re.Pattern[str]:
    """A stop, a line end or a bullet; more stops; quotes, brackets and notes that belong to it; white space.

    It begins with a plain set of characters, so that the engine skips all others at once.
    """
    stops = _STOPS + _WIDE_STOPS + (";\u037e" if semicolon_asks else "")
    spaced = "(?:[ \xa0\u202f]»)?+" if spaced_quotes else ""
    return re.compile(
        rf"([{stops}{_BULLETS}{LINE_ENDS}:])(?:(?<!:)|(?={_FACE}(?:\s|$)))"
        rf"((?:(?<=:){_FACE})?+[{stops}]*+(?:[ \xa0]\.(?![.\w]))*+)"
        rf"([{_CLOSERS}]*+{spaced}{_FOOTNOTES}{_SMILEY})(\s*+)"
    )


def split(text: str, paragraph: Paragraph, language: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order, without the white space around them.

    They do not overlap, and every character between them is white space.
    ``language`` is a code; for one without a vocabulary the common rules hold.
    """
    words = vocabulary(language)
    fragments = Fragments(text, paragraph, words)
    spans: list[Span] = []
    start = paragraph.offset
    for cut in (*_Cutter(text, paragraph, words).cuts(), paragraph.end):
        sentence = text[start:cut].lstrip()
        offset = cut - len(sentence)
        sentence = sentence.rstrip()
        if sentence:
            spans.append(Span(offset, len(sentence), fragments.holds(sentence, first=not spans)))
        start = cut
    return tuple(spans)


class _Cutter:
    """Finds where the sentences of one paragraph end."""

    def __init__(self, text: str, paragraph: Paragraph, words: Vocabulary) -> None:
        self.text = text
        self.start = paragraph.offset
        self.end = paragraph.end
        self.words = words
        self.layout = Layout(text[self.start : self.end])
        self.pattern = _pattern(semicolon_asks=words.semicolon_asks, spaced_quotes=words.spaced_quotes)

    def cuts(self) -> Iterator[int]:
        """Where one sentence ends and another begins, in rising order."""
        items = self._items()
        begin, item = self.start, next(items, self.end)
        for match in self.pattern.finditer(self.text, self.start, self.end):
            while item <= match.start():
                if begin < item:
                    yield item
                begin, item = max(begin, item), next(items, self.end)
            cut = self._cut(match, begin)
            if begin < cut < self.end:
                yield cut
                begin = cut
        yield from (place for place in (item, *items) if begin < place < self.end)

    def _cut(self, match: re.Match[str], begin: int) -> int:
        """Where the sentence ends that this stop, line end or bullet ends; 0 if it ends none."""
        first, after = match[1], match.end()
        if first in _BULLETS:
            return match.start() if self.text[match.start() - 1].isspace() else 0
        if first in LINE_ENDS:
            after = match.end(1) if match[2] or match[3] else after
            return match.start() if after < self.end and self._breaks_line(match.start(), after) else 0
        if after == self.end:
            return 0
        plainly = self._plainly_ends(match, after) if first == "." and match[2] == "" else None
        if plainly is None:
            plainly = self._ends_sentence(match, begin)
        if plainly or (self.layout.broken and self._breaks_line(match.end(3), after)):
            return match.end(3)
        return 0

    def _plainly_ends(self, match: re.Match[str], after: int) -> bool | None:
        """The verdict on most full stops, found cheaply; none on those that need a closer look."""
        at, following = match.start(), self.text[after]
        if not self.text[at - _PLAIN_WORD : at].isalpha():
            return False if following.islower() else None
        if match[3] or not match[4] or not following.isupper():
            return None
        word = self.text[max(self.start, at - _LOOK_BACK) : at].rsplit(None, 1)[-1]
        return True if word.islower() and word.isalpha() and word not in self.words.shortened else None

    def _breaks_line(self, at: int, after: int) -> bool:
        return self.layout.breaks(at - self.start, after - self.start)

    def _items(self) -> Iterator[int]:
        """Where the second and later items of a list in one line begin ('1) … 2) …', 'a. … b. …')."""
        match = _FIRST_ITEM.match(self.text, self.start, self.end)
        if match is None or (match[2] == "." and self.words.ordinals and match[1] == "1"):
            return
        position = match.end()
        for number in range(1, _LAST_ITEM):
            label = str(number + 1) if match[1] == "1" else chr(ord("a") + number)
            position = self.text.find(f" {label}{match[2]} ", position, self.end)
            if position < 0:
                return
            yield position
            position += len(label)

    def _ends_sentence(self, match: re.Match[str], begin: int) -> bool:
        """Whether a sentence ends at a stop that something follows."""
        stop, tail, after = match[1] + match[2], match[3], match.end()
        if stop[-1] in _WIDE_STOPS:
            return self.text[after] not in "、，,」』）)"
        if not match[4]:
            return stop == "." and self._runs_on(match, begin)
        if tail[:1] in _BRACKETS and self.text[match.start() - 1] in _BRACKETS_OPEN:
            return False  # '(!)', '[…]'
        return self._ends_before(match, begin, *self._next_word(after))

    def _ends_before(self, match: re.Match[str], begin: int, marks: str, word: str) -> bool:
        """Whether a sentence ends at a stop and white space before these marks and this word."""
        stop, after = match[1] + match[2], match.end()
        if not word:
            return _ELLIPSIS_IN_BRACKETS.match(self.text, after, self.end) is not None
        if word[0].islower():
            return self._ends_before_lower_case(match, marks, word)
        if stop == ".":
            return self._full_stop_ends(match, begin, word)
        if stop == _PAUSE and self.text[match.start() - 1].isspace():
            return False
        return _QUOTES.isdisjoint(match[3]) or not self._attributed(after)

    def _runs_on(self, match: re.Match[str], begin: int) -> bool:
        """Whether only the space is missing between two sentences ('… of it.Then …')."""
        if _RUN_ON.match(self.text, match.end(), self.end) is None:
            return False
        token = self._token(match.start(), begin)[0]
        return len(token) >= _PLAIN_WORD and token.isalpha() and token[1:].islower()

    def _ends_before_lower_case(self, match: re.Match[str], marks: str, word: str) -> bool:
        """Whether a sentence ends though the next begins without a capital, as in chats and after a plain word."""
        stop = match[1] + match[2]
        if marks and marks[0] in ".…":
            return True
        if match[3] or (marks and marks[0] in "–—-") or word in self.words.saying:
            return False
        token = self._token(match.start(), self.start)[0]
        if stop == ".":
            return len(token) >= _PLAIN_WORD and token.isalpha() and token.lower() not in self.words.shortened
        return stop[-1] == "?" or (stop[-1] == "!" and token.islower())  # 'Yahoo! in' goes on

    def _full_stop_ends(self, match: re.Match[str], begin: int, word: str) -> bool:
        """Whether a full stop before a word that is not in lower case ends more than an abbreviation."""
        words = self.words
        token, alone = self._token(match.start(), begin)
        lower = token.lower()
        if token.isdigit() or (alone and len(token) == 1):
            return not alone and self._number_ends(token, word)
        if match[3] or (lower in words.trailing and word[0].isupper()):
            return True
        if lower in words.leading:
            return False
        if lower in words.counting and (word[0].isdigit() or word.isupper()):
            return False
        if self._shortens(token) or lower in words.closing:
            return self._opens(word, match.end()) and not (lower in _CLOCK and match.start() - begin < _SHORT)
        return True

    def _opens(self, word: str, at: int) -> bool:
        """Whether a word with a capital is likelier the first of a sentence than a name."""
        initial = len(word) == 1 and self.text[at + 1 : at + 2] == "."
        return word.lower() in self.words.openers and not initial

    def _number_ends(self, token: str, word: str) -> bool:
        ordinal = self.words.ordinals and len(token) <= _LONGEST_ORDINAL
        return not ordinal or word.lower() in self.words.openers

    def _shortens(self, token: str) -> bool:
        """Whether it is an initial ('J.'), letters with stops between ('U.S.') or a Roman ordinal ('XII.')."""
        if len(token) <= 1:
            return token.isalpha() and token not in _LETTER_WORDS
        if "." in token[:-1]:
            return token.replace(".", "").isalpha() and len(token) <= 2 * token.count(".") + 3
        return self.words.ordinals and not token.strip("IVX")

    def _attributed(self, after: int) -> bool:
        """Whether a name and a verb of saying follow a quotation ('“Is it so?” Anna Weld asked.')."""
        for word in self.text[after : min(after + 64, self.end)].split()[:4]:
            if word.strip(",.") in self.words.saying:
                return True
            if not word[0].isupper():
                return False
        return False

    def _token(self, at: int, begin: int) -> tuple[str, bool]:
        """What stands before a stop, without quotes and brackets; and whether the sentence begins with it."""
        before = self.text[max(begin, at - _LOOK_BACK) : at].rsplit(None, 1)
        if not before or self.text[at - 1].isspace():
            return "", False
        alone = at - begin < _LOOK_BACK and not (len(before) > 1 and before[0].strip(_OPENERS))
        token = before[-1]
        if token.isalpha():
            return token, alone
        token = token.lstrip(_OPENERS)
        return token.replace("’", "'").rpartition("'")[2] or token, alone

    def _next_word(self, after: int) -> tuple[str, str]:
        """The marks that stand before the next word, and its first letters; both may be empty."""
        match = _NEXT.match(self.text, after, self.end)
        return (match[1], match[3]) if match else ("", "")
