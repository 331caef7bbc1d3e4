"""Several articles → one summary, each sentence attributed.

articles → one pool of sentences → salience → which tell the same fact → selection → order
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from service.errors import LimitExceededError
from service.summariser.document import Budget, Choice, Document, Extract, Reading, Sentence, SummaryWarning
from service.summariser.keywords import keywords
from service.summariser.openings import pointing_back
from service.summariser.pipeline import DEFAULT_ALGORITHM, MAX_SENTENCES, Options, about_budget, about_query
from service.summariser.ranking import Centrality, agreement, focus, rank_pool, same_facts
from service.summariser.selection import OPENING, Order, Ranking, is_excluded
from service.summariser.words import tokenise

_Ranked = tuple[int, float]  # place in the pool, salience

_TOLD = -1  # stands for the article of what the reader knows
REDUNDANCY_PRICE = 3.0  # articles on one event repeat each other; flat in 2 … 4, see docs/ranking.md


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Where another article tells the same fact.

    ``article`` counts from 0 in the order given; ``similarity`` is a cosine of tf-idf vectors.
    """

    article: int
    sentence: Sentence
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChoice(Choice):
    """One sentence of one article, and the others that tell the same fact.

    ``article`` counts from 0 in the order given; ``sentence`` is that of the
    article's own document. With an empty ``also_in`` one article alone has the fact.
    """

    article: int
    also_in: tuple[Corroboration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Extract[DigestChoice]):
    """A summary of several articles.

    ``choices`` holds every sentence that was ranked, article by article; those that
    another sentence speaks for are in its ``also_in`` alone.
    """

    readings: tuple[Reading, ...]


def digest(
    readings: Sequence[Reading],
    options: Options,
    *,
    dates: Sequence[dt.datetime | None] | None = None,
    known: Iterable[str] = (),
    fair: bool = False,
) -> Digest:
    """Sum up several articles in their own sentences.

    Args:
        dates: of the articles; where all are given the summary begins with the earliest, else with the first given.
        known: sentences that the reader has read. What tells the same fact as one of them is left out,
            and the summary is empty if nothing is left.
        fair: each article gives a sentence before one gives its second, and so on.

    Raises:
        LimitExceededError: there are more sentences than ``MAX_SENTENCES``.
    """
    pool = _Pool.of(readings)
    if len(pool.articles) > MAX_SENTENCES:
        raise LimitExceededError(what="The digest", limit=MAX_SENTENCES, unit="sentences", pointer="/articles")
    saliences = rank_pool(pool.documents, pool.document, algorithm=options.algorithm, seed=options.seed)
    asked = pool.central.shares_of(options.query) if options.query else []
    saliences = focus(saliences, asked)
    facts = _Facts.of(pool, known)
    ranked = _rank(pool, saliences, facts, options)
    if fair:
        ranked = _in_turns(ranked, pool.articles)
    choices = pool.choices(ranked, facts, _budget(options))
    chosen = _in_order([choice for choice in choices if choice.chosen], options.order, dates)
    return _digest(readings, options, pool, choices, chosen, asked=asked)


def _digest(  # noqa: PLR0913 (all that a digest is put together from)
    readings: Sequence[Reading],
    options: Options,
    pool: "_Pool",
    choices: tuple[DigestChoice, ...],
    chosen: tuple[DigestChoice, ...],
    *,
    asked: Sequence[float],
) -> Digest:
    sentences = [choice.sentence for choice in chosen]
    firsts = pool.firsts()
    return Digest(
        text=" ".join(sentence.text for sentence in sentences),
        readings=tuple(readings),
        algorithm=options.algorithm,
        chosen=chosen,
        choices=choices,
        terms=keywords(pool.document),
        warnings=_remarks(readings, chosen)
        + about_query(options.query, asked)
        + about_budget(sentences, _budget(options), pool.document),
        budget=_budget(options),
        agreement=agreement(
            pool.document, [firsts[choice.article] + choice.sentence.index for choice in chosen], pool.central
        ),
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    """The sentences of all articles, one article after another, as one document.

    A sentence keeps its index in its own article; paragraphs are numbered through.
    ``articles`` holds the number of each sentence's article.
    """

    documents: tuple[Document, ...]
    document: Document
    articles: tuple[int, ...]
    central: Centrality

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "_Pool":
        documents = tuple(reading.document for reading in readings)
        languages = Counter(document.language for document in documents)
        sentences: list[Sentence] = []
        articles: list[int] = []
        for article, document in enumerate(documents):
            first = sentences[-1].paragraph + 1 if sentences else 0
            sentences += [replace(one, paragraph=first + one.paragraph) for one in document.sentences]
            articles += [article] * len(document.sentences)
        whole = Document(languages.most_common(1)[0][0], tuple(sentences))
        return cls(documents, whole, tuple(articles), Centrality.of(whole))

    def firsts(self) -> list[int]:
        """The place of each article's first sentence."""
        lengths = [len(document.sentences) for document in self.documents]
        return [0, *accumulate(lengths)][:-1]

    def sentence(self, place: int) -> Sentence:
        """The sentence as its own article has it."""
        article = self.articles[place]
        return self.documents[article].sentences[self.document.sentences[place].index]

    def pointing_back(self) -> tuple[bool, ...]:
        """By the words of each article's own language."""
        return tuple(
            chain.from_iterable(pointing_back(document.sentences, document.language) for document in self.documents)
        )

    def choices(self, ranked: Sequence[_Ranked], facts: "_Facts", budget: Budget) -> tuple[DigestChoice, ...]:
        """What was ranked, in the order of the pool; chosen from the top as many as the budget holds, at least one."""
        fitting = budget.holding((self.document.sentences[place] for place, _ in ranked), self.document)
        back = self.pointing_back()
        choices = {}
        for rank, (place, salience) in enumerate(ranked, start=1):
            sentence = self.sentence(place)
            depends_on = sentence.index - 1 if sentence.index and back[place] else None
            also_in = tuple(
                Corroboration(self.articles[other], self.sentence(other), cosine)
                for other, cosine in facts.best(place, self.articles)
            )
            choices[place] = DigestChoice(
                sentence,
                rank,
                salience,
                rank <= max(fitting, 1),
                depends_on,
                article=self.articles[place],
                also_in=also_in,
            )
        return tuple(choices[place] for place in sorted(choices))


@dataclass(frozen=True, slots=True)
class _Facts:
    """Which sentences of different articles tell the same fact, and which tell one that the reader knows."""

    alike: dict[int, list[tuple[int, float]]]
    known: frozenset[int]

    @classmethod
    def of(cls, pool: _Pool, known: Iterable[str]) -> "_Facts":
        document, total = pool.document, len(pool.articles)
        told = tuple(Sentence(text, 0, 0, 0, tokenise(text, document.language)) for text in known)
        together = replace(document, sentences=document.sentences + told)
        alike = defaultdict(list)
        said = {_letters(sentence.text) for sentence in told}
        old = {place for place, sentence in enumerate(document.sentences) if _letters(sentence.text) in said}
        for one, other, cosine in same_facts(together, [*pool.articles, *(_TOLD for _ in told)]):
            if other >= total:
                old.add(one)
            else:
                alike[one].append((other, cosine))
                alike[other].append((one, cosine))
        return cls(dict(alike), frozenset(old))

    def best(self, place: int, articles: Sequence[int]) -> list[tuple[int, float]]:
        """The likest sentence of each other article, in the order of the articles."""
        likest: dict[int, tuple[int, float]] = {}
        for other, cosine in sorted(self.alike.get(place, ()), key=lambda pair: (-pair[1], pair[0])):
            likest.setdefault(articles[other], (other, cosine))
        return [likest[article] for article in sorted(likest)]


def _rank(pool: _Pool, saliences: Sequence[float], facts: _Facts, options: Options) -> list[_Ranked]:
    """The sentences that can stand beside each other, best first; one speaks for all that tell its fact."""
    sentences, back = pool.document.sentences, pool.pointing_back()
    new = [place for place in range(len(sentences)) if place not in facts.known]
    able = [p for p in new if not sentences[p].fragment and not is_excluded(sentences[p], options.exclude)] or new
    speakers: list[int] = []
    spoken_for: set[int] = set()
    for place in sorted(able, key=lambda place: (sentences[place].aside, back[place], -saliences[place], place)):
        if place not in spoken_for:
            speakers.append(place)
            spoken_for.update(other for other, _ in facts.alike.get(place, ()))
    opening = OPENING if options.algorithm == DEFAULT_ALGORITHM else 0
    return list(Ranking(sentences, saliences, back, speakers, price=REDUNDANCY_PRICE).standing(opening))


def _in_turns(ranked: Sequence[_Ranked], articles: Sequence[int]) -> list[_Ranked]:
    """Every article's first sentence before any one's second; salience still never rises."""
    turns: Counter[int] = Counter()
    keyed = []
    for place, salience in ranked:
        keyed.append((turns[articles[place]], place, salience))
        turns[articles[place]] += 1
    keyed.sort(key=lambda entry: entry[0])
    lowest = accumulate((salience for _, _, salience in keyed), min)
    return [(place, salience) for (_, place, _), salience in zip(keyed, lowest, strict=True)]


def _in_order(
    chosen: Sequence[DigestChoice], order: Order, dates: Sequence[dt.datetime | None] | None
) -> tuple[DigestChoice, ...]:
    if order == "rank":
        return tuple(sorted(chosen, key=lambda choice: choice.rank))
    known = [date for date in dates or () if date is not None]
    if not dates or len(known) < len(dates):
        return tuple(chosen)
    return tuple(sorted(chosen, key=lambda choice: (known[choice.article], choice.article)))


def _remarks(readings: Sequence[Reading], chosen: Sequence[DigestChoice]) -> tuple[SummaryWarning, ...]:
    found = [
        replace(warning, pointer=f"/articles/{number}{warning.pointer}")
        for number, reading in enumerate(readings)
        for warning in reading.warnings
    ]
    spoken = sorted({reading.document.language for reading in readings})
    if len(spoken) > 1:
        detail = (
            f"The articles are in {len(spoken)} languages ({', '.join(spoken)}); a fact is matched within one only."
        )
        found.append(SummaryWarning("mixed-languages", detail, "/articles"))
    if not chosen:
        found.append(SummaryWarning("nothing-new", "The articles tell nothing that was not known.", "/since"))
    return tuple(found)


def _budget(options: Options) -> Budget:
    return options.budget or Budget("sentences", options.sentences)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
