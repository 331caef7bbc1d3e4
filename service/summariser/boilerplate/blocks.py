"""What a paragraph looks like: all that the rules may ask about its form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.summariser.document import Paragraph
from service.summariser.words import runs

# French sets a space before its closing quotes.
CLOSERS: Final = "\"'”’»«›‹“„)]}」』）*_ \u00a0\u202f"
STOPS: Final = ".!?…。！？．؟۔।։"
BULLET: Final = re.compile(r"(?:[*+•·‣◦▪●○■□»>]|-|o|\d{1,3}[.)])(?:\s+|$)")
# Marks that are nothing but marks; a dash may open speech, a number a date.
LIST_MARK: Final = re.compile(r"[*+•·‣◦▪●○■□]\s+(?=\S)")
HYPHEN_MARK: Final = re.compile(r"-\s+(?=\S)")
NUMBER_MARK: Final = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
# Two to four words, each with a capital.
NAME: Final = re.compile(r"(?:[A-ZÀ-ÞА-ЯΑ-Ω][\w.'’-]+ ?){2,4}")
SENTENCE_START: Final = re.compile(r"[.!?…][\"'”’»)]*\s+(?=[A-ZÀ-Þ\"“„«(])")
# These open a list in one text and speech or a sentence in the next.
SPEECH_OR_MARK: Final = "-o"
# A stop inside a line, with a capital, a quote or a digit after it.
INNER_STOP: Final = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]*\s+[\"'“„‘«(]*[^\W\d_]|[。！？]")

# 'Moscow (Reuters) –': so an article begins.
DATELINE: Final = re.compile(r"[A-ZÀ-Þ][\w .,'’/-]{1,40} ?\([A-Z][\w/ .-]{1,20}\) ?[–—-]{1,2} ")

# A closed sentence shorter than this proves nothing: forms and buttons hold such too.
SHORTEST_PROSE: Final = 60
SHORTEST_SUSPENDED: Final = 25
LONGEST_PLACE: Final = 45
# So long, a line with a stop inside is prose although it does not close with one.
SURELY_PROSE: Final = 140
# And longer than this no label is.
LONGEST_LABEL: Final = 280
# Headlines seldom hold a number, but for the time of day; results, dates and prices do.
SHORTEST_TABLE, NUMBERED = 4, 0.7
CLOCK: Final = re.compile(r"\d?\d[:.]\d\d")
SIGNED: Final = re.compile(r"\s?\([\w/.-]{2,10}\)$")
FIXTURES: Final = "up next"
LONG_WORD: Final = 5
# So many upright bars part links, not thoughts.
FEWEST_BARS: Final = 2
# One of these says as much as three letters.
IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
IDEOGRAPHS_COUNT: Final = 3


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph with its form.

    ``folded`` is the text in lower case with single spaces and without a bullet,
    ``size`` its length as Latin letters would need it. ``closed`` says that it
    ends like a sentence, ``beside`` that no blank line parts it from the
    paragraph above.
    """

    paragraph: Paragraph
    text: str
    folded: str
    size: int
    bullet: bool
    closed: bool
    prose: bool
    beside: bool
    _words: tuple[str, ...] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Of the folded text; found when they are asked for, as those of a long paragraph seldom are."""
        if self._words is None:
            self._words = tuple(runs(self.folded.replace("_", " ")))
        return self._words

    @property
    def long_words(self) -> list[str]:
        """Those by which paragraphs of one story are known."""
        return [word for word in self.words if len(word) >= LONG_WORD]

    @property
    def has_words(self) -> bool:
        return any(map(str.isalnum, self.folded))

    @property
    def heading(self) -> bool:
        return self.paragraph.kind == "heading"

    @property
    def number(self) -> int | None:
        """The number that it opens with, where it is an item of a numbered list."""
        mark = NUMBER_MARK.match(self.text) if self.bullet else None
        return int(mark[1]) if mark else None

    @property
    def bare(self) -> bool:
        """Whether it is a line that no sentence ends: a label, a link, a name."""
        return not self.closed and not self.prose


def measure(text: str, paragraphs: Iterable[Paragraph]) -> list[Block]:
    """The form of each paragraph."""
    blocks, end = [], 0
    for paragraph in paragraphs:
        shown = text[paragraph.offset : paragraph.end]
        beside = text.count("\n", end, paragraph.offset) == 1
        blocks.append(_block(paragraph, shown, beside=beside))
        end = paragraph.end
    return blocks


def _block(paragraph: Paragraph, shown: str, *, beside: bool) -> Block:
    mark = _bullet(shown)
    folded = _folded(shown, mark)
    closed = ends_sentence(shown) or is_suspended(shown)
    size = len(shown) * (IDEOGRAPHS_COUNT if IDEOGRAPH.search(shown[:30]) else 1)
    return Block(
        paragraph,
        shown,
        folded,
        size,
        mark is not None,
        closed,
        paragraph.kind == "body" and _is_prose(shown, size, closed=closed),
        beside,
    )


def fold(line: str) -> str:
    """A line as ``Block.folded`` has it."""
    return _folded(line, _bullet(line))


def _folded(shown: str, mark: re.Match[str] | None) -> str:
    folded = (shown[mark.end() :] if mark else shown).lower()
    if "\n" in folded or "  " in folded or "\u00a0" in folded:
        folded = " ".join(folded.split())
    return folded.replace("’", "'")


def _bullet(shown: str) -> re.Match[str] | None:
    mark = BULLET.match(shown)
    return None if mark and shown[0] in SPEECH_OR_MARK and ends_sentence(shown) else mark


def ends_sentence(text: str) -> bool:
    """Whether a text closes with a final stop, quotes, brackets and a desk's sign '(dpa)' after it aside."""
    ending = (SIGNED.sub("", text[-40:]) if text[-1:] == ")" else text).rstrip(CLOSERS)
    return bool(ending) and ending[-1] in STOPS


def is_suspended(text: str) -> bool:
    """Whether a text breaks off at a comma, as a quotation before 'he said.' does."""
    return text.rstrip(CLOSERS)[-1:] == "," and len(text) >= SHORTEST_SUSPENDED


def _is_prose(shown: str, size: int, *, closed: bool) -> bool:
    if shown.count(" | ") >= FEWEST_BARS:
        return False
    if closed or ("(" in shown[:LONGEST_PLACE] and DATELINE.match(shown)):
        return size >= SHORTEST_PROSE
    return size >= LONGEST_LABEL or (size >= SURELY_PROSE and INNER_STOP.search(shown) is not None)


def is_table(lines: Sequence[Block]) -> bool:
    """Whether lines are a table or a list of dates and places rather than of links."""
    numbered = sum(any(map(str.isdigit, CLOCK.sub("", line.folded))) for line in lines)
    return len(lines) >= SHORTEST_TABLE and numbered >= NUMBERED * len(lines)


def heads_fixtures(window: Sequence[Block]) -> bool:
    """Whether a match report tells of the next: 'Up next', and below it 'Otters: Host the Kestrels.'."""
    return len(window) > 1 and window[0].folded == FIXTURES and window[1].closed and ": " in window[1].text


def stands_apart(blocks: Sequence[Block], reasons: Mapping[int, str], index: int) -> bool:
    """Whether no sentence of the article stands right above or below."""
    return all(not 0 <= i < len(blocks) or i in reasons or blocks[i].bare for i in (index - 1, index + 1))
