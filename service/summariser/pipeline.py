"""The whole method on one page: a text becomes a document, the document a summary.

text → paragraphs → what is left of them → sentences → words → salience → summary
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from service.errors import EmptyDocumentError, LimitExceededError, UnsupportedLanguageError
from service.summariser.boilerplate import Cleaned, clean
from service.summariser.bounds import PARAGRAPHS_A_SENTENCE
from service.summariser.document import (
    ArticleLanguage,
    Budget,
    Document,
    Paragraph,
    Reading,
    Sentence,
    Summary,
    SummaryWarning,
)
from service.summariser.extraction import paragraphs
from service.summariser.keywords import keywords
from service.summariser.language import LANGUAGES, find, identify
from service.summariser.ranking import ALGORITHMS, Centrality, agreement, focus, rank
from service.summariser.remarks import counted, remarks
from service.summariser.segmentation import split
from service.summariser.selection import OPENING, Exclusion, Order, in_order, select
from service.summariser.words import tokenise

DEFAULT_ALGORITHM = "standfirst"
DEFAULT_SENTENCES = 3
LONGEST_HEADLINE = 200  # characters
MAX_SENTENCES = 10_000  # sumy's dearest algorithms are quadratic; see docs/performance.md

WARM_WORDS = "Αθήνα. Łódź. 東京。 서울. กรุงเทพ. القاهرة. ירושלים."

WARNINGS = {
    "mostly-boilerplate": "Most of this text looks like page furniture, so less of it was left out than usual.",
    "recurring-lines": "Lines that recur in other stored articles were left out too; 'removed' of the article has "
    "them as 'recurring'. So what is stored had a part in this summary.",
}

UNKNOWN_LANGUAGE = "What language this is could not be told, so it was read as {}. If you know it, name it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller may choose. The defaults are those of the API.

    ``budget``, where there is one, stands in place of ``sentences``. ``query`` holds
    words that the summary should turn around; ``keep`` where passages begin that would be left out,
    as the ledger of the article says, and shall not be.
    """

    algorithm: str = DEFAULT_ALGORITHM
    sentences: int = DEFAULT_SENTENCES
    budget: Budget | None = None
    query: str | None = None
    exclude: tuple[Exclusion, ...] = ()
    order: Order = "position"
    language: str = "auto"
    clean: bool = True
    keep: tuple[int, ...] = ()
    seed: int = 0


def summarise(text: str, *, title: str | None = None, options: Options | None = None) -> Summary:
    """Sum up an article in its own sentences.

    >>> summary = summarise("The mill burnt down. Nobody was hurt. The owner will build it again.")
    >>> [choice.sentence.offset for choice in summary.chosen]
    [0, 21, 38]

    Raises:
        EmptyDocumentError: there is no sentence in the text.
        UnsupportedLanguageError: the language is unknown, or needs a part that is not installed.
        LimitExceededError: there are more sentences than ``MAX_SENTENCES``.
        UnknownPassageError: nothing was left out at one of the places that ``keep`` names.
    """
    options = options or Options()
    reading = read(text, title=title, language=options.language, cleaning=options.clean, keep=options.keep)
    return summarise_reading(reading, options)


def read(  # noqa: PLR0913 (all but the text have defaults, and nobody gives more than he needs)
    text: str,
    *,
    title: str | None = None,
    language: str = "auto",
    cleaning: bool = True,
    recurring: Collection[str] = frozenset(),
    keep: Collection[int] = (),
    max_sentences: int = MAX_SENTENCES,
) -> Reading:
    """The article as a document, with the ledger of what was left out. Raises as ``summarise`` does.

    ``recurring`` are those of the text's ``short_lines`` that recur in other articles.
    """
    found = paragraphs(text)
    if len(found) > PARAGRAPHS_A_SENTENCE * max_sentences:
        raise LimitExceededError(what="The text", limit=PARAGRAPHS_A_SENTENCE * max_sentences, unit="paragraphs")
    cleaned = Cleaned(found, (), title)
    if cleaning:
        cleaned = clean(text, found, title=title, recurring=recurring, keep=keep)
    if not any(character.isalnum() for character in text):
        raise EmptyDocumentError
    if cleaned.title is None:
        cleaned = replace(cleaned, title=_first_heading(text, found))
    spoken = _language(text, cleaned.paragraphs, language)
    document = _document(text, cleaned, spoken.code, max_sentences)
    if not document.sentences:
        raise EmptyDocumentError
    warnings = [SummaryWarning(code, WARNINGS[code]) for code in cleaned.warnings]
    if spoken.confidence == 0:
        warnings.append(SummaryWarning("unknown-language", UNKNOWN_LANGUAGE.format(spoken.name), "/language"))
    return Reading(text, document, spoken, cleaned.removed, cleaned.notices, tuple(warnings), cleaned.traces)


def summarise_reading(reading: Reading, options: Options, *, every: bool = True) -> Summary:
    """Rank the sentences of an article that was read, and choose among them.

    Without ``every`` the summary has no choices but the chosen: the others need not be ranked.
    """
    document = reading.document
    budget = options.budget or Budget("sentences", options.sentences)
    known = Centrality.of(document)
    saliences = rank(document, algorithm=options.algorithm, seed=options.seed, known=known)
    asked = known.shares_of(options.query) if options.query else []
    saliences = focus(saliences, asked)
    choices = select(
        document,
        saliences,
        budget=budget,
        exclude=options.exclude,
        opening=OPENING if options.algorithm == DEFAULT_ALGORITHM else 0,
        every=every,
    )
    chosen = in_order(choices, options.order)
    return Summary(
        text=" ".join(choice.sentence.text for choice in chosen),
        reading=reading,
        algorithm=options.algorithm,
        chosen=chosen,
        choices=choices,
        terms=keywords(document),
        warnings=reading.warnings
        + remarks(document)
        + about_query(options.query, asked)
        + about_budget([choice.sentence for choice in chosen], budget, document),
        budget=budget,
        agreement=agreement(document, [choice.sentence.index for choice in chosen], known),
    )


def about_query(query: str | None, shares: Sequence[float]) -> tuple[SummaryWarning, ...]:
    """Warns where no sentence has a word of the query, of which each has such a share."""
    if not query or any(shares):
        return ()
    detail = "No sentence has a word of the query, so the summary is the one that it would be without."
    return (SummaryWarning("query-not-met", detail, "/query"),)


def about_budget(chosen: Sequence[Sentence], budget: Budget, document: Document) -> tuple[SummaryWarning, ...]:
    """Warns where the budget is too small for one sentence, or the article for the number that was asked for."""
    pointer = f"/{budget.kind}"
    if chosen and not budget.holding(chosen, document):
        detail = f"Not even the best sentence fits in the budget ({budget.kind}: {budget.amount}); it is given whole."
        return (SummaryWarning("budget-too-small", detail, pointer),)
    if not chosen or budget.kind != "sentences" or len(chosen) >= float(budget.amount):
        return ()
    can = f"Only {counted(len(chosen), 'sentence')} can stand in a summary"
    return (SummaryWarning("fewer-sentences", f"{can}; {budget.amount} were asked for.", pointer),)


def warm_up() -> None:
    """Load what the first summary would load: the language model, stemmers, stop words, and what extras bring.

    Some of those read a dictionary for seconds, which no request should wait for.
    """
    for algorithm in ALGORITHMS:
        summarise("The mill burnt down. Nobody was hurt.", options=Options(algorithm=algorithm))
    for language in LANGUAGES.values():
        if language.extra and language.available:
            summarise(WARM_WORDS, options=Options(language=language.code))


def _language(text: str, kept: tuple[Paragraph, ...], named: str) -> ArticleLanguage:
    """The language that the caller named, else the one that the cleaned text is in."""
    if named != "auto":
        language, confidence = find(named), 1.0
    else:
        identified = identify("\n".join(text[part.offset : part.end] for part in kept))
        language, confidence = LANGUAGES[identified.code], identified.confidence
    if not language.available:
        raise UnsupportedLanguageError(language.name, f"Install the extra '{language.extra}' to have it.")
    return ArticleLanguage(language.code, language.name, confidence, named == "auto")


def _first_heading(text: str, found: Sequence[Paragraph]) -> str | None:
    """The line that the text begins with, where it has the form of a headline; Markdown's mark of one aside."""
    if len(found) < 2 or found[0].kind != "heading":
        return None
    headline = " ".join(text[found[0].offset : found[0].end].split()).lstrip("# ")
    return headline if 0 < len(headline) <= LONGEST_HEADLINE else None


def _document(text: str, cleaned: Cleaned, language: str, max_sentences: int) -> Document:
    """Sentences and words of the kept paragraphs; headings apart, unless there is nothing else."""
    only_headings = all(part.kind == "heading" for part in cleaned.paragraphs)
    sentences: list[Sentence] = []
    headings: list[Sentence] = []
    for number, paragraph in enumerate(cleaned.paragraphs):
        target = headings if paragraph.kind == "heading" and not only_headings else sentences
        aside = paragraph.kind == "aside"
        for span in split(text, paragraph, language):
            verbatim = text[span.offset : span.offset + span.length]
            if any(map(str.isalnum, verbatim)):
                words = tokenise(verbatim, language)
                target.append(Sentence(verbatim, span.offset, len(target), number, words, span.fragment, aside))
        if len(sentences) > max_sentences:  # a flood of them is not worth cutting to its end
            raise LimitExceededError(what="The text", limit=max_sentences, unit="sentences")
    return Document(language, tuple(sentences), cleaned.title, tuple(headings))
