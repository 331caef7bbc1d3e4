"""Summarise articles; list, fetch and delete summaries."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any
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
    Page,
    PageRequest,
    StoredSummary,
    Summaries,
    SummaryFilter,
    SummedUp,
    Transaction,
    made_at,
)
from service.summariser import Options, Reading, SummaryWarning, Traces, summarise_reading
from service.summariser.digest import digest
from service.use_cases.articles import ArticleUseCases, NewArticle, recurring_of, stored_form
from service.use_cases.content import ENGINE, Presentation, content_of, content_of_digest

NOWHERE = UUID(int=0)  # the id of what is not stored
NOT_ASKED: Mapping[bytes, tuple[str, ...]] = MappingProxyType({})
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
class _Given:
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


# Without slots, here and in ``Article``: it takes pickle a third of the time.
@dataclass(frozen=True)
class Record:
    """An article as it would be stored, or as it ``is_stored``."""

    article: Article
    traces: Traces
    is_stored: bool


@dataclass(frozen=True)
class Prepared:
    """A summary that was made and is not stored yet; it can be handed from one process to another."""

    owner: UUID
    records: Sequence[Record]
    question: bytes
    content: dict[str, Any]


# What became of a summary that was to be stored: the one that is there, and whether it is new; or what hindered it.
Kept = tuple[StoredSummary, bool] | NotFoundError | OvertakenError


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
        given = [self._given(article, owner) for article in articles]
        question = _question([one.digest for one in given], wish) if wish.store else b""
        if wish.store and (known := self._find(question)) is not None:
            return known, False
        if not wish.store:
            settled, readings, content = self._made(given, wish, started)
            told = [_told(one, reading) for one, reading in zip(settled, readings, strict=True)]
            return _stored_form(owner, question, content, told), False
        prepared = self._prepared(given, question, wish, started)
        try:
            with self._database.writing() as connection:
                (kept,) = self.keep(connection, [prepared])
                if isinstance(kept, Exception):
                    raise kept
                return kept
        except OvertakenError:
            return self.summarise(articles, wish, owner=owner)

    def recurring_of_each(self, several: Sequence[tuple[NewArticle, UUID]]) -> Mapping[bytes, tuple[str, ...]]:
        """The lines that recur in stored articles, for many articles and their owners; ``prepare`` takes them."""
        return self._reader.recurring_of_each(several)

    def prepare(
        self,
        articles: Sequence[NewArticle | UUID],
        wish: Wish,
        *,
        owner: UUID,
        recurring: Mapping[bytes, tuple[str, ...]],
    ) -> Prepared:
        """Make a summary to be kept later. Raises what ``summarise`` raises.

        ``recurring`` holds what ``recurring_of_each`` gave; of an article that is not in it, it is asked for.
        """
        started = time.perf_counter()
        given = [self._given(article, owner, recurring) for article in articles]
        return self._prepared(given, _question([one.digest for one in given], wish), wish, started)

    def keep(self, connection: Transaction, several: Sequence[Prepared]) -> list[Kept]:
        """Store summaries and their articles, or find the equal ones that are there.

        What hinders one hinders no other: in its place stands a ``NotFoundError`` where a stored
        article has just gone, an ``OvertakenError`` where it must be made again.
        """
        new = [(record.article, record.traces) for one in several for record in one.records if not record.is_stored]
        articles = self._reader.keep(connection, new)
        formed = [self._formed(connection, one, articles) for one in several]
        stored = self._summaries.add_several(connection, [one for one in formed if isinstance(one, StoredSummary)])
        return [
            (stored[one.digest], stored[one.digest].id == one.id) if isinstance(one, StoredSummary) else one
            for one in formed
        ]

    def _formed(
        self, connection: Transaction, prepared: Prepared, articles: Mapping[bytes, Article]
    ) -> StoredSummary | NotFoundError | OvertakenError:
        """The summary as it is to be stored, of articles that are held."""
        told = []
        for record in prepared.records:
            article = record.article
            if record.is_stored and not self._articles.hold(connection, article.id, owner=prepared.owner):
                return NotFoundError("article", str(article.id))
            kept = article if record.is_stored else articles[article.digest]
            if recurring_of(kept) != recurring_of(article):
                return OvertakenError()
            told.append(SummedUp(kept.id, kept.title, kept.url, kept.metadata))
        return _stored_form(prepared.owner, prepared.question, prepared.content, told)

    def _prepared(self, given: Sequence[_Given], question: bytes, wish: Wish, started: float) -> Prepared:
        settled, readings, content = self._made(given, wish, started)
        pairs = zip(settled, readings, strict=True)
        records = [self._record(one, reading, wish) for one, reading in pairs]
        return Prepared(given[0].owner, records, question, content)

    def _made(
        self, given: Sequence[_Given], wish: Wish, started: float
    ) -> tuple[list[_Given], list[Reading], dict[str, Any]]:
        """What the summary says, with the articles that it was made of."""
        settled = [self._settled(one, wish) for one in given]
        readings = self._readings(settled, wish.options)
        return settled, readings, self._content(settled, readings, wish, started)

    def _given(
        self, article: NewArticle | UUID, owner: UUID, recurring: Mapping[bytes, tuple[str, ...]] = NOT_ASKED
    ) -> _Given:
        if isinstance(article, NewArticle):
            digest = article.digest(owner)
            return _Given(owner, article, digest, recurring=recurring.get(digest))
        stored = self._reader.get(article, owner=owner)
        title = stored.title if stored.analysis["title_given"] else None
        date = stored.analysis["date"]
        new = NewArticle(text=stored.text or "", title=title, language=stored.language, date=date)
        return _Given(owner, new, stored.digest, stored, recurring_of(stored))

    def _settled(self, given: _Given, wish: Wish) -> _Given:
        """With the lines that recur; where the database is down, an answer that needs no storing goes without."""
        if given.recurring is not None or not (wish.store or self._reader.may_know(given.new)):
            return given
        try:
            return replace(given, recurring=self._reader.recurring(given.new, owner=given.owner))
        except StorageUnavailableError:
            if wish.store:
                raise
            return replace(given, warnings=(NOT_COMPARED,))

    def _read(self, given: _Given, options: Options) -> Reading:
        language = options.language if options.language != "auto" else given.new.language
        recurring = given.recurring or ()
        reading = self._reader.read(
            given.new, language=language, cleaning=options.clean, recurring=recurring, keep=options.keep
        )
        return replace(reading, warnings=reading.warnings + given.warnings) if given.warnings else reading

    def _readings(self, given: Sequence[_Given], options: Options) -> list[Reading]:
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
        self, given: Sequence[_Given], readings: Sequence[Reading], wish: Wish, started: float
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
                given = self._given(identifier, owner)
            except NotFoundError:
                raise NotFoundError("summary or article", str(identifier)) from None
            yield from (sentence.text for sentence in self._read(given, Options()).document.sentences)

    def _record(self, given: _Given, reading: Reading, wish: Wish) -> Record:
        """The stored ledger is that of the cleaned article, whatever this one summary was made of."""
        if given.stored is not None:
            return Record(given.stored, reading.traces, is_stored=True)
        recurring = given.recurring or ()
        is_plain = wish.options.clean and not wish.options.keep
        cleaned = reading if is_plain else self._reader.read(given.new, recurring=recurring)
        return Record(stored_form(given.new, cleaned, given.owner, recurring), cleaned.traces, is_stored=False)

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


def _question(articles: Sequence[bytes], wish: Wish) -> bytes:
    """SHA-256 of all that the answer hangs on: articles, wishes and the versions of the engine."""
    parts = [[article.hex() for article in articles], asdict(wish), service.__version__, ENGINE]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()


def _date(written: str | None) -> dt.datetime | None:
    try:
        date = dt.datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def _told(given: _Given, reading: Reading) -> SummedUp:
    """What an answer tells of an article that is not kept for it."""
    if given.stored is not None:
        return SummedUp(given.stored.id, given.stored.title, given.stored.url, given.stored.metadata)
    return SummedUp(NOWHERE, reading.document.title, given.new.url, given.new.metadata)


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
