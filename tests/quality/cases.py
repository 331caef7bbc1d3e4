"""The cases of the data sets, and what chooses among their sentences: the default, baselines, sumy's algorithms."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

from rouge_score.tokenizers import DefaultTokenizer

from service.errors import EmptyDocumentError
from service.summariser import ALGORITHMS, Options, Reading, Sentence, read, summarise_reading
from service.summariser.digest import digest
from service.summariser.document import Document
from service.summariser.pipeline import DEFAULT_ALGORITHM
from service.summariser.ranking import rate

DEFAULT = "default"
BASELINES = ("lead", "random", "oracle")

Place = tuple[int, int]  # article, sentence
Chooser = Callable[["Case"], list[Place]]


@dataclass(frozen=True)
class Case:
    """One article, or one cluster, with what people made of it."""

    readings: tuple[Reading, ...]
    references: tuple[str, ...]
    size: int

    @property
    def places(self) -> list[Place]:
        return [(a, s.index) for a, reading in enumerate(self.readings) for s in reading.document.sentences]

    def sentence(self, place: Place) -> Sentence:
        return self.readings[place[0]].document.sentences[place[1]]


class Tokens:
    """The package's own tokenizer, which remembers sentences."""

    def __init__(self) -> None:
        self._line = lru_cache(1 << 17)(DefaultTokenizer(use_stemmer=True).tokenize)

    def tokenize(self, text: str) -> list[str]:
        return list(chain.from_iterable(map(self._line, text.split("\n"))))


TOKENS = Tokens()


def load(path: Path) -> Iterator[Case]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            readings = [*_read(row)]
            if readings:
                yield Case(tuple(readings), tuple(row["refs"]), row["n"])


def _read(row: dict) -> Iterator[Reading]:
    for text in row.get("docs") or [row["text"]]:
        try:
            yield read(text, title=None if "docs" in row else row.get("title"), language=row["lang"])
        except EmptyDocumentError:
            continue


def systems() -> dict[str, Chooser]:
    sumys = {name: _by_rating(name) for name in ALGORITHMS if name not in {DEFAULT_ALGORITHM, "random"}}
    baselines = {"lead": lambda case: case.places[: case.size], "random": _by_rating("random"), "oracle": oracle}
    return {DEFAULT: by_default, **baselines, **sumys}


def by_default(case: Case) -> list[Place]:
    options = Options(sentences=case.size)
    if len(case.readings) == 1:
        return [(0, choice.sentence.index) for choice in summarise_reading(case.readings[0], options).chosen]
    return [(choice.article, choice.sentence.index) for choice in digest(case.readings, options).chosen]


def _by_rating(algorithm: str) -> Chooser:
    """Sumy's choice, as it would be made without anything of ours but the splitting."""

    def choose(case: Case) -> list[Place]:
        ratings = rate(pooled(case), algorithm=algorithm)
        best = sorted(range(len(ratings)), key=lambda place: -ratings[place])[: case.size]
        places = case.places
        return [places[place] for place in sorted(best)]

    return choose


def pooled(case: Case) -> Document:
    """The articles of the case as one text."""
    sentences: list[Sentence] = []
    for reading in case.readings:
        first = sentences[-1].paragraph + 1 if sentences else 0
        for sentence in reading.document.sentences:
            sentences.append(replace(sentence, index=len(sentences), paragraph=first + sentence.paragraph))
    document = case.readings[0].document
    return replace(document, sentences=tuple(sentences)) if len(case.readings) > 1 else document


def oracle(case: Case) -> list[Place]:
    """Sentences added one by one, each that which brings ROUGE-1 and -2 highest, as long as it does."""
    own = {place: grams(case.sentence(place).text) for place in case.places}
    wanted = [grams(reference) for reference in case.references]
    chosen: list[Place] = []
    so_far, reached = (Counter(), Counter()), 0.0
    while len(chosen) < case.size:
        rest = [place for place in own if place not in chosen]
        trials = [(overlap(added(so_far, own[place]), wanted), place) for place in rest]
        gain, place = max(trials, default=(0.0, None), key=lambda trial: trial[0])
        if place is None or gain <= reached:
            break
        chosen.append(place)
        so_far, reached = added(so_far, own[place]), gain
    return sorted(chosen) or case.places[:1]


def grams(text: str) -> tuple[Counter, Counter]:
    tokens = TOKENS.tokenize(text)
    return Counter(tokens), Counter(pairwise(tokens))


def added(one: tuple[Counter, Counter], other: tuple[Counter, Counter]) -> tuple[Counter, Counter]:
    return one[0] + other[0], one[1] + other[1]


def overlap(own: tuple[Counter, Counter], references: Sequence[tuple[Counter, Counter]]) -> float:
    return sum(
        2 * (mine & theirs).total() / max(mine.total() + theirs.total(), 1)
        for reference in references
        for mine, theirs in zip(own, reference, strict=True)
    )
