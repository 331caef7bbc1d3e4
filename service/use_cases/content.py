"""What a summary says, as plain JSON values: this is what is stored and shown."""

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Literal

from service.summariser import Choice, Options, Reading, Sentence, Summary
from service.summariser.digest import Digest
from service.use_cases.articles import article_statistics, language_form, ledger_entry
from service.use_cases.fragments import Fragments

ENGINE = f"sumy {version('sumy')}"

OffsetUnit = Literal["code-point", "utf-16"]
Measure = Callable[[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How much of a summary is shown, and what its offsets count."""

    include_all: bool = False
    offset_unit: OffsetUnit = "code-point"


def content_of(
    summary: Summary, options: Options, how: Presentation, *, linked: bool, started: float
) -> dict[str, Any]:
    """All that the summary says, with links if the article has a URL.

    ``started`` is when work on it began, by ``time.perf_counter``.
    """
    places = Places(summary.reading.text, how.offset_unit, linked=linked)
    shown = summary.choices if how.include_all else summary.chosen
    sentences = [_sentence(choice, 0, places) for choice in shown]
    return {**_common(summary, [summary.reading], started), **_as_wished(options, how), "sentences": sentences}


def content_of_digest(
    summary: Digest, options: Options, how: Presentation, *, linked: Sequence[bool], started: float
) -> dict[str, Any]:
    """All that the digest says; a sentence's ``article`` counts from 0 in the order of the articles."""
    texts = zip(summary.readings, linked, strict=True)
    places = [Places(reading.text, how.offset_unit, linked=link) for reading, link in texts]
    shown = summary.choices if how.include_all else summary.chosen
    sentences = [
        {
            **_sentence(choice, choice.article, places[choice.article]),
            "also_in": [
                {
                    "article": other.article,
                    "similarity": other.similarity,
                    **places[other.article].of(other.sentence),
                }
                for other in choice.also_in
            ],
        }
        for choice in shown
    ]
    return {**_common(summary, summary.readings, started), **_as_wished(options, how), "sentences": sentences}


def _as_wished(options: Options, how: Presentation) -> dict[str, Any]:
    return {
        "order": options.order,
        "offset_unit": how.offset_unit,
        "query": options.query,
        "exclude": list(options.exclude),
        "clean": options.clean,
        "keep": list(options.keep),
        "seed": options.seed,
    }


def _common(summary: Summary | Digest, readings: Sequence[Reading], started: float) -> dict[str, Any]:
    return {
        "algorithm": summary.algorithm,
        "engine": ENGINE,
        "budget": {summary.budget.kind: summary.budget.amount},
        "language": language_form(readings[0].language),
        "summary": summary.text,
        "keywords": list(summary.keywords),
        "keyword_counts": {keyword.text: keyword.count for keyword in summary.terms},
        "agreement": summary.agreement,
        "statistics": _statistics(readings, summary.word_count, started),
        "notices": [ledger_entry(reading.text, notice) for reading in readings for notice in reading.notices],
        "warnings": [asdict(warning) for warning in summary.warnings],
    }


class Places:
    """Where the sentences of one text stand in it."""

    def __init__(self, text: str, unit: OffsetUnit, *, linked: bool) -> None:
        self._measure = _measure(text, unit)
        self._fragments = Fragments(text) if linked else None

    def of(self, sentence: Sentence) -> dict[str, Any]:
        start = self._measure(sentence.offset)
        fragments = self._fragments
        return {
            "text": sentence.text,
            "index": sentence.index,
            "paragraph": sentence.paragraph,
            "offset": start,
            "length": self._measure(sentence.offset + sentence.length) - start,
            "directive": fragments and fragments.directive(sentence.offset, sentence.length),
        }


def _measure(text: str, unit: OffsetUnit) -> Measure:
    """From an offset in code points to one in the unit: in UTF-16 some characters count twice."""
    if unit == "code-point" or text.isascii():
        return int
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)


def _sentence(choice: Choice, article: int, places: Places) -> dict[str, Any]:
    return {
        **places.of(choice.sentence),
        "article": article,
        "rank": choice.rank,
        "salience": choice.salience,
        "chosen": choice.chosen,
        "depends_on": choice.depends_on,
        "also_in": [],
    }


def _statistics(readings: Sequence[Reading], summary_words: int, started: float) -> dict[str, Any]:
    """Counts over all articles."""
    statistics = article_statistics(readings)
    return {
        **statistics,
        "summary_words": summary_words,
        "compression_ratio": round(summary_words / max(statistics["words"], 1), 3),
        "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
    }
