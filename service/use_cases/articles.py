"""Store, list, fetch and delete articles."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from uuid6 import uuid7

from service.errors import EmptyDocumentError, LimitExceededError, NotFoundError, StorageUnavailableError
from service.storage import (
    ANONYMOUS,
    Article,
    ArticleFilter,
    Articles,
    Database,
    IdempotencyKeys,
    Packed,
    Page,
    PageRequest,
    Summaries,
    Transaction,
    made_at,
)
from service.summariser import Reading, Removal, Traces, read
from service.summariser.document import ArticleLanguage
from service.use_cases.learning import Learning, Lesson
from service.use_cases.limits import Limits

WORDS_A_SECOND = (
    4  # silent reading of English prose, 238 words a minute: Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047
)


ABOUT_LANGUAGE = tuple(field.name for field in fields(ArticleLanguage))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article in plain text. ``language`` is a code, an English name or 'auto'; ``date`` is ISO 8601."""

    text: str
    title: str | None = None
    url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    language: str = "auto"
    author: str | None = None
    date: str | None = None
    came_as: str = "text"  # the field of the request that it was read out of

    def digest(self, owner: UUID) -> bytes:
        """SHA-256 of owner and content: an owner's two articles are the same when all that was sent is the same."""
        content = [self.text, self.title, self.url, self.metadata, self.language.lower(), self.author, self.date]
        # The digests of what is nobody's stay those of the first version, which knew no owners.
        whose = b"" if owner == ANONYMOUS else owner.bytes
        return hashlib.sha256(whose + orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


class Record(NamedTuple):
    """An article as it is to be stored; it can be handed from one process to another."""

    id: UUID
    digest: bytes
    recurring: tuple[str, ...]
    row: Packed
    lesson: Lesson


class Standing(NamedTuple):
    """An article that is stored: it, where it was there before."""

    id: UUID
    recurring: tuple[str, ...]
    twin: Article | None = None


class ArticleUseCases:
    def __init__(self, database: Database, limits: Limits, *, learning: bool = True) -> None:
        self._learning = Learning(switched_on=learning)
        self._database = database
        self._articles = Articles()
        self._summaries = Summaries()
        self._keys = IdempotencyKeys()
        self._limits = limits

    def may_know(self, new: NewArticle) -> bool:
        """Whether what was stored before may change how the article is read."""
        return self._learning.may_know(new.text)

    def store(self, new: NewArticle, *, owner: UUID) -> tuple[Article, bool]:
        """Read the article and keep it; the flag tells whether it is new.

        Raises:
            EmptyDocumentError, UnsupportedLanguageError, LimitExceededError: see ``summariser.read``.
        """
        with self._database.reading() as connection:
            known = self._articles.find(connection, new.digest(owner))
            recurring = () if known else self._learning.recurring(connection, new.text, new.url, owner=owner)
        if known is not None:
            return known, False
        reading = self.read(new, recurring=recurring)
        article = stored_form(new, reading, owner, recurring)
        with self._database.writing() as connection:
            kept = self.keep(connection, [self.record(article, reading.traces)])[article.digest]
        return kept.twin or article, kept.twin is None

    def look_at(self, new: NewArticle, *, owner: UUID) -> Article:
        """The article as it would be stored now. Nothing is written. Raises as ``store`` does."""
        try:
            recurring = self.recurring(new, owner=owner) if self.may_know(new) else ()
        except StorageUnavailableError:  # what was learnt is of use, and not needed
            recurring = ()
        return stored_form(new, self.read(new, recurring=recurring), owner, recurring)

    def record(self, article: Article, traces: Traces) -> Record:
        """The article as ``keep`` takes it."""
        row = self._articles.row(article, self._database)
        lesson = self._learning.lesson(traces, article.url, article.owner)
        return Record(article.id, article.digest, recurring_of(article), row, lesson)

    def keep(self, connection: Transaction, new: Sequence[Record]) -> Mapping[bytes, Standing]:
        """Store the articles and learn from them, each unless its equal is there; by digest, what stands now."""
        first: dict[bytes, Record] = {}
        for record in new:
            first.setdefault(record.digest, record)
        numbers, twins = self._articles.add_several(connection, {digest: one.row for digest, one in first.items()})
        self._learning.learn(
            connection, [(numbers[digest], one.lesson) for digest, one in first.items() if digest in numbers]
        )
        standing = {digest: Standing(one.id, one.recurring) for digest, one in first.items()}
        return standing | {twin.digest: Standing(twin.id, recurring_of(twin), twin) for twin in twins.values()}

    def recurring(self, new: NewArticle, *, owner: UUID) -> tuple[str, ...]:
        """The lines that are left out of the article because other stored articles have them too.

        An article that is stored keeps those that it was first read with, so that the
        same question about it has the same answer, whatever is stored later.
        """
        digest = new.digest(owner)
        return self.recurring_of_each({digest: (new, owner)})[digest]

    def recurring_of_each(self, asked: Mapping[bytes, tuple[NewArticle, UUID]]) -> Mapping[bytes, tuple[str, ...]]:
        """As ``recurring`` for each article and its owner, by its digest; for many at the price of a few."""
        with self._database.asking() as connection:
            kept = self._articles.analyses(connection, list(asked))
            fresh = [digest for digest in asked if digest not in kept]
            texts = [(new.text, new.url, owner) for new, owner in map(asked.__getitem__, fresh)]
            learnt = self._learning.recurring_of_each(connection, texts)
        known = {digest: _recurring(analysis) for digest, analysis in kept.items()}
        return known | dict(zip(fresh, learnt, strict=True))

    def read(
        self,
        new: NewArticle,
        *,
        language: str | None = None,
        cleaning: bool = True,
        recurring: Collection[str] = (),
        keep: Collection[int] = (),
    ) -> Reading:
        """The article as a document, within the limits of this instance; in another language than its own if named."""
        bounds = self._limits
        if len(new.text) > bounds.text_characters:
            raise LimitExceededError(
                what="The text", limit=bounds.text_characters, unit="characters", pointer=f"/{new.came_as}"
            )
        if len(orjson.dumps(new.metadata)) > bounds.metadata_bytes:
            raise LimitExceededError(
                what="The metadata", limit=bounds.metadata_bytes, unit="bytes of JSON", pointer="/metadata"
            )
        try:
            return read(
                new.text,
                title=new.title,
                language=language or new.language,
                cleaning=cleaning,
                recurring=recurring,
                keep=keep,
                max_sentences=self._limits.sentences,
            )
        except (EmptyDocumentError, LimitExceededError) as error:
            error.pointer = f"/{new.came_as}"
            raise

    def get(self, article_id: UUID, *, owner: UUID) -> Article:
        with self._database.reading() as connection:
            article = self._articles.get(connection, article_id, owner=owner)
        if article is None:
            raise NotFoundError("article", str(article_id))
        return article

    def delete(self, article_id: UUID, *, owner: UUID) -> None:
        """Delete the article and all its summaries."""
        with self._database.writing() as connection:
            if not self._articles.hold(connection, article_id, owner=owner, to_delete=True):
                raise NotFoundError("article", str(article_id))
            self._summaries.delete_of_article(connection, article_id)
            self._keys.forget_mentioning(connection, article_id, owner=owner)
            self._articles.delete(connection, article_id)
        self._database.erase_traces()

    def page(self, request: PageRequest, which: ArticleFilter) -> Page[Article]:
        with self._database.reading() as connection:
            return self._articles.page(connection, request, which)


def stored_form(
    new: NewArticle, reading: Reading, owner: UUID, recurring: Sequence[str] = (), digest: bytes | None = None
) -> Article:
    """The article with a new id and all that was worked out of it; ``digest`` where it is known already."""
    identifier = uuid7()
    return Article(
        id=identifier,
        owner=owner,
        created_at=made_at(identifier),
        digest=digest or new.digest(owner),
        title=reading.document.title,
        url=new.url,
        metadata=new.metadata,
        text=new.text,
        language=reading.language.code,
        analysis={
            "language": language_form(reading.language),
            "title_given": new.title is not None,
            "author": new.author,
            "date": new.date,
            "statistics": article_statistics([reading]),
            "removed": [ledger_entry(new.text, removal) for removal in reading.removed],
            "notices": [ledger_entry(new.text, notice) for notice in reading.notices],
            "recurring": list(recurring),
        },
    )


def recurring_of(article: Article) -> tuple[str, ...]:
    """The lines that recurred when the article was stored; folded, as the summariser wants them."""
    return _recurring(article.analysis)


def _recurring(analysis: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(analysis.get("recurring", ()))


def language_form(language: ArticleLanguage) -> dict[str, Any]:
    """The language that an article was read in, as plain JSON values."""
    return {name: getattr(language, name) for name in ABOUT_LANGUAGE}


def article_statistics(readings: Sequence[Reading]) -> dict[str, Any]:
    """Counts of the cleaned documents together."""
    documents = [reading.document for reading in readings]
    words = sum(document.word_count for document in documents)
    return {
        "sentences": sum(len(document.sentences) for document in documents),
        "words": words,
        "characters": sum(document.character_count for document in documents),
        "reading_seconds": round(words / WORDS_A_SECOND),
    }


def ledger_entry(text: str, removal: Removal) -> dict[str, Any]:
    """A stretch of the article with its own words, as the ledger shows it."""
    verbatim = text[removal.offset : removal.offset + removal.length]
    return {"text": verbatim, "offset": removal.offset, "length": removal.length, "reason": removal.reason}
