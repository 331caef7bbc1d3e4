"""Learn the furniture of a site: the lines that recur in its stored articles, known by their hashes alone."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from service.storage import ArticleLines, Transaction
from service.summariser import Traces, has_short_lines, short_lines

DIFFERENT_ARTICLES = 3  # two may be two tellings of one story
SHARED_CORE = 2  # paragraphs out of the three longest; an article that shares so many with another is its copy


class Lesson(NamedTuple):
    """What an article teaches, as hashes: its site, and which lines are its core and which stand at its margins."""

    site: int
    core: Sequence[int]
    margins: Sequence[int]


NOTHING = Lesson(0, (), ())


class Learning:
    """What was learnt from the stored articles, and what the next one teaches."""

    def __init__(self, *, switched_on: bool) -> None:
        self.switched_on = switched_on
        self._lines = ArticleLines()

    def may_know(self, text: str) -> bool:
        """Whether the text has a line that could recur; asks no database."""
        return self.switched_on and has_short_lines(text)

    def recurring(self, connection: Transaction, text: str, url: str | None, *, owner: UUID) -> tuple[str, ...]:
        """The lines of a text, folded, that recur in the owner's articles of its site, or in all if it has no URL."""
        return self.recurring_of_each(connection, [(text, url, owner)])[0]

    def recurring_of_each(
        self, connection: Transaction, texts: Sequence[tuple[str, str | None, UUID]]
    ) -> list[tuple[str, ...]]:
        """As ``recurring`` for each text, its URL and its owner; one question a site, however many texts."""
        lines = [{_hash("line", line, owner): line for line in self._lines_of(text)} for text, _, owner in texts]
        asked: defaultdict[int, set[int]] = defaultdict(set)
        for (_, url, _), own in zip(texts, lines, strict=True):
            asked[_site(url)].update(own)
        found = {
            site: self._lines.recurring(connection, of_site, site=site or None, in_articles=DIFFERENT_ARTICLES)
            for site, of_site in asked.items()
            if of_site
        }
        return [
            tuple(line for number, line in own.items() if number in found[_site(url)])
            for (_, url, _), own in zip(texts, lines, strict=True)
        ]

    def _lines_of(self, text: str) -> tuple[str, ...]:
        return short_lines(text) if self.switched_on else ()

    def lesson(self, traces: Traces, url: str | None, owner: UUID) -> Lesson:
        """What an article teaches once it is stored."""
        if not self.switched_on:
            return NOTHING
        core = [_hash("core", line, owner) for line in traces.core]
        return Lesson(_site(url), core, [_hash("line", line, owner) for line in traces.margins])

    def learn(self, connection: Transaction, stored: Sequence[tuple[int, Lesson]]) -> None:
        """Count the lines of articles that have just been stored, save for copies of others that were counted.

        The articles by their numbers, each with its lesson.
        """
        asked = {line for _, lesson in stored for line in lesson.core}
        known = set(self._lines.recurring(connection, asked)) if asked else set()
        counted = []
        for number, lesson in stored:
            core = set(lesson.core)
            if core and len(core & known) < min(SHARED_CORE, len(core)):
                known |= core
                counted += [(line, lesson.site, number) for line in sorted(core.union(lesson.margins))]
        self._lines.add(connection, counted)


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
