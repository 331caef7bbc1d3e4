"""What a client may send in place of plain text, and the article that is read out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from service.errors import UnreadableFileError
from service.summariser.files import read_file
from service.summariser.markup import Page, read_html
from service.use_cases.articles import NewArticle

Told = TypeVar("Told", str, str | None)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    data: bytes
    name: str
    media_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as a client sends it: exactly one of text, html and file, and what it says of it."""

    text: str | None = None
    html: str | None = None
    file: Upload | None = None
    title: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    language: str = "auto"


def article_of(source: Source) -> NewArticle:
    """The article in plain text. What the client says goes before what the page says of itself.

    Raises:
        UnreadableFileError: the page or file cannot be read.
        LimitExceededError: it is not built like one that people read.
    """
    page = _page(source)
    return NewArticle(
        text=storable(page.text),
        title=source.title or storable(page.title),
        url=source.url or storable(page.url),
        metadata=source.metadata,
        language=source.language,
        author=storable(page.author),
        date=storable(page.date),
        came_as="html" if source.html is not None else "file" if source.file is not None else "text",
    )


def storable(text: Told) -> Told:
    """The text without what no database takes: NUL, and halves of surrogate pairs, which files may hold."""
    if text is None or (text.isascii() and "\x00" not in text):
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _page(source: Source) -> Page:
    if source.html is not None:
        try:
            return read_html(source.html, url=source.url)
        except UnreadableFileError as error:
            error.pointer = "/html"
            raise
    if source.file is not None:
        return read_file(source.file.data, name=source.file.name, media_type=source.file.media_type)
    return Page(text=source.text or "")
