"""Every request, once: validated, built into values of the use cases, and documented from here."""

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates, validates_schema

from service.api.fields import (
    Amount,
    File,
    Flag,
    JsonObject,
    LanguageCode,
    LanguageName,
    Moment,
    Question,
    Several,
    Text,
    Url,
    Whole,
    about,
)
from service.summariser import ALGORITHMS, Options
from service.summariser.document import LENGTHS, Budget, BudgetKind
from service.use_cases import Presentation, Source, Wish

LONGEST_TITLE = 1_000
MOST_SENTENCES = 10_000
LARGEST_BUDGET = 1_000_000
MOST_ARTICLES = 50
MOST_KEPT = 1_000
BUDGETS: tuple[BudgetKind, ...] = ("sentences", "ratio", "words", "characters", "length")
DEFAULTS = Options()
LARGEST_SEED = 2**31 - 1


class StrictSchema(Schema):
    """Refuses fields it does not know, by name."""

    class Meta:
        unknown = RAISE  # the default, named so that the API document says it too

    error_messages = {"unknown": "There is no such field.", "type": "Send a JSON object."}  # noqa: RUF012 (marshmallow's seam)


class ArticleFields(StrictSchema):
    """An article, in one of its forms."""

    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html")

    text = Text(metadata=about("The article as plain text, as pasted."))
    html = Text(metadata=about("The article as a whole HTML page or a part of one."))
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
    language = LanguageName()

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_source(self, _data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        given = sources_given(original, self.SOURCES)
        if len(given) != 1:
            detail = f"Give exactly one of {', '.join(self.SOURCES)}, or a url alone."
            raise ValidationError({name: [detail] for name in given or self.SOURCES[:1]})


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
    """An article alone: it may be a file, too."""

    SOURCES: ClassVar[tuple[str, ...]] = ("text", "html", "file")

    file = File(metadata=about("A file: txt, md, html, pdf or docx; only in multipart/form-data."))

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
    keep = Several(
        Whole(validate=validate.Range(min=0)),
        most=MOST_KEPT,
        metadata=about("Passages not to be left out: where they begin, as 'removed' of the article says."),
    )
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
    def kept_passages_are_of_one_cleaned_article(self, data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping) or "keep" not in original:
            return
        if original.keys() & {"articles", "article_ids"}:
            raise ValidationError({"keep": ["Each article has places of its own: 'keep' is for one article alone."]})
        if not data.get("clean", True):
            raise ValidationError({"keep": ["With 'clean' false nothing is left out: drop one of the two."]})

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
    several: dict[str, Any] = {name: tuple(sorted(set(data.get(name, ())))) for name in ("exclude", "keep")}
    return Options(budget=budget, **several, **chosen)


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
