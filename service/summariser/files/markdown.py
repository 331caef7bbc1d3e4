"""Markdown → text without its marks."""

import re

from lxml.etree import ParserError, strip_elements
from lxml.html import HTMLParser, document_fromstring
from markdown_it import MarkdownIt

from service.summariser.markup.metadata import metadata
from service.summariser.markup.rendering import render

# A block of settings that many programs put on top.
FRONT_MATTER = re.compile(r"\A\s*---\n((?:[^\n]*\n){0,60}?)---\s*\n")
SETTING = re.compile(r"^(title|author|date|lang|language):[ \t]*['\"]?([^\n'\"]{1,300})", re.MULTILINE)
# Code is no prose.
NO_PROSE = ("pre", "img")


def read(data: bytes) -> dict[str, str | None]:
    """The fields of a ``Page``, out of Markdown in UTF-8."""
    text = data.decode()
    front = FRONT_MATTER.match(text)
    said = dict(SETTING.findall(front[1])) if front else {}
    html = MarkdownIt("commonmark").enable("table").render(text[front.end() if front else 0 :])
    try:
        tree = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8", no_network=True))
    except ParserError:  # nothing but white space
        return {"text": ""}
    strip_elements(tree, *NO_PROSE, with_tail=False)
    title = said.get("title") or metadata(tree, url=None)["title"]
    language = said.get("lang") or said.get("language")
    return {
        "text": render(tree),
        "title": title,
        "author": said.get("author"),
        "date": said.get("date"),
        "language": language,
    }


def warm_up() -> None:
    read(b"# A title\n\nSome *text*.\n")
