"""Summarise articles; list, fetch and delete summaries."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from uuid6 import uuid7

import service
from service.errors import InvalidRequestError, NotFoundError, StorageUnavailableError
from service.storage import (
    Article,
    Articles,
    Database,
    IdempotencyKeys,
    NewSummary,
    Packed,
    Page,
    PageRequest,
    StoredSummary,
    Summaries,
    SummaryFilter,
    SummedUp,
    Transaction,
    made_at,
)
from service.summariser import Options, Reading, SummaryWarning, summarise_reading
from service.summariser.digest import digest
from service.use_cases.articles import ArticleUseCases, NewArticle, Record, Standing, recurring_of, stored_form
from service.use_cases.content import ENGINE, Presentation, content_of, content_of_digest

NOWHERE = UUID(int=0)  # the id of what is not stored
NOT_COMPARED = SummaryWarning(
    "not-compared", "The database does not answer, so lines that recur in stored articles were not left out."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that a caller may wish of a summary beside the articles.

    ``since`` holds ids of summaries and articles whose facts the reader knows; ``fair_share``
    lets each article have its say before one has its second.
    """

    options: Options = field(default_factory=Options)
    how: Presentation = field(default_factory=Presentation)
    fair_share: bool = False
    since: tuple[UUID, ...] = ()
    store: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """An article as it is read; ``stored`` where it was named by its id.

    ``recurring`` lines are left out of it; None where they were not asked for.
    """

    owner: UUID
    new: NewArticle
    digest: bytes
    stored: Article | None = None
    recurring: tuple[str, ...] | None = None
    warnings: tuple[SummaryWarning, ...] = ()


class OvertakenError(Exception):
    """Somebody else stored the same article meanwhile, with other lines left out of it: make the summary again."""


class Named(NamedTuple):
    """An article that is stored, as a summary was made of it."""

    id: UUID
    owner: UUID
    recurring: tuple[str, ...]


class Prepared(NamedTuple):
    """A summary that was made and is not stored yet; it can be handed from one process to another."""

    id: UUID
    question: bytes
    row: Packed
    records: Sequence[Record | Named]


class Placed(NamedTuple):
    """What is stored of a summary that was to be: its id, whether it is new or the equal one, and its articles."""

    id: UUID
    twin: StoredSummary | None
    articles: Sequence[Standing]


# What became of a summary that was to be stored.
Kept = Placed | NotFoundError | OvertakenError


class SummaryUseCases:
    def __init__(self, database: Database, articles: ArticleUseCases) -> None:
        self._database = database
        self._reader = articles
        self._articles = Articles()
        self._summaries = Summaries()
        self._keys = IdempotencyKeys()

    def summarise(
        self, articles: Sequence[NewArticle | UUID], wish: Wish, *, owner: UUID
    ) -> tuple[StoredSummary, bool]:
        """Sum up one article, or several in a digest; the flag tells whether a new summary was stored.

        With ``store`` false nothing is written, and nothing looked up but the lines that recur in stored articles.

        Raises:
            NotFoundError: a stored article is not there, or has just gone.
            EmptyDocumentError, UnsupportedLanguageError, LimitExceededError: see ``summariser.read``.
        """
        started = time.perf_counter()
        given = [self.given(article, owner) for article in articles]
        question = _question(given, asked_of(wish)) if wish.store else b""
        if wish.store and (known := self._find(question)) is not None:
            return known, False
        summary, records = self._made(given, question, wish, started)
        if not wish.store:
            return summary, False
        try:
            with self._database.writing() as connection:
                (kept,) = self.keep(connection, [self._prepared(summary, records)])
                if isinstance(kept, Exception):
                    raise kept
        except OvertakenError:
            return self.summarise(articles, wish, owner=owner)
        if kept.twin is not None:
            return kept.twin, False
        pairs = zip(kept.articles, summary.articles, strict=True)
        return replace(summary, articles=tuple(_as_it_stands(standing, told) for standing, told in pairs)), True

    def given(self, article: NewArticle | UUID, owner: UUID) -> Given:
        """An article of the owner's as it will be read. Raises ``NotFoundError``."""
        if isinstance(article, NewArticle):
            return Given(owner, article, article.digest(owner))
        stored = self._reader.get(article, owner=owner)
        title = stored.title if stored.analysis["title_given"] else None
        date = stored.analysis["date"]
        new = NewArticle(text=stored.text or "", title=title, language=stored.language, date=date)
        return Given(owner, new, stored.digest, stored, recurring_of(stored))

    def look_up(self, several: Sequence[Given]) -> list[Given]:
        """New articles with the lines that recur in stored ones; for many at the price of a few."""
        recurring = self._reader.recurring_of_each({one.digest: (one.new, one.owner) for one in several})
        return [replace(one, recurring=recurring[one.digest]) for one in several]

    def prepare(self, given: Sequence[Given], wish: Wish, *, asked: bytes) -> Prepared:
        """Make a summary to be kept later; ``asked`` is ``asked_of`` the wish. Raises what ``summarise`` raises."""
        summary, records = self._made(given, _question(given, asked), wish, time.perf_counter())
        return self._prepared(summary, records)

    def _prepared(self, summary: StoredSummary, records: Sequence[Record | Named]) -> Prepared:
        return Prepared(summary.id, summary.digest, self._summaries.row(summary, self._database), records)

    def keep(self, connection: Transaction, several: Sequence[Prepared]) -> list[Kept]:
        """Store summaries and their articles, or find the equal ones that are there.

        What hinders one hinders no other: in its place stands a ``NotFoundError`` where a stored
        article has just gone, an ``OvertakenError`` where it must be made again.
        """
        records = [record for one in several for record in one.records if isinstance(record, Record)]
        standing = self._reader.keep(connection, records)
        articles = [self._held(connection, one.records, standing) for one in several]
        new: dict[bytes, NewSummary] = {}
        for one, of in zip(several, articles, strict=True):
            if not isinstance(of, Exception):
                new.setdefault(one.question, NewSummary(one.id, one.row, [article.id for article in of]))
        twins = self._summaries.add_several(connection, new)
        return [
            of if isinstance(of, Exception) else _placed(new[one.question], twins.get(one.question), of)
            for one, of in zip(several, articles, strict=True)
        ]

    def _held(
        self, connection: Transaction, records: Sequence[Record | Named], standing: Mapping[bytes, Standing]
    ) -> list[Standing] | NotFoundError | OvertakenError:
        """The articles of a summary, which nobody else can delete by now."""
        held = []
        for record in records:
            if isinstance(record, Record):
                article = standing[record.digest]
            elif self._articles.hold(connection, record.id, owner=record.owner):
                article = Standing(record.id, record.recurring)
            else:
                return NotFoundError("article", str(record.id))
            if article.recurring != record.recurring:
                return OvertakenError()
            held.append(article)
        return held

    def _made(
        self, given: Sequence[Given], question: bytes, wish: Wish, started: float
    ) -> tuple[StoredSummary, list[Record | Named]]:
        """The summary, and the articles that it was made of as they are to be stored, if it is."""
        settled = [self._settled(one, wish) for one in given]
        readings = self._readings(settled, wish.options)
        content = self._content(settled, readings, wish, started)
        pairs = list(zip(settled, readings, strict=True))
        records = [self._record(one, reading, wish) for one, reading in pairs] if wish.store else []
        told = [_told(one, reading) for one, reading in pairs]
        return _stored_form(given[0].owner, question, content, told), records

    def _settled(self, given: Given, wish: Wish) -> Given:
        """With the lines that recur; where the database is down, an answer that needs no storing goes without."""
        if given.recurring is not None or not (wish.store or self._reader.may_know(given.new)):
            return given
        try:
            return replace(given, recurring=self._reader.recurring(given.new, owner=given.owner))
        except StorageUnavailableError:
            if wish.store:
                raise
            return replace(given, warnings=(NOT_COMPARED,))

    def _read(self, given: Given, options: Options) -> Reading:
        language = options.language if options.language != "auto" else given.new.language
        recurring = given.recurring or ()
        reading = self._reader.read(
            given.new, language=language, cleaning=options.clean, recurring=recurring, keep=options.keep
        )
        return replace(reading, warnings=reading.warnings + given.warnings) if given.warnings else reading

    def _readings(self, given: Sequence[Given], options: Options) -> list[Reading]:
        """Each article read; an error of one of several says which it is."""
        readings = []
        for place, one in enumerate(given):
            try:
                readings.append(self._read(one, options))
            except InvalidRequestError as error:
                if len(given) > 1:
                    error.within = f"/{'article_ids' if one.stored else 'articles'}/{place}"
                raise
        return readings

    def _content(
        self, given: Sequence[Given], readings: Sequence[Reading], wish: Wish, started: float
    ) -> dict[str, Any]:
        linked = [bool((one.stored or one.new).url) for one in given]
        if len(readings) == 1 and not wish.since:
            summary = summarise_reading(readings[0], wish.options, every=wish.how.include_all)
            content = content_of(summary, wish.options, wish.how, linked=linked[0], started=started)
        else:
            dates = [_date(one.new.date) for one in given]
            known = tuple(self._known(wish.since, given[0].owner))
            summed_up = digest(readings, wish.options, dates=dates, known=known, fair=wish.fair_share)
            content = content_of_digest(summed_up, wish.options, wish.how, linked=linked, started=started)
        first = given[0].stored
        if first is not None and wish.options.language == "auto":  # found when it was stored, not named by anyone
            content["language"] = dict(first.analysis["language"])
        return content

    def _known(self, since: Sequence[UUID], owner: UUID) -> Iterator[str]:
        """The sentences of the summaries and articles that the reader knows."""
        for identifier in since:
            with self._database.reading() as connection:
                summary = self._summaries.get(connection, identifier, owner=owner)
            if summary is not None:
                yield from (sentence["text"] for sentence in summary.content["sentences"] if sentence["chosen"])
                continue
            try:
                given = self.given(identifier, owner)
            except NotFoundError:
                raise NotFoundError("summary or article", str(identifier)) from None
            yield from (sentence.text for sentence in self._read(given, Options()).document.sentences)

    def _record(self, given: Given, reading: Reading, wish: Wish) -> Record | Named:
        """The stored ledger is that of the cleaned article, whatever this one summary was made of."""
        if given.stored is not None:
            return Named(given.stored.id, given.owner, given.recurring or ())
        recurring = given.recurring or ()
        is_plain = wish.options.clean and not wish.options.keep
        cleaned = reading if is_plain else self._reader.read(given.new, recurring=recurring)
        article = stored_form(given.new, cleaned, given.owner, recurring, given.digest)
        return self._reader.record(article, cleaned.traces)

    def get(self, summary_id: UUID, *, owner: UUID) -> StoredSummary:
        with self._database.reading() as connection:
            summary = self._summaries.get(connection, summary_id, owner=owner)
        if summary is None:
            raise NotFoundError("summary", str(summary_id))
        return summary

    def delete(self, summary_id: UUID, *, owner: UUID) -> None:
        with self._database.writing() as connection:
            found = self._summaries.delete(connection, summary_id, owner=owner)
            self._keys.forget_mentioning(connection, summary_id, owner=owner)
        if not found:
            raise NotFoundError("summary", str(summary_id))
        self._database.erase_traces()

    def page(self, request: PageRequest, which: SummaryFilter) -> Page[StoredSummary]:
        with self._database.reading() as connection:
            return self._summaries.page(connection, request, which)

    def _find(self, question: bytes) -> StoredSummary | None:
        with self._database.reading() as connection:
            return self._summaries.find(connection, question)


def asked_of(wish: Wish) -> bytes:
    """What a question has of the wish, as JSON; the same for all items of a batch that wish the same."""
    return orjson.dumps(asdict(wish), option=orjson.OPT_SORT_KEYS)


def _question(articles: Sequence[Given], asked: bytes) -> bytes:
    """SHA-256 of all that the answer hangs on: articles, wishes and the versions of the engine."""
    parts = [[article.digest.hex() for article in articles], orjson.Fragment(asked), service.__version__, ENGINE]
    return hashlib.sha256(orjson.dumps(parts)).digest()


def _date(written: str | None) -> dt.datetime | None:
    try:
        date = dt.datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def _told(given: Given, reading: Reading) -> SummedUp:
    """What an answer tells of an article. One that is new has no id before it is kept."""
    if given.stored is not None:
        return _summed_up(given.stored)
    return SummedUp(NOWHERE, reading.document.title, given.new.url, given.new.metadata)


def _as_it_stands(standing: Standing, told: SummedUp) -> SummedUp:
    """The same of the article that is stored."""
    return replace(told, id=standing.id) if standing.twin is None else _summed_up(standing.twin)


def _summed_up(article: Article) -> SummedUp:
    return SummedUp(article.id, article.title, article.url, article.metadata)


def _placed(new: NewSummary, twin: StoredSummary | None, articles: Sequence[Standing]) -> Placed:
    return Placed(new.id if twin is None else twin.id, twin, articles)


def _stored_form(owner: UUID, question: bytes, content: dict[str, Any], articles: Sequence[SummedUp]) -> StoredSummary:
    identifier = uuid7()
    return StoredSummary(
        id=identifier,
        owner=owner,
        created_at=made_at(identifier),
        digest=question,
        algorithm=content["algorithm"],
        language=content["language"]["code"],
        summary=content["summary"],
        content={name: value for name, value in content.items() if name != "summary"},
        articles=tuple(articles),
    )
