"""What a client may send in place of plain text, and the article that is read out of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from service.errors import FetchingOffError, InvalidRequestError, LimitExceededError, UnreadableFileError
from service.fetching import Fetched, Fetcher
from service.summariser.files import read_file
from service.summariser.markup import Page, read_html
from service.use_cases.articles import NewArticle

Told = TypeVar("Told", str, str | None)

# Pages of one digest that are fetched side by side.
FETCHED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    data: bytes
    name: str
    media_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as a client sends it: at most one of text, html and file, and what it says of it.

    With none of them, the article stands at the URL; else the URL tells where it was published.
    """

    text: str | None = None
    html: str | None = None
    file: Upload | None = None
    title: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    language: str = "auto"

    @property
    def came_as(self) -> str:
        """The field that the article came in."""
        given = (name for name in ("text", "html", "file") if getattr(self, name) is not None)
        return next(given, "text" if self.url is None else "url")


def article_of(source: Source, fetcher: Fetcher | None = None) -> NewArticle:
    """The article in plain text. What the client says goes before what the page says of itself.

    Raises:
        UnreadableFileError: the page or file cannot be read.
        LimitExceededError: it is not built like one that people read.
        FetchError: it stands at a URL and cannot be fetched; without a fetcher none can.
    """
    return articles_of([source], fetcher)[0]


def articles_of(sources: Sequence[Source], fetcher: Fetcher | None = None) -> list[NewArticle]:
    """Each article in plain text; an error of one of several says which it is. Raises as ``article_of``."""
    articles = []
    with _fetching(sources, fetcher) as fetched:
        for place, source in enumerate(sources):
            try:
                articles.append(_article(source, fetched(place) if source.came_as == "url" else None))
            except InvalidRequestError as error:
                if isinstance(error, UnreadableFileError | LimitExceededError):
                    error.pointer = f"/{source.came_as}"
                if len(sources) > 1:
                    error.within = f"/articles/{place}"
                raise
    return articles


@contextmanager
def _fetching(sources: Sequence[Source], fetcher: Fetcher | None) -> Iterator[Callable[[int], Fetched]]:
    """The fetched page of each source that stands at a URL; all of them share one deadline."""
    urls = {place: source.url or "" for place, source in enumerate(sources) if source.came_as == "url"}
    if fetcher is None or not urls:
        yield _off
        return
    get = partial(fetcher.get, deadline=fetcher.deadline())
    pool = ThreadPoolExecutor(min(len(urls), FETCHED_AT_ONCE))
    try:
        pages = {place: pool.submit(get, url) for place, url in urls.items()}

        def fetched(place: int) -> Fetched:
            with fetcher.waiting():
                return pages[place].result()

        yield fetched
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _off(_: int) -> Fetched:
    raise FetchingOffError


def _article(source: Source, fetched: Fetched | None) -> NewArticle:
    page = _page(source, fetched)
    return NewArticle(
        text=storable(page.text),
        title=source.title or storable(page.title),
        url=fetched.url if fetched is not None else source.url or storable(page.url),
        metadata=source.metadata,
        language=source.language,
        author=storable(page.author),
        date=storable(page.date),
        came_as=source.came_as,
    )


def storable(text: Told) -> Told:
    """The text without what no database takes: NUL, and halves of surrogate pairs, which files may hold."""
    if text is None or (text.isascii() and "\x00" not in text):
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _page(source: Source, fetched: Fetched | None) -> Page:
    if fetched is not None:
        return read_file(fetched.data, name="", media_type=fetched.media_type, url=fetched.url)
    if source.html is not None:
        return read_html(source.html, url=source.url)
    if source.file is not None:
        return read_file(source.file.data, name=source.file.name, media_type=source.file.media_type)
    return Page(text=source.text or "")
