"""Learn the furniture of a site: the lines that recur in its stored articles, known by their hashes alone."""

from hashlib import blake2b
from urllib.parse import urlsplit
from uuid import UUID

from service.storage import Article, ArticleLines, Transaction
from service.summariser import Traces, short_lines

DIFFERENT_ARTICLES = 3  # two may be two tellings of one story
SHARED_CORE = 2  # paragraphs out of the three longest; an article that shares so many with another is its copy


class Learning:
    """What was learnt from the stored articles, and what the next one teaches."""

    def __init__(self, *, switched_on: bool) -> None:
        self.switched_on = switched_on
        self._lines = ArticleLines()

    def recurring(self, connection: Transaction, text: str, url: str | None, *, owner: UUID) -> tuple[str, ...]:
        """The lines of a text, folded, that recur in the owner's articles of its site, or in all if it has no URL."""
        lines = {_hash("line", line, owner): line for line in short_lines(text)} if self.switched_on else {}
        if not lines:
            return ()
        site = _site(url)
        found = self._lines.recurring(connection, lines, site=site or None, in_articles=DIFFERENT_ARTICLES)
        return tuple(line for number, line in lines.items() if number in found)

    def learn(self, connection: Transaction, article: Article, traces: Traces) -> None:
        """Count the lines of an article that has just been stored, unless it is a copy of one that was counted."""
        core = {_hash("core", line, article.owner) for line in traces.core}
        if not (self.switched_on and core):
            return
        copied = self._lines.recurring(connection, core)
        if len(copied) < min(SHARED_CORE, len(core)):
            lines = core | {_hash("line", line, article.owner) for line in traces.margins}
            self._lines.add(connection, article.id, site=_site(article.url), lines=lines)


def _site(url: str | None) -> int:
    """The host, 'www.' aside; 0 where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    return _hash("site", host.removeprefix("www.")) if host else 0


def _hash(kind: str, line: str, owner: UUID | None = None) -> int:
    """64 bits, signed as databases have them. The same line of another owner has another hash."""
    key = owner.bytes if owner else b""
    return int.from_bytes(blake2b(line.encode(), digest_size=8, person=kind.encode(), key=key).digest(), signed=True)
