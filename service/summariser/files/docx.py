"""Word documents → text. Only what is written in the body: no macro, no link, no embedded object is looked at."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service.errors import LimitExceededError, UnreadableFileError
from service.summariser.bounds import MOST_PARTS, MOST_XML_BYTES
from service.summariser.markup.rendering import tidy

BROKEN = "The docx file is broken or protected by a password. Save it anew, or send its text."
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,  # there is no body in it
    NotImplementedError,  # packed in a way that is not known
    RuntimeError,  # locked
    OSError,
    EOFError,
)
BODY, CORE = "word/document.xml", "docProps/core.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted or moved away, and what only old programs would show.
UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", FALLBACK})
BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
PROPERTIES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "language": "{http://purl.org/dc/elements/1.1/}language",
    "date": "{http://purl.org/dc/terms/}created",
}


def read(data: bytes) -> dict[str, str | None]:
    """The fields of a ``Page``.

    Raises:
        UnreadableFileError: it is no Word document, or broken.
        LimitExceededError: it is too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check(parts)
            body = _parsed(_unpacked(parts, BODY))
            core = _parsed(_unpacked(parts, CORE)) if CORE in parts.namelist() else None
    except UNREADABLE as error:
        raise UnreadableFileError(BROKEN) from error
    return {"text": tidy("\n\n".join(_Reader().blocks(body))), **_properties(core)}


def warm_up() -> None:
    """Nothing is loaded late."""


def _check(parts: zipfile.ZipFile) -> None:
    """What the archive declares; what it holds is counted again when it is unpacked."""
    if len(parts.infolist()) > MOST_PARTS:
        raise LimitExceededError(what="The file", limit=MOST_PARTS, unit="parts", pointer="/file")
    if any(part.file_size > MOST_XML_BYTES for part in parts.infolist() if part.filename in {BODY, CORE}):
        raise _too_large()


def _unpacked(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        data = part.read(MOST_XML_BYTES + 1)
    if len(data) > MOST_XML_BYTES:
        raise _too_large()
    return data


def _too_large() -> LimitExceededError:
    return LimitExceededError(what="The unpacked file", limit=MOST_XML_BYTES, unit="bytes", pointer="/file")


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:  # Word writes none, and it could define entities
        raise UnreadableFileError(BROKEN)
    return root


@dataclass(slots=True)
class _Reader:
    """Blocks of text out of the body's XML, read from top to bottom."""

    text: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    tables: int = 0
    unseen: int = 0

    def blocks(self, body: etree._Element) -> Iterator[str]:
        """Each paragraph, and each row of a table as one line."""
        for event, element in etree.iterwalk(body, events=("start", "end")):
            tag = element.tag
            if tag in UNSEEN:
                self.unseen += 1 if event == "start" else -1
            elif self.unseen:
                continue
            elif event == "start":
                self.tables += tag == f"{W}tbl"
            elif tag == f"{W}t":
                self.text.append(element.text or "")
            elif tag in BREAKS:
                self.text.append(BREAKS[tag])
            else:
                yield from self._ended(tag)

    def _ended(self, tag: str) -> Iterator[str]:
        if tag == f"{W}p":
            self.text.append(" " if self.tables else "\n\n")
        if (tag == f"{W}p" and not self.tables) or (tag == f"{W}tbl" and self.tables == 1):
            yield self._taken()
        elif tag == f"{W}tc":
            self.cells.append(" ".join(self._taken().split()))
        elif tag == f"{W}tr":
            yield " ".join(filter(None, self.cells))
            self.cells.clear()
        self.tables -= tag == f"{W}tbl"

    def _taken(self) -> str:
        taken = "".join(self.text)
        self.text.clear()
        return taken


def _properties(core: etree._Element | None) -> dict[str, str | None]:
    """What the document says of itself; a property that was left empty is ``None``."""
    if core is None:
        return {}
    said = {name: tidy(core.findtext(tag) or "")[:300].replace("\n", " ") or None for name, tag in PROPERTIES.items()}
    if said["date"] and not re.match(r"\d{4}-\d\d-\d\d", said["date"]):
        said["date"] = None
    return said
