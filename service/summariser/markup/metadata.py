"""What a page says of itself: title, author, date, language, address."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

ARTICLE_TYPES = re.compile(r"(?:[A-Z]\w+)?(?:Article|BlogPosting|Review|Report|Recipe)$")
TITLES = ("og:title", "twitter:title", "dc.title", "headline")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
DATES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "parsely-pub-date", "pubdate")
LANGUAGES = ("og:locale", "content-language", "dc.language")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?")
TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")
# Between the headline and the name of the paper in <title>.
SEPARATOR = re.compile(r"\s+[|–—•·»:\-]\s+")
# Less of a title is not the headline.
WHOLE = 0.5
LONGEST, LONGEST_URL = 500, 2_000
# JSON-LD is read no deeper and no further than this.
DEPTH, NODES = 8, 500


def metadata(tree: HtmlElement, *, url: str | None) -> dict[str, str | None]:
    """The fields of a page save its text; what it does not tell is ``None``."""
    metas = _metas(tree)
    linked = linked_article(tree)
    return {
        "title": _title(tree, metas, linked),
        "author": _author(tree, metas, linked),
        "date": _date(tree, metas, linked),
        "language": _language(tree, metas),
        "url": _canonical(tree, metas, url),
    }


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each <meta>, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = _plain(meta.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def linked_article(tree: HtmlElement) -> dict[str, Any]:
    """The first article that the page's JSON-LD describes."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            document = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(document):
            if any(ARTICLE_TYPES.match(str(kind)) for kind in _as_list(node.get("@type"))):
                return node
    return {}


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, breadth first, within bounds."""
    level, seen = [document], 0
    for _ in range(DEPTH):
        below: list[Any] = []
        for node in level:
            seen += 1
            if seen > NODES:
                return
            if isinstance(node, dict):
                yield node
                below += node.values()
            elif isinstance(node, list):
                below += node
        level = below


def _title(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    headings = [shown for heading in tree.iter("h1") if (shown := _plain(heading.text_content()))]
    named = _plain(linked.get("headline")) or _first(metas, TITLES)
    if named:  # a headline without the name of the paper behind it stands above the article
        return next((heading for heading in headings if len(heading) >= WHOLE * len(named) and heading in named), named)
    whole = _plain(tree.findtext(".//title"))
    if len(headings) == 1 or not whole:
        return next(iter(headings), whole)
    return max(SEPARATOR.split(whole), key=len)


def _author(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    people = [
        _plain(person.get("name")) if isinstance(person, dict) else _plain(person)
        for person in _as_list(linked.get("author"))
    ]
    named = ", ".join(dict.fromkeys(filter(None, people)))
    if named:
        return named
    said = _first(metas, AUTHORS)
    if said and not said.startswith(("http:", "https:")):
        return said
    marked = tree.find('.//a[@rel="author"]')
    return None if marked is None else _plain(marked.text_content())


def _date(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    marked = tree.find(".//time[@datetime]")
    candidates = [_plain(linked.get("datePublished")), *(metas.get(name) for name in DATES)]
    candidates.append(None if marked is None else marked.get("datetime"))
    for candidate in filter(None, candidates):
        found = ISO_DATE.match(candidate)
        if found:
            return found[0].replace(" ", "T")
    return None


def _language(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    for said in (root.get("lang"), root.get("xml:lang"), _first(metas, LANGUAGES)):
        found = TAG.match((said or "").strip())
        if found:
            return found[0].replace("_", "-")
    return None


def _canonical(tree: HtmlElement, metas: dict[str, str], url: str | None) -> str | None:
    """The address that the page gives as its own, else the one that it came from."""
    link = tree.find('.//link[@rel="canonical"]')
    for said in (None if link is None else link.get("href"), metas.get("og:url"), url):
        address = _address(said, url)
        if address:
            return address
    return None


def _address(said: str | None, base: str | None) -> str | None:
    try:
        whole = urljoin(base or "", (said or "").strip())
        fits = urlsplit(whole).scheme in {"http", "https"} and bool(urlsplit(whole).hostname)
    except ValueError:
        return None
    return whole if fits and len(whole) <= LONGEST_URL and whole.isprintable() else None


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str | None:
    """A string as one line without markup or control characters, if there is anything in it."""
    if not isinstance(value, str):
        return None
    shown = " ".join("".join(c if c.isprintable() else " " for c in value[: 4 * LONGEST]).split())
    return shown[:LONGEST] or None
