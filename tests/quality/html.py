"""How well HTML is read: ``python -m tests.quality.html DATA_DIR``.

The data is no part of the project: pages with their true body, one JSON object
a line, ``html``, ``body``, ``title``, ``url``, in ``DATA_DIR/**/C_*.jsonl.gz``.

F1 is that of the article-extraction benchmark: runs of four words, counted;
precision and recall of each page; F1 of their means. Junk: the share of summary
sentences (lex-rank, 3 sentences) that are not in the true body, lost: the share
of the body's sentences that were not kept; white space and case aside.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from service.errors import UnsupportedLanguageError
from service.summariser.document import Reading
from service.summariser.markup import read_html
from service.summariser.pipeline import Options, read, summarise_reading

RUN = 4
WORD = re.compile(r"\w+")
FLOORS = {"f1": 0.965, "f1_cleaned": 0.965}
CEILINGS = {"junk": 0.015, "lost": 0.03}


class Score(NamedTuple):
    """One page: overlaps of its text with the true body, and what came of it."""

    url: str
    extracted: tuple[float, float]
    cleaned: tuple[float, float]
    chosen: int
    junk: list[str]
    sentences: int
    lost: list[str]


def main(folder: str) -> int:
    """Print the figures; 1 where one of them is below its floor."""
    pages = [page for path in sorted(Path(folder).rglob("C_*.jsonl.gz")) for page in _lines(path)]
    if not pages:
        print(f"html: skipped, there is no C_*.jsonl.gz below {folder}")
        return 0
    scores = [_score(page) for page in pages]
    figures = _figures(scores)
    print(f"html: {len(pages)} pages, " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items()))
    if "-v" in sys.argv:
        for score in scores:
            _show(score)
    low = [name for name, floor in FLOORS.items() if figures[name] < floor]
    high = [name for name, ceiling in CEILINGS.items() if figures[name] > ceiling]
    if low or high:
        print("html: not good enough:", ", ".join(low + high))
    return bool(low or high)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _score(page: dict[str, Any]) -> Score:
    found = read_html(page["html"], url=page["url"])
    reading = _read(found.text, title=found.title)
    true = _bare(page["body"])
    kept = _kept(reading)
    summary = summarise_reading(reading, Options(algorithm="lex-rank", sentences=3))
    chosen = [choice.sentence.text for choice in summary.chosen]
    sentences = [sentence.text for sentence in _read(page["body"], cleaning=False).document.sentences]
    bare_kept = _bare(kept)
    return Score(
        page["url"],
        _overlap(page["body"], found.text),
        _overlap(page["body"], kept),
        len(chosen),
        [text for text in chosen if _bare(text) not in true],
        len(sentences),
        [text for text in sentences if _bare(text) not in bare_kept],
    )


def _read(text: str, **options: Any) -> Reading:
    """As the pipeline reads it; in English where the language needs an extra that is not here."""
    try:
        return read(text, **options)
    except UnsupportedLanguageError:
        return read(text, language="en", **options)


def _kept(reading: Reading) -> str:
    """The text without what is in the ledger."""
    parts, position = [], 0
    for removal in reading.removed:
        parts.append(reading.text[position : removal.offset])
        position = removal.offset + removal.length
    return "".join([*parts, reading.text[position:]])


def _figures(scores: list[Score]) -> dict[str, float]:
    return {
        "f1": _f1([score.extracted for score in scores]),
        "f1_cleaned": _f1([score.cleaned for score in scores]),
        "junk": sum(len(score.junk) for score in scores) / sum(score.chosen for score in scores),
        "lost": sum(len(score.lost) for score in scores) / sum(score.sentences for score in scores),
    }


def _f1(overlaps: list[tuple[float, float]]) -> float:
    precision = sum(overlap[0] for overlap in overlaps) / len(overlaps)
    recall = sum(overlap[1] for overlap in overlaps) / len(overlaps)
    return 2 * precision * recall / (precision + recall)


def _overlap(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of the runs of words; both 1 where the runs are the same."""
    expected, got = _runs(true), _runs(found)
    common = (expected & got).total()
    if not common:
        return float(expected == got), float(expected == got)
    return common / got.total(), common / expected.total()


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _show(score: Score) -> None:
    precision, recall = score.cleaned
    if score.junk or precision < 0.95 or recall < 0.95:
        print(
            f"{precision:.3f} {recall:.3f} junk {len(score.junk)} lost {len(score.lost)}/{score.sentences} {score.url}"
        )
        for text in score.junk:
            print("   junk", text[:150])
        for text in score.lost[:4]:
            print("   lost", text[:150])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "data"))
