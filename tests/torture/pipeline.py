"""Texts that no author wrote, into the text pipeline, led by which of its lines they reach: do its laws hold?

Pages and plain texts are mutated from articles of our own by libFuzzer. It ends at the first broken law, or at any
exception but those that a caller is answered with, and leaves what did it in a file.

``python -m tests.torture.pipeline [--runs 100000] [--seed 1]``
"""

import argparse
import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("The text pipeline is NOT fuzzed: atheris is not here. Bring it in with: pip install atheris")

with atheris.instrument_imports(include=["service.summariser"]):
    from service.summariser import ALGORITHMS, Options, read, summarise_reading, warm_up
    from service.summariser.document import Budget
    from service.summariser.markup import article

from service.errors import EmptyDocumentError, LimitExceededError, UnsupportedLanguageError
from tests.conftest import PROJECT

ANSWERED = (EmptyDocumentError, LimitExceededError, UnsupportedLanguageError)
LONGEST = 8_192  # bytes
# The first bytes of an input choose what is asked for, and the rest is the text.
CHOOSING = 6
KINDS = ("sentences", "words", "characters")
REPORT_EVERY = 10_000

done = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    warm_up()
    with tempfile.TemporaryDirectory() as corpus:
        for number, path in enumerate(sorted((PROJECT / "tests" / "samples").glob("*.txt"))):
            data = path.read_bytes()
            (Path(corpus) / f"text-{number}").write_bytes(bytes([0] * CHOOSING) + data)
            page = b"<html><body><nav>Home</nav><article><p>" + data.replace(b"\n\n", b"</p><p>") + b"</p></article>"
            (Path(corpus) / f"page-{number}").write_bytes(bytes([1] * CHOOSING) + page)
        atheris.Setup(
            [
                sys.argv[0],
                f"-atheris_runs={given.runs}",
                f"-seed={given.seed}",
                f"-max_len={LONGEST}",
                "-timeout=30",
                "-print_final_stats=1",
                corpus,
            ],
            hold_the_laws,
        )
        atheris.Fuzz()


def hold_the_laws(data: bytes) -> None:
    """Sum up what these bytes are, twice, and see that nothing is made up, lost or left to chance."""
    global done  # noqa: PLW0603 (libFuzzer calls back, and holds nothing for us)
    done += 1
    if done % REPORT_EVERY == 0:
        print(f"{done:,} texts", flush=True)
    page, algorithm, kind, amount, cleaning, order, *rest = data.ljust(CHOOSING, b"\0")
    text = bytes(rest).decode("utf-8", "replace")
    if page % 2:
        text = article.read(text.replace("\x00", "").encode())["text"] or ""
    options = Options(
        algorithm=[*ALGORITHMS][algorithm % len(ALGORITHMS)],
        budget=Budget(KINDS[kind % len(KINDS)], amount + 1),
        order="rank" if order % 2 else "position",
    )
    try:
        reading = read(text, cleaning=not cleaning % 2)
    except ANSWERED:
        return
    summary = summarise_reading(reading, options)
    assert summary.chosen, "an article with a sentence got an empty summary"
    places = [(one.sentence.offset, one.sentence.length) for one in summary.choices]
    assert all(
        text[offset : offset + length] == one.sentence.text
        for (offset, length), one in zip(places, summary.choices, strict=True)
    )
    assert len(set(places)) == len(places), "a sentence was chosen twice"
    said = {offset for offset, length in places for offset in range(offset, offset + length)}
    left_out = [place for one in reading.removed for place in range(one.offset, one.offset + one.length)]
    assert len(set(left_out)) == len(left_out), "the ledger holds a passage twice"
    assert said.isdisjoint(left_out), "what was left out is in the summary"
    again = summarise_reading(read(text, cleaning=not cleaning % 2), options)
    assert again.text == summary.text, "the same text got another summary"


if __name__ == "__main__":
    main()
