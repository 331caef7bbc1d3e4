"""The engine against plain sumy, in one run and in turn: python -m tests.benchmarks.engine [algorithm …].

Every figure is from a text to a choice of three sentences. Sumy's own sentence
splitter needs data that is not installed, so that both get the sentences of ours,
which is the faster; sumy's words come from ``nltk.word_tokenize``, as in sumy.
The time is the processor's, so that what else the machine does counts little.
"""

import math
import statistics
import subprocess
import sys
import time
from pathlib import Path

from sumy.summarizers.edmundson import EdmundsonSummarizer

from service.summariser.document import Document, Paragraph, Sentence
from service.summariser.ranking import rank, rate
from service.summariser.ranking.edmundson import Edmundson
from service.summariser.ranking.model import model
from service.summariser.segmentation import split
from service.summariser.words import stems, tokenise
from tests.benchmarks import hostile, plain_sumy
from tests.benchmarks.prose import article

ALGORITHMS = ("lex-rank", "text-rank", "lsa", "luhn", "kl", "sum-basic", "reduction", "edmundson")
SIZES = (25, 100, 200, 500, 1_000, 2_000, 4_000, 8_000)
PEER_SIZES = 2_000
PATIENCE = 30.0  # seconds; a row of sumy's that would take longer is left out
RUNS = 15
TURN = 5  # runs of each in a turn, where they are short; so each finds the processor's caches its own
CHOICE = 3
TARGETS = {
    ("lex-rank", 25): 12,
    ("lex-rank", 100): 25,
    ("lex-rank", 1_000): 200,
    ("text-rank", 25): 12,
    ("text-rank", 100): 15,
    ("text-rank", 1_000): 50,
    ("reduction", 1_000): 80,
    ("lsa", 1_000): 50,
    ("sum-basic", 1_000): 10,
    ("luhn", 1_000): 10,
    ("kl", 200): 200,
}
_WORDS = plain_sumy.SplitWordTokenizer()


def spans(text):
    offset = 0
    for number, part in enumerate(text.split("\n\n")):
        for span in split(text, Paragraph(offset, len(part)), "en"):
            yield number, span.offset, text[span.offset : span.offset + span.length]
        offset += len(part) + 2


def read(text):
    made = [
        Sentence(found, offset, index, number, tokenise(found, "en"))
        for index, (number, offset, found) in enumerate(spans(text))
    ]
    return Document("en", tuple(made))


def ours(text, algorithm):
    saliences = rank(read(text), algorithm=algorithm)
    return sorted(sorted(range(len(saliences)), key=lambda index: (-saliences[index], index))[:CHOICE])


def read_for_sumy(text):
    made = [Sentence(found, offset, index, number, ()) for index, (number, offset, found) in enumerate(spans(text))]
    return plain_sumy.model(Document("en", tuple(made)), _WORDS)


def sumys(text, algorithm, made):
    return made(read_for_sumy(text), CHOICE)


def sumy_summariser(text, algorithm):
    if algorithm != "edmundson":
        return plain_sumy.summariser(algorithm, "en")
    lists = Edmundson("en", model(read(text)))
    made = EdmundsonSummarizer(plain_sumy.Stemmer("english"))
    made._bonus_words, made._stigma_words, made._null_words = lists.bonus_words, lists.stigma_words, lists.null_words
    return made


def timed(function, *arguments):
    start = time.process_time()
    function(*arguments)
    return time.process_time() - start


def compare(algorithm, size, patience):
    """Medians of sumy, where there is patience for it, and ours, and a word about parity."""
    text = article(size, seed=size)
    ours(text, algorithm)
    if not patience:
        return None, statistics.median(timed(ours, text, algorithm) for _ in range(RUNS)), ""
    made = sumy_summariser(text, algorithm)
    theirs, mine = [timed(sumys, text, algorithm, made)], []
    turn = TURN if theirs[0] < 0.2 else 1
    while len(mine) < RUNS:
        mine += [timed(ours, text, algorithm) for _ in range(TURN)]
        if sum(theirs) < PATIENCE / 6:
            theirs += [timed(sumys, text, algorithm, made) for _ in range(turn)]
    return statistics.median(theirs), statistics.median(mine), parity(text, algorithm, made)


def parity(text, algorithm, made):
    """By the same words: NLTK's splitter, untrained as it is here, takes the 'co.' within a sentence for its end."""
    document = read(text)
    found, expected = rate(document, algorithm=algorithm), plain_sumy.rate(made, plain_sumy.model(document))
    if expected is None:
        return "sumy has no answer"
    apart = max(abs(one - other) for one, other in zip(found, expected, strict=True))
    best = sorted(range(len(expected)), key=lambda index: (-expected[index], index))[:CHOICE]
    chosen = ours(text, algorithm)
    if chosen == sorted(best):
        return f"{apart:8.1e}  same choice"
    tie = math.isclose(sum(expected[index] for index in chosen), sum(expected[index] for index in best), rel_tol=1e-9)
    return f"{apart:8.1e}  {'same choice but for a tie' if tie else 'OTHER CHOICE'}"


def table(algorithm):
    print(f"\n{algorithm}")
    print(f"{'sentences':>9} {'sumy ms':>10} {'ours ms':>9} {'ratio':>7} {'target':>7}   largest difference")
    medians, peer, before = {}, 0.0, SIZES[0]
    for size in SIZES:
        expected = peer * (size / before) ** (3 if algorithm == "kl" else 2)
        patience = size <= PEER_SIZES and expected <= PATIENCE
        theirs, medians[size], same = compare(algorithm, size, patience)
        if theirs is None:
            same = f"sumy left out: it would take some {expected:,.0f} s" if size <= PEER_SIZES else ""
            cells = f"{'–':>10} {medians[size] * 1e3:9.2f} {'–':>7}"
        else:
            peer, before = theirs, size
            cells = f"{theirs * 1e3:10.1f} {medians[size] * 1e3:9.2f} {theirs / medians[size]:6.1f}×"
        target = TARGETS.get((algorithm, size))
        print(f"{size:9,} {cells} {f'≥ {target}×' if target else '':>7}   {same}", flush=True)
    growth = math.log(medians[8_000] / medians[1_000]) / math.log(8)
    print(f"growth from 1,000 to 8,000 sentences: n^{growth:.2f} (target ≤ {1.6 if algorithm == 'kl' else 1.3})")


def hostile_table(algorithms):
    print("\nhostile texts, seconds from text to choice; caches emptied before each text")
    print(f"{'':36}" + "".join(f"{name:>11}" for name in algorithms))
    worst = 0.0
    for name, text in hostile.texts():
        stems.cache_clear()
        taken = [timed(ours, text, algorithm) for algorithm in algorithms]
        worst = max(worst, *taken)
        print(f"{name:36}" + "".join(f"{seconds:11.2f}" for seconds in taken), flush=True)
    print(f"worst: {worst:.1f} s; peak memory of this process, imports included: {peak_memory():.0f} MB")


def peak_memory():
    """Of this program alone, in MB; the figure in rusage goes on from the process that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(arguments):
    if arguments[:1] == ["hostile"]:
        print(f"\nmemory after the imports: {peak_memory():.0f} MB")
        hostile_table(arguments[1:] or ALGORITHMS)
        return
    print(__doc__)
    for algorithm in arguments or ALGORITHMS:
        table(algorithm)
    # In a process of its own, so that its peak of memory is its own.
    subprocess.run([sys.executable, "-m", "tests.benchmarks.engine", "hostile", *arguments], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
