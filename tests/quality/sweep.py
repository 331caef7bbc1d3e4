"""The sweep behind the default's parameters: ``python -m tests.quality.sweep DATA > sweep.txt``.

One parameter at a time is moved, the others stay as they are. For each value: the mean of ROUGE-1 and -2 F1 of each
set, in per cent, and their mean over the sets, articles and clusters apart. At the end of each parameter stands what
leaving one set out would choose: the value that is best on all other sets, and what it brings on the one left out.
Where the choices differ from set to set the parameter is not worth tuning, and the middle of the plateau is right.

The table goes to the standard output, and is the same on every run; how far the sweep is goes to the standard error.
All of the development sets take some four minutes of one processor; ``--sample 50`` takes the first 50 of each.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from service.summariser import digest, pipeline, selection
from service.summariser.ranking import blend, pool
from tests.quality.cases import Case, added, by_default, grams, load, overlap

# Where a parameter stands, its name, and the values that are tried.
ARTICLES: Sequence[tuple[ModuleType, str, Sequence[float]]] = (
    (blend, "LOOK_BACK", (-1.0, -0.7, -0.4, -0.2, 0.0, 1.0)),
    (blend, "EARLY", (0.0, 0.2, 0.4, 0.6, 1.0)),
    (blend, "EARLY_REACH", (2.0, 4.0, 6.0, 10.0)),
    (blend, "TITLE", (0.0, 0.25, 0.5, 1.0)),
    (blend, "QUOTED", (0.0, 0.15, 0.25, 0.35, 0.5)),
    (blend, "WHOLE", (1, 8, 10, 12, 15, 20)),
    (blend, "BRIEF", (15, 20, 25, 30, 40, 1000)),
    (blend, "NEWS", (20, 30, 40, 60, 1000)),
    (pipeline, "OPENING", (0, 15, 20, 25, 30, 40)),
    (selection, "DANGLING", (1.0, 0.7, 0.5, 0.35, 0.2, 0.1)),
    (selection, "REDUNDANCY_PRICE", (0.0, 0.3, 0.7, 1.5, 3.0)),
)
CLUSTERS: Sequence[tuple[ModuleType, str, Sequence[float]]] = (
    (pool, "OWN", (0.0, 0.3, 0.6, 1.0)),
    (pool, "EARLY", (0.0, 0.4, 0.8, 1.2)),
    (pool, "EARLY_REACH", (3.0, 6.0, 10.0, 15.0)),
    (pool, "SAME_FACT", (0.4, 0.5, 0.6, 0.9)),
    (pool, "WHOLE", (1, 8, 10, 12, 15, 20)),
    (digest, "OPENING", (0, 15, 20, 25, 30, 40)),
    (digest, "REDUNDANCY_PRICE", (1.0, 2.0, 3.0, 4.0)),
    (selection, "DANGLING", (1.0, 0.7, 0.5, 0.35, 0.2, 0.1)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Sweep the default's parameters.")
    parser.add_argument("data", nargs="?", default="data")
    parser.add_argument("--sample", type=int)
    options = parser.parse_args()
    for kind, parameters in (("A", ARTICLES), ("B", CLUSTERS)):
        files = sorted(Path(options.data).rglob(f"{kind}_*.jsonl.gz"))
        if not files:
            print(f"sweep: skipped, there is no {kind}_*.jsonl.gz below {options.data}")
            continue
        sets = {path.name.removesuffix(".jsonl.gz"): [*load(path)][: options.sample] for path in files}
        print(f"\n{'':24} {'mean':>6}  " + "  ".join(f"{name[:10]:>10}" for name in sets))
        for module, name, values in parameters:
            sweep(sets, module, name, values)
    return 0


def sweep(sets: dict[str, list[Case]], module: ModuleType, name: str, values: Sequence[float]) -> None:
    table = []
    held = getattr(module, name)
    for place, value in enumerate(values, start=1):
        print(
            f"{module.__name__.rpartition('.')[2]}.{name}: value {place} of {len(values)}", file=sys.stderr, flush=True
        )
        setattr(module, name, value)
        table.append([np.mean([worth(case) for case in cases]) for cases in sets.values()])
        mark = "*" if value == held else " "
        figures = "  ".join(f"{figure:10.2f}" for figure in table[-1])
        print(f"{name:17} {value:5g}{mark} {np.mean(table[-1]):6.2f}  {figures}", flush=True)
    setattr(module, name, held)
    print(f"{'':24} left out: {left_out(np.array(table), values, values.index(held))}\n", flush=True)


def left_out(table: np.ndarray, values: Sequence[float], held: int) -> str:
    """For each set the value that is best on the others, and its gain on this one over the value that is held."""
    choices = []
    for place in range(table.shape[1]):
        best = int(np.argmax(np.delete(table, place, axis=1).mean(axis=1)))
        choices.append(f"{values[best]:g} ({table[best, place] - table[held, place]:+.2f})")
    return ", ".join(choices)


def worth(case: Case) -> float:
    summary = grams("")
    for place in by_default(case):
        summary = added(summary, grams(case.sentence(place).text))
    wanted = [grams(reference) for reference in case.references]
    return 50 * overlap(summary, wanted) / len(wanted)


if __name__ == "__main__":
    sys.exit(main())
