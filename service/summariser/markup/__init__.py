"""HTML → the text of its article, and what the page says of itself."""

from service.summariser.markup.article import read
from service.summariser.markup.encoding import decode
from service.summariser.markup.page import Page

__all__ = ["Page", "decode", "read_html"]


def read_html(html: str | bytes, *, url: str | None = None) -> Page:
    """The article of an HTML page or fragment. Never empty where the page shows any text.

    Nothing of the page is run, and nothing it names is fetched.
    """
    text = decode(html) if isinstance(html, bytes) else html
    return Page(**read(text, url))  # type: ignore[arg-type]
