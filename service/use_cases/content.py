"""What a summary says, as plain JSON values: this is what is stored and shown."""

import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any, Literal

from service.summariser import Choice, Options, Reading, Summary
from service.use_cases.articles import article_statistics, ledger_entry

ENGINE = f"sumy {version('sumy')}"

OffsetUnit = Literal["code-point", "utf-16"]
Measure = Callable[[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How much of a summary is shown, and what its offsets count."""

    include_all: bool = False
    offset_unit: OffsetUnit = "code-point"


def content_of(summary: Summary, options: Options, how: Presentation, *, started: float) -> dict[str, Any]:
    """All that the summary says. ``started`` is when work on it began, by ``time.perf_counter``."""
    shown = summary.choices if how.include_all else summary.chosen
    measure = _measure(summary.reading.text, how.offset_unit)
    return {
        "algorithm": summary.algorithm,
        "engine": ENGINE,
        "order": options.order,
        "budget": {summary.budget.kind: summary.budget.amount},
        "offset_unit": how.offset_unit,
        "language": asdict(summary.reading.language),
        "summary": summary.text,
        "sentences": [_sentence(choice, measure) for choice in shown],
        "keywords": list(summary.keywords),
        "keyword_counts": {keyword.text: keyword.count for keyword in summary.terms},
        "agreement": summary.agreement,
        "statistics": _statistics(summary.reading, summary.word_count, started),
        "notices": [ledger_entry(summary.reading.text, notice) for notice in summary.reading.notices],
        "warnings": [asdict(warning) for warning in summary.warnings],
    }


def _measure(text: str, unit: OffsetUnit) -> Measure:
    """From an offset in code points to one in the unit: in UTF-16 some characters count twice."""
    if unit == "code-point" or text.isascii():
        return int
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)


def _sentence(choice: Choice, measure: Measure) -> dict[str, Any]:
    sentence = choice.sentence
    start = measure(sentence.offset)
    return {
        "text": sentence.text,
        "rank": choice.rank,
        "salience": choice.salience,
        "chosen": choice.chosen,
        "index": sentence.index,
        "paragraph": sentence.paragraph,
        "offset": start,
        "length": measure(sentence.offset + sentence.length) - start,
        "depends_on": choice.depends_on,
    }


def _statistics(reading: Reading, summary_words: int, started: float) -> dict[str, Any]:
    statistics = article_statistics(reading)
    return {
        **statistics,
        "summary_words": summary_words,
        "compression_ratio": round(summary_words / max(statistics["words"], 1), 3),
        "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
    }
