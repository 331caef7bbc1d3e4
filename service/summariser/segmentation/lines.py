"""Which line ends inside a paragraph are ends, and which are only where the paper was too narrow."""

import re
from itertools import pairwise

LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # those of str.splitlines

_COMMON_LINE_ENDS = "\n\r\u2028"
_BULLET = re.compile(r"[*+•⁃‣◦▪●■□»>]\s")
# A dash or a number opens an item too, but in wrapped text it may have slipped to the next line.
_ITEM = re.compile(r"(?:[\-–—]|\d{1,3}[.)]|[a-z]\))\s")
_BEFORE_ITEMS = ".!?…:;,"
_STOPPED = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»“)\]]*$")

# Nobody wraps wider. Past it a line end is a choice of the writer, as it is after a
# line on which the next word would have fitted.
_WIDEST = 120
_FULL_LINES = 0.75  # so many of the line ends must be forced, or the text was not wrapped
_BREAKS_OFF = 40  # a line this long that goes on in lower case was broken, wrapped or not


class Layout:
    """The lines of one paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.broken = len(text.splitlines()) > 1
        self._width = _wrap_width(text) if self.broken else 0
        self._stopped = self.broken and _STOPPED.search(text[-8:].rstrip()) is not None

    def breaks(self, at: int, after: int) -> bool:
        """Whether the white space between two places holds a line end that parts sentences."""
        ends = len(f"{self.text[at:after]}|".splitlines()) - 1
        if ends != 1:
            return ends > 1
        if _BULLET.match(self.text, after):
            return True
        above = self._length_above(at)
        if self.text[after].islower() and (above >= _BREAKS_OFF or self._stopped):
            return False
        full = self._width > 0 and above + 1 + len(_first_word(self.text, after)) > self._width
        return not full or (_ITEM.match(self.text, after) is not None and self.text[at - 1] in _BEFORE_ITEMS)

    def _length_above(self, at: int) -> int:
        """Of the line that ends here, as far as it matters."""
        farthest = max(0, at - _WIDEST - 1)
        return at - 1 - max(self.text.rfind(end, farthest, at) for end in _COMMON_LINE_ENDS)


def _wrap_width(text: str) -> int:
    """The column at which the paragraph was wrapped, or 0 where it was not."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    width = max(map(len, lines), default=0)
    if width > _WIDEST or len(lines) < 2:
        return 0
    pairs = list(pairwise(lines))
    full = sum(len(above) + 1 + len(_first_word(below, 0)) > width for above, below in pairs)
    return width if full >= _FULL_LINES * len(pairs) else 0


def _first_word(text: str, at: int) -> str:
    return text[at : at + 24].split(maxsplit=1)[0]
