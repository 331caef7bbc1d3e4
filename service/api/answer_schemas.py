"""Every answer, once: shaped and documented from here."""

from marshmallow import fields

from service.api.answers import AnswerSchema
from service.api.fields import Instant, about
from service.storage import MOST_SCORED


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


class ArticleReference(AnswerSchema):
    id = fields.UUID(required=True, allow_none=True, metadata=about("UUIDv7; null where nothing was stored."))
    title = fields.String(required=True, allow_none=True, metadata=about("The headline."))
    url = fields.String(required=True, allow_none=True, metadata=about("Where it was published."))
    metadata = fields.Dict(required=True, metadata=about("The caller's own object."))


class ArticleInList(ArticleReference):
    created_at = Instant(required=True, metadata=about("When it was stored, in UTC."))
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


class PlacedSentence(AnswerSchema):
    """A sentence, and where it stands."""

    text = fields.String(required=True, metadata=about("Verbatim."))
    article = fields.Integer(
        required=True, metadata=about("The article it stands in: its place in 'articles', from 0.")
    )
    article_id = fields.UUID(required=True, allow_none=True, metadata=about("The article it stands in, by its id."))
    index = fields.Integer(required=True, metadata=about("Its number in the cleaned article, from 0."))
    paragraph = fields.Integer(required=True, metadata=about("Its paragraph in the cleaned article, from 0."))
    offset = fields.Integer(required=True, metadata=about("Where it begins in the article's text."))
    length = fields.Integer(required=True, metadata=about("Its length, in the same unit."))
    link = fields.String(
        required=True, allow_none=True, metadata=about("The article's URL with a fragment that jumps to the sentence.")
    )


class AlsoIn(PlacedSentence):
    similarity = fields.Float(
        required=True, metadata=about("0..1: how alike their words are; low where both only quote the same words.")
    )


class SentenceResponse(PlacedSentence):
    rank = fields.Integer(required=True, metadata=about("From 1, without a gap; 1 is the best."))
    salience = fields.Float(required=True, metadata=about("0..1, falling with rank."))
    chosen = fields.Boolean(required=True, metadata=about("Whether the summary holds it."))
    depends_on = fields.Integer(
        required=True,
        allow_none=True,
        metadata=about("Index of the sentence before, if it points back to it."),
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
    keep = fields.List(
        fields.Integer(), required=True, metadata=about("Where passages begin that were not to be left out.")
    )
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


class ItemProblem(AnswerSchema):
    """A problem as elsewhere, without the members that name a request."""

    type = fields.String(required=True, metadata=about("Address of its explanation."))
    title = fields.String(required=True, metadata=about("The kind of problem, for a person."))
    status = fields.Integer(required=True, metadata=about("The HTTP status; of an item, the one it would have alone."))
    detail = fields.String(required=True, metadata=about("What is wrong and what to do."))
    errors = fields.List(fields.Nested(ProblemFault), metadata=about("Every fault of the request or the item."))


class Problem(ItemProblem):
    """RFC 9457."""

    instance = fields.String(required=True, metadata=about("The path of the request."))
    request_id = fields.String(required=True, allow_none=True, metadata=about("Leads the operator to it in the log."))
    error = fields.Nested(OpenAiError, metadata=about("The same for clients of the OpenAI format; only below /v1."))
