"""PDF → text: the words of each page, made paragraphs again."""

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from service.errors import LimitExceededError, UnreadableFileError
from service.summariser.bounds import MOST_PAGES
from service.summariser.markup.rendering import tidy

BROKEN = "The PDF is broken or protected by a password. Save it anew, or send its text."
NO_TEXT = "The PDF holds no text, only images of it. Send the text, or a PDF that went through character recognition."
# Lines at the top and the bottom of a page that may be its running title or number.
MARGIN_LINES = 2
# On so many pages the same line is a running title.
FEWEST_PAGES, SHARE = 3, 0.5
# A closed line this much shorter than the column ends its paragraph.
SHORT = 0.85
# PDFium writes these where a word is broken at the end of a line.
BROKEN_WORD = re.compile("[\ufffe\u0002][ \t]*(?:\r\n?|\n)?")
STOPS = (".", "!", "?", "…", ":", "。", "！", "？", ".”", '."', "?”", "!”", ".’", ".)")
BULLET = re.compile(r"[•·‣◦▪●○■□–—*-]\s|\(?\d{1,3}[.)]\s")
# What programs write for want of a title.
NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|indd|qxd|tex|dvi|pdf|rtf|odt)$", re.IGNORECASE)
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(data: bytes) -> dict[str, str | None]:
    """The fields of a ``Page``.

    Raises:
        UnreadableFileError: it is broken, locked, or a mere image.
        LimitExceededError: it has more than ``MOST_PAGES`` pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        pages = _pages(document)
        said = document.get_metadata_dict(skip_empty=True)
        document.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(BROKEN) from error
    text = tidy("\n\n".join(_paragraphs(_without_margins(pages))))
    if not text:
        raise UnreadableFileError(NO_TEXT)
    title, date = said.get("Title", ""), DATE.match(said.get("CreationDate", ""))
    return {
        "text": text,
        "title": None if NO_TITLE.match(title) else tidy(title)[:300] or None,
        "author": tidy(said.get("Author", ""))[:300] or None,
        "date": "-".join(date.groups()) if date else None,
    }


def warm_up() -> None:
    """Load the library's tables."""
    pypdfium2.PdfDocument.new().close()


def _pages(document: pypdfium2.PdfDocument) -> list[list[str]]:
    """The lines of each page."""
    if len(document) > MOST_PAGES:
        raise LimitExceededError(what="The file", limit=MOST_PAGES, unit="pages", pointer="/file")
    pages = []
    for page in document:
        text = BROKEN_WORD.sub("\u00ad\n", page.get_textpage().get_text_range())
        pages.append([line.strip() for line in text.splitlines()])
        page.close()
    return pages


def _without_margins(pages: Sequence[list[str]]) -> list[str]:
    """All lines, save for running titles and page numbers."""
    seen = Counter(shape for page in pages for shape in {_shape(page[index]) for index in _margins(page)})
    enough = max(FEWEST_PAGES, SHARE * len(pages))
    running = {shape for shape, count in seen.items() if count >= enough}
    kept = []
    for page in pages:
        margins = {index for index in _margins(page) if page[index].isdecimal() or _shape(page[index]) in running}
        kept += [line for index, line in enumerate(page) if index not in margins]
    return kept


def _margins(page: Sequence[str]) -> set[int]:
    """Where a page's running title and number may stand."""
    lines = [index for index, line in enumerate(page) if line]
    return {*lines[:MARGIN_LINES], *lines[-MARGIN_LINES:]}


def _shape(line: str) -> str:
    """A line as it is on every page: numbers apart."""
    return re.sub(r"\d+", "0", line)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines joined to paragraphs: one ends where a closed line stops short of the column, or a list goes on."""
    lengths = sorted(len(line) for line in lines if line)
    column = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        last = paragraphs[-1][-1] if paragraphs[-1] else ""
        if not line or BULLET.match(line) or (last and _ends(last, line, column)):
            paragraphs.append([])
        if line:
            paragraphs[-1].append(line)
    return [_joined(paragraph) for paragraph in paragraphs if paragraph]


def _joined(lines: Sequence[str]) -> str:
    """Lines as one, the words that were broken between them made whole."""
    parts = [lines[0]]
    for line in lines[1:]:
        last = parts[-1]
        if last.endswith("\u00ad") or (last[-2:-1].isalpha() and last.endswith("-") and line[0].islower()):
            parts[-1] = last[:-1]
            parts.append(line)
        else:
            parts += [" ", line]
    return "".join(parts)


def _ends(last: str, line: str, column: int) -> bool:
    short = len(last) < SHORT * column
    if last.endswith(STOPS):
        return short
    # A heading: short, open, and followed by a new beginning.
    return len(last) < SHORT / 2 * column and not line[0].islower() and last[-1] not in ",;-"
