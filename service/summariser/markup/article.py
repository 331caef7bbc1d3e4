"""The article of a page: trafilatura's choice, finished by our own rules."""

import copy

import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from service.summariser.markup.mending import mend
from service.summariser.markup.metadata import linked_article, metadata
from service.summariser.markup.recovery import recover
from service.summariser.markup.rendering import render, visible
from service.summariser.markup.structure import Structure, measure, strip

WARM_UP = b"<html><body><article>" + b"<p>The mill burnt down on Monday, and nobody was hurt, said its owner.</p>" * 3

# What a browser does not show, and the readings beside Chinese characters, which would stand in the middle of words.
NEVER_SHOWN = ("template", "rt", "rp")

# A shorter text may be all that a page shows without its scripts.
SHORT = 250


def read(data: bytes, *, url: str | None = None) -> dict[str, str | None]:
    """The fields of a ``Page``, out of HTML in UTF-8.

    Raises:
        LimitExceededError: the page is not built like one that people read.
    """
    html = data.decode()
    structure = measure(html)
    tree = _parsed(data)
    if tree is None:
        return {"text": ""}
    fields = metadata(tree, url=url)
    return {**fields, "text": _text(tree, structure) or render(tree) or strip(html)}


def warm_up() -> None:
    """Have the libraries load what they load at the first page."""
    read(WARM_UP)


def _parsed(data: bytes) -> HtmlElement | None:
    # Bytes, since lxml refuses a str that names its encoding. Huge, since the depth was looked at before and
    # the parser drops all that stands deeper than its own limit.
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(data, parser=parser)
    except ParserError:  # nothing but comments and white space
        return None
    for element in list(tree.iter(*NEVER_SHOWN)):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _text(tree: HtmlElement, structure: Structure) -> str:
    """The article, as near as the page lets one come."""
    if not structure.is_common:
        return visible(tree)
    mended = copy.deepcopy(tree)
    mend(mended)
    # Who sends a fragment has looked for the article already.
    text = (structure.is_page and _article(mended)) or visible(mended)
    return text if len(text) >= SHORT else max(text, _described(tree), key=len)


def _described(tree: HtmlElement) -> str:
    """The article as the page tells it to search engines; pages made by scripts show it nowhere else."""
    body = linked_article(tree).get("articleBody")
    return strip(body) if isinstance(body, str) else ""


def _article(tree: HtmlElement) -> str:
    """The text of the article; empty where trafilatura sees none."""
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, favor_precision=True)
    except Exception:  # noqa: BLE001 (its faults are not the page's, which can still be read)
        return ""
    body = getattr(found, "body", None)
    if body is None:
        return ""
    for heading in body.iter("head"):
        heading.tag = "h2"
    text = render(body)
    return "\n\n".join(recover(tree, text.split("\n\n"))) if text else ""
