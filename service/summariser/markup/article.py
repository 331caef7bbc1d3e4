"""The article of a page: trafilatura's choice, finished by our own rules."""

import trafilatura
from lxml.etree import ParserError, _Element
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from service.summariser.markup.metadata import metadata
from service.summariser.markup.rendering import render


def read(html: str, url: str | None) -> dict[str, str | None]:
    """The fields of a ``Page``."""
    tree = _parsed(html)
    if tree is None:
        return {"text": ""}
    fields = metadata(tree, url=url)
    body = _extracted(tree)
    text = render(body) if body is not None else ""
    return {**fields, "text": text or render(tree)}


def _parsed(html: str) -> HtmlElement | None:
    # Bytes, since lxml refuses a str that names its encoding.
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except ParserError:  # nothing but comments and white space
        return None


def _extracted(tree: HtmlElement) -> _Element | None:
    found = trafilatura.bare_extraction(tree, include_comments=False, favor_precision=True)
    return getattr(found, "body", None)
