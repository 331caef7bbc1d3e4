"""Text as it was pasted → its paragraphs, as offsets into that very text.

Three habits of text meet here: one line a paragraph, paragraphs parted by
blank lines, and lines broken by hand or by a mail program at a fixed width.
Only the last are joined again, and only where the text itself shows the width.

Law: every character outside the paragraphs is white space or invisible
(``INVISIBLE``: zero-width and soft-hyphen characters, the byte-order mark).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from service.summariser.document import Paragraph

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
STOPS = ".!?…。！？．؟۔।։"
# French sets a space before its closing quotes.
CLOSERS = "\"'”’»«›‹“„)]}」』）*_ \u00a0\u202f"

# Wrapped at less than 40 columns is verse or a list; past 120 nobody wraps.
NARROWEST, WIDEST = 40, 120
# Save for a column of a newspaper: so many lines and more, nearly all of them full, of which many go on in lower case.
COLUMN, COLUMN_LINES, COLUMN_FULL, COLUMN_LOWER = 20, 8, 0.9, 0.5
# Share of line ends, among lines of that length, at which the next word would not have fitted.
FULL_LINES = 0.75
# Where more of those line ends close a sentence, each line is a paragraph of its own.
MOST_CLOSED = 0.5
# Longer than this a line is a paragraph that lost its full stop.
LONGEST_HEADING, MOST_HEADING_WORDS = 120, 20
# What stands under a heading is prose: a closed sentence of this length, or a line twice as long.
SHORTEST_PROSE = 60

BULLET = re.compile(r"(?:[*+\-–—•·‣◦▪●○■□»>]|o|\d{1,3}[.)]|[a-z]\))\s")
# Of these, a dash or a number may have slipped to the next line where the text was wrapped.
SLIPPED = re.compile(r"(?:[\-–—]|\d{1,3}[.)])\s")
BEFORE_ITEMS = ".!?…:;,"
BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|de|od)(?: [A-ZÀ-Þ][\w.'’-]+){2,4}")
SPEAKER = re.compile(r"[\[(]?\d{1,2}[:.]\d\d|[^\s:]+(?: [^\s:]+){0,2}: ")


class Line(NamedTuple):
    """A line that shows something: where its text stands, and what was around it."""

    offset: int
    text: str
    indent: int
    after_blank: bool

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a pasted text, in order, without the white space around them.

    A paragraph is a heading by its form alone: a short line without a final
    stop that stands before prose.
    """
    spans = [(group[0].offset, group[-1].end) for group in _grouped(list(_lines(text)))]
    texts = [text[start:end] for start, end in spans]
    return tuple(
        Paragraph(start, end - start, "heading" if _is_heading(texts, index) else "body")
        for index, (start, end) in enumerate(spans)
    )


def ends_sentence(text: str) -> bool:
    """Whether a text closes with a final stop, quotes and brackets after it aside."""
    closed = text.rstrip(CLOSERS)
    return bool(closed) and closed[-1] in STOPS


def _lines(text: str) -> Iterator[Line]:
    position, after_blank = 0, True
    for raw in text.splitlines(keepends=True):
        shown = raw.strip()
        if shown and (shown[0] in INVISIBLE or shown[-1] in INVISIBLE):
            shown = _strip_invisible(shown)
        if shown:
            indent = raw.index(shown)
            yield Line(position + indent, shown, indent, after_blank)
        after_blank = not shown
        position += len(raw)


def _strip_invisible(shown: str) -> str:
    """Without the mixed white and invisible characters at both ends."""
    start, end = 0, len(shown)
    while start < end and (shown[start].isspace() or shown[start] in INVISIBLE):
        start += 1
    while end > start and (shown[end - 1].isspace() or shown[end - 1] in INVISIBLE):
        end -= 1
    return shown[start:end]


def _grouped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong to one paragraph, together."""
    if not lines:
        return
    width = _wrap_width(lines)
    group = [lines[0]]
    for line in lines[1:]:
        if not line.after_blank and _continues(group[-1], line, width):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def _wrap_width(lines: Sequence[Line]) -> int:
    """The column at which the text was wrapped, or 0 where it was not.

    Every 50th line may be longer: an address or a table in wrapped text.
    """
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[-1 - len(lengths) // 50]
    if COLUMN <= width < NARROWEST:
        return width if _is_column(lines, width) else 0
    if not NARROWEST <= width <= WIDEST:
        return 0
    pairs = [
        (above, below) for above, below in pairwise(lines) if not below.after_blank and len(above.text) >= NARROWEST
    ]
    full = sum(_is_full(above, below, width) for above, below in pairs)
    if sum(ends_sentence(above.text) for above, _ in pairs) > MOST_CLOSED * len(pairs):
        return 0
    enough = len(pairs) > 2 or any(below.text[0].islower() for _, below in pairs)
    return width if enough and full >= FULL_LINES * len(pairs) else 0


def _is_column(lines: Sequence[Line], width: int) -> bool:
    """Whether narrow lines are prose that was wrapped: the last line of a paragraph aside, none has room for a word."""
    pairs = [(above, below) for above, below in pairwise(lines) if not below.after_blank]
    inner = [pair for pair in pairs if not ends_sentence(pair[0].text)]
    if len(inner) < COLUMN_LINES:
        return False
    full = sum(_is_full(above, below, width) for above, below in inner)
    lower = sum(below.text[0].islower() for _, below in inner)
    return full >= COLUMN_FULL * len(inner) and lower >= COLUMN_LOWER * len(inner)


def _is_full(above: Line, below: Line, width: int) -> bool:
    """Whether the first word of the line below would not have fitted above."""
    word = below.text[:20].split(maxsplit=1)[0]
    return len(above.text) + 1 + len(word) > width


def _continues(above: Line, below: Line, width: int) -> bool:
    """Whether the line below is the same paragraph as the line above."""
    if BULLET.match(below.text):
        slipped = width and SLIPPED.match(below.text) and above.text[-1] not in BEFORE_ITEMS
        return bool(slipped and _is_full(above, below, width))
    broken = below.text[0].islower() and len(above.text) >= NARROWEST and _breaks_off(above.text[-1])
    if not width:
        return broken and not BYLINE.fullmatch(below.text)
    indented = below.indent > above.indent and not BULLET.match(above.text)
    return not indented and (broken or _is_full(above, below, width))


def _breaks_off(last: str) -> bool:
    return last.isalnum() or last in ",-–—"


def _is_heading(texts: Sequence[str], index: int) -> bool:
    """Whether a paragraph is a heading: by its own form, and prose (or one more heading) below it."""
    below = texts[index + 1 : index + 3]
    if not any(len(text) >= SHORTEST_PROSE for text in below) or not _has_heading_form(texts[index]):
        return False
    if SPEAKER.match(texts[index]) and SPEAKER.match(below[0]):
        return False
    return _is_prose(below[0]) or (_has_heading_form(below[0]) and _is_prose(below[-1]))


def _has_heading_form(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and (not ends_sentence(text) or text.endswith("?"))
        and text.rstrip(CLOSERS)[-1:] not in ",;:"
        and text.count(" ") < MOST_HEADING_WORDS
        and any(map(str.isalpha, text))
        and not BULLET.match(text)
    )


def _is_prose(text: str) -> bool:
    return len(text) >= 2 * SHORTEST_PROSE or (len(text) >= SHORTEST_PROSE and ends_sentence(text))
