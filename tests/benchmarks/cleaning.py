"""What cleaning and segmentation cost: their share of a summary, and their growth on hostile text.

    python -m tests.benchmarks.cleaning

The share is that of the engine's time from text to summary, by the default ranker, in a warm process; a request adds
HTTP to it, so of a request the share is smaller. Growth is time at twice the length by time at once: 2 is linear.
"""

import time
from collections.abc import Callable
from functools import partial

from service.summariser import summarise
from service.summariser.boilerplate import clean
from service.summariser.extraction import paragraphs
from service.summariser.segmentation import split
from tests.benchmarks.http import article
from tests.conftest import PROJECT

ROUNDS = 300
SHARE = 40  # per cent
LINES = 20_000  # of more paragraphs a text is refused
HOSTILE = {
    "one word a line": lambda lines: "word\n" * lines,
    "another word a line": lambda lines: "\n".join(f"word{n}" for n in range(lines)),
    "links": lambda lines: "* a link\n" * lines,
    "share this": lambda lines: "Share this\n\n" * lines,
    "blank lines": lambda lines: "\n" * 6 * lines + "One is here.",
    "one line": lambda lines: "a" * 33 * lines,
    "full stops": lambda lines: ". " * 16 * lines,
    "credits": lambda lines: "© " * 10 * lines,
}


def main() -> None:
    print(__doc__)
    sample = (PROJECT / "tests/samples/dry_reservoir.txt").read_text("utf-8")
    for name, text in (
        ("25 sentences, nothing but the article", article(25, seed=0)),
        ("a page with its furniture", sample),
    ):
        parts, whole = quickest(partial(cut, text)), quickest(partial(summarise, text))
        print(f"{name}: {parts * 1e3:.2f} of {whole * 1e3:.2f} ms, {100 * parts / whole:.0f} % (target < {SHARE} %)")
    print(f"\nhostile, {LINES:,} lines, or 33 times as many characters")
    for name, make in HOSTILE.items():
        once, twice = (quickest(partial(cut, make(lines)), 3) for lines in (LINES // 2, LINES))
        print(f"{name:20} {twice:6.2f} s, growth {twice / once:.1f}", flush=True)


def cut(text: str) -> None:
    """All that cleaning and segmentation do to a text."""
    for paragraph in clean(text, paragraphs(text), title=None).paragraphs:
        split(text, paragraph, "en")


def quickest(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of processor time, the tenth best of a hundred."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return sorted(taken)[rounds // 10]


if __name__ == "__main__":
    main()
