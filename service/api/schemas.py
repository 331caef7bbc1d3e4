"""Every request and answer, once: validated, shaped and documented from here."""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates, validates_schema

from service.api.answers import AnswerSchema
from service.api.fields import (
    Amount,
    File,
    Flag,
    Instant,
    JsonObject,
    LanguageCode,
    Moment,
    Question,
    Several,
    Text,
    Url,
    Whole,
)
from service.storage import MOST_SCORED
from service.summariser import ALGORITHMS, Options
from service.summariser.document import LENGTHS, Budget, BudgetKind
from service.use_cases import Presentation, Source, Wish

LONGEST_TITLE = 1_000
MOST_SENTENCES = 10_000
LARGEST_BUDGET = 1_000_000
MOST_ARTICLES = 50
BUDGETS: tuple[BudgetKind, ...] = ("sentences", "ratio", "words", "characters", "length")
DEFAULTS = Options()
LARGEST_SEED = 2**31 - 1


def about(text: str, **more: Any) -> dict[str, Any]:
    """What the API document says of a field."""
    return {"description": text, **more}


class StrictSchema(Schema):
    """Refuses fields it does not know, by name."""

    class Meta:
        unknown = RAISE  # the default, named so that the API document says it too

    error_messages = {"unknown": "There is no such field.", "type": "Send a JSON object."}  # noqa: RUF012 (marshmallow's seam)


# --- requests -----------------------------------------------------------------------------------


class ArticleFields(StrictSchema):
    title = Text(
        validate=validate.Length(max=LONGEST_TITLE),
        allow_none=True,
        metadata=about("The headline; else it is taken from the text."),
    )
    url = Url(
        allow_none=True,
        metadata=about(
            "Where the article was published; turned into links that jump to each sentence. "
            "With no other source, the article is fetched from there, where the operator allows it."
        ),
    )
    metadata = JsonObject(metadata=about("Any JSON object of your own; it is handed back unchanged."))
    language = Text(
        validate=validate.Length(min=1, max=40),
        metadata=about("ISO 639-1 code or English name of the language, or 'auto'.", default="auto", examples=["en"]),
    )


def sources_given(original: Mapping[str, Any], sources: tuple[str, ...]) -> list[str]:
    """Where a request has its article; a URL is where only if it stands alone, else it says whence it came."""
    given = [name for name in sources if name in original]
    return given or [name for name in ("url",) if original.get(name)]


def source(data: Mapping[str, Any]) -> Source:
    """What a valid request brings as its article."""
    given = {field.name: data[field.name] for field in dataclasses.fields(Source) if field.name in data}
    for name in ("title", "url"):  # an empty one is none
        given[name] = (given.get(name) or "").strip() or None
    return Source(**given)


class ArticleRequest(ArticleFields):
    """An article, in one of its forms."""

    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html", "file")

    text = Text(metadata=about("The article as plain text, as pasted."))
    html = Text(metadata=about("The article as a whole HTML page or a part of one."))
    file = File(metadata=about("A file: txt, md, html, pdf or docx; only in multipart/form-data."))

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_source(self, _data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        given = sources_given(original, self.SOURCES)
        if len(given) != 1:
            detail = f"Give exactly one of {', '.join(self.SOURCES)}, or a url alone."
            raise ValidationError({name: [detail] for name in given or self.SOURCES[:1]})

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The article's own fields become one source, under 'source'."""
        return {**data, "source": source(data)}


class StoreRequest(ArticleRequest):
    """An article, and whether it is kept."""

    store = Flag(
        load_default=True,
        metadata=about("Keep the article. false: it is read and shown, and nothing is written.", default=True),
    )


class ArticleOfDigest(ArticleFields):
    """One of several articles."""

    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html")

    text = Text(metadata=about("The article as plain text, as pasted."))
    html = Text(metadata=about("The article as a whole HTML page or a part of one."))

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_source(self, _data: Any, original: Any, **_: Any) -> None:
        if isinstance(original, Mapping) and len(sources_given(original, self.SOURCES)) != 1:
            raise ValidationError("Give exactly one of text, html, or a url alone.", "text")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Source:
        return source(data)


class SummaryOptions(StrictSchema):
    """What may be wished of a summary, whatever it sums up."""

    algorithm = Text(
        validate=validate.OneOf(list(ALGORITHMS), error="There is no such algorithm. Choose one of: {choices}."),
        metadata=about("One of GET /algorithms."),
    )
    sentences = Whole(
        validate=validate.Range(min=1, max=MOST_SENTENCES),
        # No default for the document: a client that sends it beside another budget would be refused.
        metadata=about(f"The budget: at most so many sentences; {DEFAULTS.sentences} where no other is given."),
    )
    ratio = Amount(
        validate=validate.Range(min=0, min_inclusive=False, max=1),
        metadata=about("The budget: at most this share of the article's words.", exclusiveMinimum=0),
    )
    words = Whole(
        validate=validate.Range(min=1, max=LARGEST_BUDGET), metadata=about("The budget: at most so many words.")
    )
    characters = Whole(
        validate=validate.Range(min=1, max=LARGEST_BUDGET), metadata=about("The budget: at most so many characters.")
    )
    length = Text(
        validate=validate.OneOf(list(LENGTHS)),
        metadata=about(f"The budget by name: {', '.join(f'{name} is {n}' for name, n in LENGTHS.items())} sentences."),
    )
    query = Text(validate=validate.Length(max=500), metadata=about("Words that the summary should turn around."))
    # marshmallow keeps its own attribute of this name on the instance, out of the way of fields.
    exclude = Several(  # type: ignore[assignment]
        fields.String(validate=validate.OneOf(["quotes", "questions"])),
        most=2,
        metadata=about("Kinds of sentences that the summary should do without."),
    )
    offset_unit = Text(
        validate=validate.OneOf(["code-point", "utf-16"]),
        metadata=about("What offsets and lengths count; a browser counts in UTF-16.", default="code-point"),
    )
    order = Text(
        validate=validate.OneOf(["position", "rank"]),
        metadata=about("As the article has them, or the best first.", default=DEFAULTS.order),
    )
    clean = Flag(metadata=about("Leave boilerplate out before ranking.", default=True))
    include_all = Flag(metadata=about("Every sentence with its salience, not only the chosen.", default=False))
    seed = Whole(
        validate=validate.Range(min=0, max=LARGEST_SEED),
        metadata=about("Which draw the algorithm 'random' makes; others take no notice.", default=DEFAULTS.seed),
    )

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_budget(self, _data: Any, original: Any, **_: Any) -> None:
        given = [name for name in BUDGETS if isinstance(original, Mapping) and name in original]
        if len(given) > 1:
            raise ValidationError({name: [f"Give at most one of {', '.join(BUDGETS)}."] for name in given})


class SummariseRequest(ArticleRequest, SummaryOptions):
    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html", "file", "article_id", "articles", "article_ids")

    article_id = fields.UUID(metadata=about("A stored article."))
    articles = Several(
        fields.Nested(ArticleOfDigest),
        least=2,
        most=MOST_ARTICLES,
        metadata=about("Several articles, for one digest of them all."),
    )
    article_ids = Several(
        fields.UUID(),
        least=2,
        most=MOST_ARTICLES,
        metadata=about("Several stored articles, for one digest of them all."),
    )
    fair_share = Flag(metadata=about("In a digest, each article has its say before one has its second.", default=False))
    since = Several(
        fields.UUID(),
        most=MOST_ARTICLES,
        metadata=about("Summaries and articles that the reader knows; what they said is left out."),
    )
    store = Flag(metadata=about("Keep article and summary. false: nothing is written.", default=True))

    @validates("article_ids")
    def distinct(self, values: list[UUID], **_: Any) -> None:
        if len(set(values)) < len(values):
            raise ValidationError("Names one article twice.")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def no_fields_of_other_articles(self, _data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping) or not original.keys() & {"article_id", "articles", "article_ids"}:
            return
        if of_the_articles := original.keys() & {"title", "url", "metadata"}:
            raise ValidationError({name: ["Each article has its own."] for name in sorted(of_the_articles)})


def options(data: Mapping[str, Any]) -> Options:
    """The options that a valid request holds; those that are not given keep their defaults."""
    names = ("algorithm", "query", "order", "language", "clean", "seed")
    chosen: dict[str, Any] = {name: data[name] for name in names if name in data}
    budget = next((Budget(name, data[name]) for name in BUDGETS if name in data), None)
    return Options(budget=budget, exclude=tuple(sorted(set(data.get("exclude", ())))), **chosen)


def wish(data: Mapping[str, Any]) -> Wish:
    """All that a valid request wishes of its summary."""
    how = Presentation(**{name: data[name] for name in ("include_all", "offset_unit") if name in data})
    more = {name: data[name] for name in ("fair_share", "store") if name in data}
    return Wish(options=options(data), how=how, since=tuple(data.get("since", ())), **more)


class PageQuery(StrictSchema):
    limit = Whole(
        load_default=20,
        validate=validate.Range(min=1, max=100),
        metadata=about("How many items a page holds."),
    )
    cursor = fields.String(load_default=None, metadata=about("Where to go on: 'next' of the page before."))


class SearchQuery(PageQuery):
    q = Question(
        metadata=about("Words that must all stand in it; words in double quotes must stand in a row."),
    )
    language = LanguageCode(metadata=about("Only in this language, by code or English name."))
    created_after = Moment(metadata=about("Only what was made after this time."))
    created_before = Moment(metadata=about("Only what was made before this time."))


class ArticleQuery(SearchQuery):
    pass


class SummaryQuery(SearchQuery):
    article_id = fields.UUID(metadata=about("Only summaries of this article."))
    algorithm = Text(validate=validate.OneOf(list(ALGORITHMS)), metadata=about("Only summaries by this algorithm."))


# --- answers ------------------------------------------------------------------------------------


class LanguageOfArticle(AnswerSchema):
    code = fields.String(required=True, metadata=about("ISO 639-1 code.", examples=["en"]))
    name = fields.String(required=True, metadata=about("English name."))
    confidence = fields.Float(required=True, metadata=about("0..1; 1 where the caller named the language."))
    detected = fields.Boolean(required=True, metadata=about("Whether the service found the language itself."))


class ArticleStatistics(AnswerSchema):
    sentences = fields.Integer(required=True, metadata=about("Sentences of the cleaned article."))
    words = fields.Integer(required=True, metadata=about("Words of the cleaned article."))
    characters = fields.Integer(required=True, metadata=about("Characters of the cleaned article."))
    reading_seconds = fields.Integer(required=True, metadata=about("How long the article takes to read."))


class SummaryStatistics(ArticleStatistics):
    summary_words = fields.Integer(required=True, metadata=about("Words of the summary."))
    compression_ratio = fields.Float(required=True, metadata=about("Summary words by article words."))
    elapsed_ms = fields.Float(required=True, metadata=about("How long the service worked on it, in milliseconds."))


class LedgerEntry(AnswerSchema):
    text = fields.String(required=True, metadata=about("Verbatim."))
    offset = fields.Integer(required=True, metadata=about("Where it begins in the article's text, in code points."))
    length = fields.Integer(required=True, metadata=about("Its length in code points."))
    reason = fields.String(required=True, metadata=about("Why it was set apart.", examples=["share-links"]))


class ArticleInList(AnswerSchema):
    id = fields.UUID(required=True, allow_none=True, metadata=about("UUIDv7; null where nothing was stored."))
    created_at = Instant(required=True, metadata=about("When it was stored, in UTC."))
    title = fields.String(required=True, allow_none=True, metadata=about("The headline."))
    url = fields.String(required=True, allow_none=True, metadata=about("Where it was published."))
    metadata = fields.Dict(required=True, metadata=about("The caller's own object."))
    language = fields.Nested(LanguageOfArticle, required=True, metadata=about("What the article was read in."))
    statistics = fields.Nested(ArticleStatistics, required=True, metadata=about("Counts of the cleaned article."))


class ArticleResponse(ArticleInList):
    author = fields.String(required=True, allow_none=True, metadata=about("As the page or file names them."))
    date = fields.String(
        required=True, allow_none=True, metadata=about("When it was published, ISO 8601, as exact as the page says.")
    )
    text = fields.String(required=True, metadata=about("Exactly as it came."))
    removed = fields.List(
        fields.Nested(LedgerEntry), required=True, metadata=about("The ledger: what is left out of summaries, and why.")
    )
    notices = fields.List(
        fields.Nested(LedgerEntry), required=True, metadata=about("Corrections and updates that the article carries.")
    )


class ArticleReference(AnswerSchema):
    id = fields.UUID(required=True, allow_none=True, metadata=about("null where nothing was stored."))
    title = fields.String(required=True, allow_none=True, metadata=about("The headline."))
    url = fields.String(required=True, allow_none=True, metadata=about("Where it was published."))
    metadata = fields.Dict(required=True, metadata=about("The caller's own object."))


class AlsoIn(AnswerSchema):
    article = fields.Integer(required=True, metadata=about("The other article: its place in 'articles', from 0."))
    article_id = fields.UUID(required=True, allow_none=True, metadata=about("The other article, by its id."))
    text = fields.String(required=True, metadata=about("How it says it, verbatim."))
    index = fields.Integer(required=True, metadata=about("The sentence's number in it, from 0."))
    paragraph = fields.Integer(required=True, metadata=about("Its paragraph, from 0."))
    offset = fields.Integer(required=True, metadata=about("Where it begins in the article's text."))
    length = fields.Integer(required=True, metadata=about("Its length, in the same unit."))
    similarity = fields.Float(
        required=True, metadata=about("0..1: how alike their words are; low where both only quote the same words.")
    )
    link = fields.String(required=True, allow_none=True, metadata=about("A link that jumps to it."))


class SentenceResponse(AnswerSchema):
    text = fields.String(required=True, metadata=about("Verbatim."))
    rank = fields.Integer(required=True, metadata=about("From 1, without a gap; 1 is the best."))
    salience = fields.Float(required=True, metadata=about("0..1, falling with rank."))
    chosen = fields.Boolean(required=True, metadata=about("Whether the summary holds it."))
    article = fields.Integer(
        required=True, metadata=about("The article it stands in: its place in 'articles', from 0.")
    )
    article_id = fields.UUID(required=True, allow_none=True, metadata=about("The article it stands in, by its id."))
    index = fields.Integer(required=True, metadata=about("Its number in the cleaned article, from 0."))
    paragraph = fields.Integer(required=True, metadata=about("Its paragraph in the cleaned article, from 0."))
    offset = fields.Integer(required=True, metadata=about("Where it begins in the article's text."))
    length = fields.Integer(required=True, metadata=about("Its length, in the same unit."))
    depends_on = fields.Integer(
        required=True,
        allow_none=True,
        metadata=about("Index of the sentence before, if it points back to it."),
    )
    link = fields.String(
        required=True, allow_none=True, metadata=about("The article's URL with a fragment that jumps to the sentence.")
    )
    also_in = fields.List(
        fields.Nested(AlsoIn), required=True, metadata=about("Where other articles of a digest say the same.")
    )


class WarningResponse(AnswerSchema):
    code = fields.String(required=True, metadata=about("A short name that stays the same."))
    detail = fields.String(required=True, metadata=about("A sentence for a person."))
    pointer = fields.String(required=True, metadata=about("JSON pointer to the field of the request it is about."))


class BudgetResponse(AnswerSchema):
    sentences = fields.Integer(metadata=about("At most so many sentences."))
    ratio = fields.Float(metadata=about("At most this share of the article's words."))
    words = fields.Integer(metadata=about("At most so many words."))
    characters = fields.Integer(metadata=about("At most so many characters."))
    length = fields.String(metadata=about("A length by name."))


class SummaryResponse(AnswerSchema):
    id = fields.UUID(required=True, allow_none=True, metadata=about("UUIDv7; null where nothing was stored."))
    created_at = Instant(required=True, metadata=about("When it was made, in UTC."))
    articles = fields.List(fields.Nested(ArticleReference), required=True, metadata=about("What was summed up."))
    algorithm = fields.String(required=True, metadata=about("One of GET /algorithms."))
    engine = fields.String(required=True, metadata=about("What did the ranking.", examples=["sumy 0.13.0"]))
    order = fields.String(required=True, metadata=about("position or rank."))
    budget = fields.Nested(BudgetResponse, required=True, metadata=about("The upper bound that was kept."))
    offset_unit = fields.String(required=True, metadata=about("What offsets and lengths count."))
    query = fields.String(required=True, allow_none=True, metadata=about("The words that it should turn around."))
    # marshmallow keeps its own attribute of this name on the instance, out of the way of fields.
    exclude = fields.List(  # type: ignore[assignment]
        fields.String(), required=True, metadata=about("The kinds of sentences that it should do without.")
    )
    clean = fields.Boolean(required=True, metadata=about("Whether boilerplate was left out before ranking."))
    seed = fields.Integer(required=True, metadata=about("Which draw the algorithm 'random' made."))
    language = fields.Nested(LanguageOfArticle, required=True, metadata=about("What the article was read in."))
    summary = fields.String(required=True, metadata=about("The chosen sentences, a space between each two."))
    sentences = fields.List(
        fields.Nested(SentenceResponse), required=True, metadata=about("The chosen; with include_all every sentence.")
    )
    keywords = fields.List(fields.String(), required=True, metadata=about("What the article turns around."))
    keyword_counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata=about("How often the article has each.")
    )
    agreement = fields.Float(
        required=True, allow_none=True, metadata=about("0..1: how far the rankers would have chosen the same.")
    )
    statistics = fields.Nested(SummaryStatistics, required=True, metadata=about("Counts of article and summary."))
    notices = fields.List(
        fields.Nested(LedgerEntry), required=True, metadata=about("Corrections and updates that the article carries.")
    )
    warnings = fields.List(
        fields.Nested(WarningResponse), required=True, metadata=about("What a reader of the summary should know.")
    )


class ListResponse(AnswerSchema):
    next = fields.String(required=True, allow_none=True, metadata=about("Cursor of the next page; null at the end."))
    order = fields.String(
        required=True,
        metadata=about(
            f"'best' first in a search, unless more than {MOST_SCORED:,} match; else 'newest' first.",
            enum=["newest", "best"],
        ),
    )


class ArticleList(ListResponse):
    items = fields.List(fields.Nested(ArticleInList), required=True, metadata=about("Articles, without their texts."))


class SummaryList(ListResponse):
    items = fields.List(fields.Nested(SummaryResponse), required=True, metadata=about("Summaries."))


class AlgorithmResponse(AnswerSchema):
    name = fields.String(required=True, metadata=about("What 'algorithm' takes."))
    title = fields.String(required=True, metadata=about("Its name in the literature."))
    description = fields.String(required=True, metadata=about("What it looks at, in a sentence."))
    source = fields.String(required=True, metadata=about("The paper, as a link."))
    default = fields.Boolean(required=True, metadata=about("Whether it is used where none is named."))
    deterministic = fields.Boolean(required=True, metadata=about("Whether the same article gives the same summary."))


class AlgorithmList(AnswerSchema):
    items = fields.List(fields.Nested(AlgorithmResponse), required=True, metadata=about("Every algorithm."))


class LanguageResponse(AnswerSchema):
    code = fields.String(required=True, metadata=about("ISO 639-1 code."))
    name = fields.String(required=True, metadata=about("English name."))
    stemmer = fields.Boolean(required=True, metadata=about("Whether forms of a word are counted together."))
    stop_words = fields.Boolean(required=True, metadata=about("Whether function words are left out of the count."))
    available = fields.Boolean(required=True, metadata=about("Whether this instance can do it."))
    extra = fields.String(required=True, allow_none=True, metadata=about("The optional part that would add it."))


class LanguageList(AnswerSchema):
    items = fields.List(fields.Nested(LanguageResponse), required=True, metadata=about("Every language."))


class LimitResponse(AnswerSchema):
    name = fields.String(required=True, metadata=about("What is bounded."))
    value = fields.Integer(required=True, metadata=about("The bound."))
    unit = fields.String(required=True, metadata=about("What it counts."))


class LimitList(AnswerSchema):
    items = fields.List(fields.Nested(LimitResponse), required=True, metadata=about("Every limit."))


class Live(AnswerSchema):
    status = fields.String(required=True, metadata=about("'live'."))


class Ready(AnswerSchema):
    status = fields.String(required=True, metadata=about("'ready'."))
    checks = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata=about("Each dependency, by name.")
    )


class ProblemFault(AnswerSchema):
    pointer = fields.String(required=True, metadata=about("JSON pointer to the field."))
    detail = fields.String(required=True, metadata=about("What is wrong with it."))


class OpenAiError(AnswerSchema):
    message = fields.String(required=True, metadata=about("What is wrong."))
    type = fields.String(required=True, metadata=about("'invalid_request_error' or 'server_error'."))
    param = fields.String(required=True, allow_none=True, metadata=about("The first field that is wrong."))
    code = fields.String(required=True, metadata=about("The kind of problem."))


class Problem(AnswerSchema):
    """RFC 9457."""

    type = fields.String(required=True, metadata=about("Address of its explanation."))
    title = fields.String(required=True, metadata=about("The kind of problem, for a person."))
    status = fields.Integer(required=True, metadata=about("The HTTP status."))
    detail = fields.String(required=True, metadata=about("What is wrong and what to do."))
    instance = fields.String(required=True, metadata=about("The path of the request."))
    request_id = fields.String(required=True, allow_none=True, metadata=about("Leads the operator to it in the log."))
    errors = fields.List(fields.Nested(ProblemFault), metadata=about("Every fault of the request."))
    error = fields.Nested(OpenAiError, metadata=about("The same for clients of the OpenAI format; only below /v1."))
