"""What kind of file it is: what its bytes look like, held against what it is called."""

import re
from typing import Literal

from service.errors import UnreadableFileError

Kind = Literal["text", "markdown", "html", "pdf", "docx"]

BY_SUFFIX: dict[str, Kind] = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "pdf": "pdf",
    "docx": "docx",
}
BY_TYPE: dict[str, Kind] = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
READ_HERE = "txt, md, html, pdf and docx"
# What other files open with: said by name, so that the sender knows what to convert.
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls or .ppt)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
)
HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
# A PDF may open with a kilobyte of something else (ISO 32000-1, annex H).
PDF_REACH = 1_024
ZEROS = 0.3
SAMPLE = 4_096


def kind_of(data: bytes, *, name: str, media_type: str | None) -> Kind:
    """The kind of a file.

    Files that show what they are, are that; among texts the name decides, then
    the declared type, then the first tag.

    Raises:
        UnreadableFileError: no kind that is read here, or another than it claims.
    """
    declared = _declared(name, media_type)
    shown = _shown(data)
    if shown and declared and shown != declared:
        raise UnreadableFileError(f"The file is called {declared} but holds {shown}. Send it under its own name.")
    if declared in {"pdf", "docx"} and not shown:
        raise UnreadableFileError(f"The file is called {declared} but is none. Send one of: {READ_HERE}.")
    if shown:
        return shown
    if declared:
        return declared
    return "html" if HTML_START.match(data) else "text"


def _declared(name: str, media_type: str | None) -> Kind | None:
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    essence = (media_type or "").partition(";")[0].strip().lower()
    return BY_SUFFIX.get(suffix) or BY_TYPE.get(essence)


def _shown(data: bytes) -> Kind | None:
    """The kind that the bytes themselves show, if they are no text."""
    if b"%PDF-" in data[:PDF_REACH]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if b"word/" in data or b"[Content_Types].xml" in data:
            return "docx"
        raise UnreadableFileError(f"The file is a compressed file. Send one of: {READ_HERE}.")
    for opening, what in OTHERS:
        if data.startswith(opening):
            raise UnreadableFileError(f"The file is {what}. Send one of: {READ_HERE}.")
    if not _is_text(data[:SAMPLE]):
        raise UnreadableFileError(f"The file is binary. Send one of: {READ_HERE}.")
    return None


def _is_text(sample: bytes) -> bool:
    """Whether bytes can be text: UTF-16 and UTF-32 hold zeros, but not everywhere, and a mark or regular ones."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in sample:
        return sum(byte < 9 or 13 < byte < 27 for byte in sample) <= len(sample) // 50 or b"\x00" in sample
    halves = sorted((sample[::2].count(0), sample[1::2].count(0)))
    return halves[1] > ZEROS * len(sample) and halves[0] <= len(sample) // 50
