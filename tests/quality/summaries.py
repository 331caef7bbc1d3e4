"""How near summaries come to those that people wrote: ``python -m tests.quality.summaries DATA``.

DATA holds, at any depth, ``A_*.jsonl.gz`` (articles: ``text``, ``title``, ``refs``, ``n``, ``lang``) and
``B_*.jsonl.gz`` (clusters: ``docs``, ``refs``, ``n``, ``lang``), one JSON object a line. It is no part of the
project; where it is missing this says so and is content.

F1 of ROUGE-1, -2 and -L by the rouge-score package, stemmed, the mean over the references, in per cent. Beside the
default stand sumy's own choices by each algorithm (the n best rated, clusters as one text), the first n sentences,
n at random, and a greedy oracle that has read the references. Differences come with the 95 % interval of a paired
bootstrap. A figure below its floor fails the run; ``--pin`` writes new floors, and lowers one only with ``--lower``.
``--sample 50`` takes the first 50 of each set and looks at no floor.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, combinations, pairwise
from pathlib import Path

import numpy as np
from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import DefaultTokenizer

from service.errors import EmptyDocumentError
from service.summariser import ALGORITHMS, Options, Reading, Sentence, read, summarise_reading
from service.summariser.digest import digest
from service.summariser.document import Document
from service.summariser.openings import pointing_back
from service.summariser.pipeline import DEFAULT_ALGORITHM
from service.summariser.ranking import rate
from service.summariser.selection import distinct_words, likeness

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.3  # points below what was measured, so that a change elsewhere does not fail the run for noise
MEASURES = ("rouge1", "rouge2", "rougeL")
RESAMPLES = 2_000
NEARLY_EQUAL = 0.7  # Jaccard; no summary may hold two sentences above it
MOST_DANGLING = 1.0  # per cent of the sentences of the default's summaries
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


@dataclass(frozen=True)
class Outcome:
    """What one system made of one set: scores by case and measure, in per cent; and faults in per cent of sentences."""

    scores: np.ndarray
    dangling: float
    twins: int


class Tokens:
    """The package's own tokenizer, which remembers sentences."""

    def __init__(self) -> None:
        self._line = lru_cache(1 << 17)(DefaultTokenizer(use_stemmer=True).tokenize)

    def tokenize(self, text: str) -> list[str]:
        return list(chain.from_iterable(map(self._line, text.split("\n"))))


TOKENS = Tokens()
SCORER = RougeScorer([*MEASURES], tokenizer=TOKENS)


def main() -> int:
    options = _arguments()
    files = sorted(path for kind in "AB" for path in Path(options.data).rglob(f"{kind}_*.jsonl.gz"))
    if not files:
        print(f"summaries: skipped, there is no A_*.jsonl.gz and no B_*.jsonl.gz below {options.data}")
        return 0
    tables = {path.name.removesuffix(".jsonl.gz"): measure(path, options.sample) for path in files}
    for kind, title in (("A", "articles"), ("B", "clusters")):
        chosen = {name: table for name, table in tables.items() if name[0] == kind}
        if chosen:
            report_means(title, chosen)
    return 0 if options.sample else check(tables, pin=options.pin, lower=options.lower)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="ROUGE of every algorithm, with floors.")
    parser.add_argument("data", nargs="?", default="data")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--pin", action="store_true", help="write the floors that were reached")
    parser.add_argument("--lower", action="store_true", help="with --pin: also where that lowers a floor")
    return parser.parse_args()


def measure(path: Path, sample: int | None) -> dict[str, Outcome]:
    """Print and return what each system makes of a set."""
    cases = [*load(path)][:sample]
    outcomes = {name: judge(cases, chooser) for name, chooser in systems().items()}
    print(f"\n{path.name.removesuffix('.jsonl.gz')}: {len(cases)} cases")
    print(f"  {'':12} {'R-1':>6} {'R-2':>6} {'R-L':>6}  {'dangling':>9}  twins")
    for name, outcome in outcomes.items():
        figures = " ".join(f"{mean:6.2f}" for mean in outcome.scores.mean(axis=0))
        print(f"  {name:12} {figures}  {outcome.dangling:8.1f}%  {outcome.twins:5}")
    for rival in ("lead", best_of_sumy(outcomes)):
        print(f"  default - {rival}: {difference(outcomes[DEFAULT], outcomes[rival])}", flush=True)
    return outcomes


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


def judge(cases: Sequence[Case], choose: Chooser) -> Outcome:
    chosen = [choose(case) for case in cases]
    scores = [score(case, places) for case, places in zip(cases, chosen, strict=True)]
    faults = sum(dangling(case, places) for case, places in zip(cases, chosen, strict=True))
    twins = sum(near_equals(case, places) for case, places in zip(cases, chosen, strict=True))
    return Outcome(np.array(scores), 100 * faults / max(sum(map(len, chosen)), 1), twins)


def score(case: Case, places: Sequence[Place]) -> list[float]:
    summary = "\n".join(case.sentence(place).text for place in places)
    scores = [SCORER.score(reference, summary) for reference in case.references]
    return [100 * sum(one[name].fmeasure for one in scores) / len(scores) for name in MEASURES]


def dangling(case: Case, places: Sequence[Place]) -> int:
    """How many of the chosen sentences point back to one that is not chosen."""
    faults = 0
    for article, reading in enumerate(case.readings):
        back = pointing_back(reading.document.sentences, reading.document.language)
        faults += sum(back[index] and (a, index - 1) not in places for a, index in places if a == article)
    return faults


def near_equals(case: Case, places: Sequence[Place]) -> int:
    words = [distinct_words(case.sentence(place).text) for place in places]
    return sum(likeness(one, other) > NEARLY_EQUAL for one, other in combinations(words, 2))


def best_of_sumy(outcomes: dict[str, Outcome]) -> str:
    return max((n for n in outcomes if n not in {DEFAULT, *BASELINES}), key=lambda n: outcomes[n].scores[:, 0].mean())


def difference(one: Outcome, other: Outcome) -> str:
    """Mean difference of ROUGE-1 with its interval: the same cases drawn again and again for both."""
    gains = one.scores[:, 0] - other.scores[:, 0]
    drawn = np.random.default_rng(0).integers(0, len(gains), (RESAMPLES, len(gains)))
    low, high = np.percentile(gains[drawn].mean(axis=1), [2.5, 97.5])
    return f"{gains.mean():+.2f} [{low:+.2f}, {high:+.2f}]"


def report_means(title: str, tables: dict[str, dict[str, Outcome]]) -> None:
    means = {
        name: np.mean([table[name].scores.mean(axis=0) for table in tables.values()], axis=0)
        for name in next(iter(tables.values()))
    }
    print(f"\nmean over {len(tables)} sets of {title}")
    for name, (first, second, longest) in means.items():
        print(f"  {name:12} {first:6.2f} {second:6.2f} {longest:6.2f}   default {means[DEFAULT][0] - first:+.2f}")


def check(tables: dict[str, dict[str, Outcome]], *, pin: bool, lower: bool) -> int:
    """Hold the default against its floors; 1 where it is below one, or has faults it may not have."""
    floors = json.loads(FLOORS.read_text())
    reached = {name: float(table[DEFAULT].scores[:, 0].mean()) for name, table in tables.items()}
    bad = [f"{n}: {r:.2f} is below the floor of {floors[n]}" for n, r in reached.items() if r < floors.get(n, 0.0)]
    faulty = [f"{n}: {t[DEFAULT].twins} pairs of sentences nearly equal" for n, t in tables.items() if t[DEFAULT].twins]
    share = float(np.mean([table[DEFAULT].dangling for table in tables.values()]))
    if share > MOST_DANGLING:
        faulty.append(f"{share:.1f} % of the sentences dangle")
    if pin:
        new = {name: round(figure - SLACK, 1) for name, figure in reached.items()}
        held = {n: f for n, f in new.items() if lower or f >= floors.get(n, 0.0)}
        FLOORS.write_text(json.dumps(dict(sorted({**floors, **held}.items())), indent=2) + "\n")
        bad = [] if lower else bad
    print("\n" + ("\n".join(bad + faulty) or f"every floor is held; {share:.2f} % of the default's sentences dangle"))
    return int(bool(bad or faulty))


if __name__ == "__main__":
    sys.exit(main())
