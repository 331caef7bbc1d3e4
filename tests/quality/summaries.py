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
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from service.summariser.openings import pointing_back
from service.summariser.selection import distinct_words, likeness
from tests.quality.cases import BASELINES, DEFAULT, TOKENS, Case, Chooser, Place, load, systems

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.3  # points below what was measured, so that a change elsewhere does not fail the run for noise
MEASURES = ("rouge1", "rouge2", "rougeL")
RESAMPLES = 2_000
NEARLY_EQUAL = 0.7  # Jaccard; no summary may hold two sentences above it
MOST_DANGLING = 1.0  # per cent of the sentences of the default's summaries


@dataclass(frozen=True)
class Outcome:
    """What one system made of one set: scores by case and measure, in per cent; and faults in per cent of sentences."""

    scores: np.ndarray
    dangling: float
    twins: int

    @property
    def mean(self) -> np.ndarray:
        return self.scores.mean(axis=0)


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
    spoken = ", ".join(sorted({case.readings[0].document.language for case in cases}))
    print(f"\n{path.name.removesuffix('.jsonl.gz')}: {len(cases)} cases, language {spoken}")
    print(f"  {'':12} {'R-1':>6} {'R-2':>6} {'R-L':>6}  {'dangling':>9}  twins")
    for name, outcome in outcomes.items():
        figures = " ".join(f"{mean:6.2f}" for mean in outcome.mean)
        print(f"  {name:12} {figures}  {outcome.dangling:8.1f}%  {outcome.twins:5}")
    for rival in ("lead", best_of_sumy({name: outcome.mean for name, outcome in outcomes.items()})):
        mean, low, high = gain(outcomes[DEFAULT], outcomes[rival])
        print(f"  default - {rival}: {mean:+.2f} [{low:+.2f}, {high:+.2f}]", flush=True)
    return outcomes


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


def best_of_sumy(means: dict[str, np.ndarray]) -> str:
    """The name of the one with the highest ROUGE-1."""
    return max((name for name in means if name not in {DEFAULT, *BASELINES}), key=lambda name: means[name][0])


def gain(one: Outcome, other: Outcome) -> tuple[float, float, float]:
    """Mean difference of ROUGE-1 with its interval: the same cases drawn again and again for both."""
    gains = one.scores[:, 0] - other.scores[:, 0]
    drawn = np.random.default_rng(0).integers(0, len(gains), (RESAMPLES, len(gains)))
    low, high = np.percentile(gains[drawn].mean(axis=1), [2.5, 97.5])
    return float(gains.mean()), float(low), float(high)


def report_means(title: str, tables: dict[str, dict[str, Outcome]]) -> None:
    """The mean of every system over the sets, and the differences that the default is held to."""
    names = next(iter(tables.values()))
    means = {name: np.mean([table[name].mean for table in tables.values()], axis=0) for name in names}
    print(f"\nmean over {len(tables)} sets of {title}")
    for name, (first, second, longest) in means.items():
        print(f"  {name:12} {first:6.2f} {second:6.2f} {longest:6.2f}   default {means[DEFAULT][0] - first:+.2f}")
    best = best_of_sumy(means)
    print(f"  default - lead {means[DEFAULT][0] - means['lead'][0]:+.2f}")
    print(f"  default - the best single ranker's mean ({best}) {means[DEFAULT][0] - means[best][0]:+.2f}")
    rivals = [max(table["lead"].mean[0], table["lex-rank"].mean[0]) for table in tables.values()]
    over = [table[DEFAULT].mean[0] - rival for table, rival in zip(tables.values(), rivals, strict=True)]
    print(f"  default - the better of lead and lex-rank, set by set {np.mean(over):+.2f} (lowest {min(over):+.2f})")
    below = significantly_below(tables)
    print(f"  significantly below the lead (paired bootstrap, 95 %): {', '.join(below) or 'no set'}")


def significantly_below(tables: dict[str, dict[str, Outcome]]) -> list[str]:
    return [name for name, table in tables.items() if gain(table[DEFAULT], table["lead"])[2] < 0]


def check(tables: dict[str, dict[str, Outcome]], *, pin: bool, lower: bool) -> int:
    """Hold the default against its floors; 1 where it is below one, or has faults it may not have."""
    floors = json.loads(FLOORS.read_text())
    reached = {name: float(table[DEFAULT].mean[0]) for name, table in tables.items()}
    bad = [f"{n}: {r:.2f} is below the floor of {floors[n]}" for n, r in reached.items() if r < floors.get(n, 0.0)]
    faulty = [f"{n}: {t[DEFAULT].twins} pairs of sentences nearly equal" for n, t in tables.items() if t[DEFAULT].twins]
    faulty += [f"{name} is significantly below the lead" for name in significantly_below(tables)]
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
