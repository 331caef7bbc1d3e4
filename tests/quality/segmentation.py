"""How well and how fast paragraphs are cut into sentences, beside sentencex and punkt.

    python -m tests.quality.segmentation DATA

DATA holds ``dev/E_*.jsonl.gz``: running text with the ends of its sentences,
and golden rules with their sentences. A figure below its floor fails the run.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nltk.tokenize.punkt import PunktSentenceTokenizer
from sentencex import segment

from service.summariser.document import Paragraph
from service.summariser.segmentation import split

Ends = Callable[[str, str], Iterator[int]]

# F1 in per cent; measured 2026-11-22, less what a few sentences make out.
FLOORS = {
    "cs_cac": 99.3,
    "cs_pud": 99.4,
    "de_gsd": 92.0,
    "de_pud": 99.3,
    "el_gdt": 94.5,
    "en_ewt": 91.6,
    "en_gum": 97.9,
    "en_pud": 99.6,
    "es_gsd": 97.0,
    "es_pud": 99.2,
    "fr_gsd": 97.4,
    "fr_pud": 99.4,
    "it_isdt": 96.8,
    "ja_gsd": 94.0,
    "pl_pdb": 98.1,
    "pt_bosque": 93.1,
    "ru_gsd": 97.8,
    "ru_pud": 99.5,
    "uk_iu": 97.0,
    "zh_gsdsimp": 99.3,
}
GOLDEN_FLOORS = {"golden": 95.0, "golden_xx": 88.0}  # per cent of the cases that are exactly right
FASTER = 5.0  # times punkt, untrained: its parameters are not at hand, and with them it only does more
UNKNOWN_TO_PUNKT = frozenset({"ja", "zh"})
ARTICLE = 3_000  # code points
ROUNDS = 30


def ours(text: str, language: str) -> Iterator[int]:
    """The whole text as one paragraph, line breaks and all."""
    return (offset + length for offset, length, _ in split(text, Paragraph(0, len(text)), language))


def ours_by_line(text: str, language: str) -> Iterator[int]:
    for start, line in lines(text):
        for offset, length, _ in split(text, Paragraph(start, len(line)), language):
            yield offset + length


def peer(text: str, language: str) -> Iterator[int]:
    """Sentencex, which gives texts: their places are looked up."""
    for start, line in lines(text):
        position = 0
        for sentence in filter(None, map(str.strip, segment(language, line))):
            position = line.index(sentence, position) + len(sentence)
            yield start + position


def lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield position + line.index(line.strip()), line.strip()
        position += len(line)


def f1(cases: list[dict], ends: Ends) -> float:
    """Of the ends of sentences, in per cent."""
    right = found = wanted = 0
    for case in cases:
        expected, given = set(case["ends"]), set(ends(case["text"], case["lang"]))
        right, found, wanted = right + len(expected & given), found + len(given), wanted + len(expected)
    return 200 * right / (found + wanted)


def golden(cases: list[dict]) -> float:
    """Share of the cases that are cut exactly as they should be, in per cent."""
    right = 0
    for case in cases:
        text = case["text"]
        spans = split(text, Paragraph(0, len(text)), case["lang"])
        right += [text[offset : offset + length] for offset, length, _ in spans] == case["sents"]
    return 100 * right / len(cases)


def milliseconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begun)


def speeds(article: str, language: str) -> tuple[float, float, float]:
    """Milliseconds an article by us, sentencex and punkt: the best of rounds taken in turn."""
    punkt = PunktSentenceTokenizer()
    calls = (
        lambda: split(article, Paragraph(0, len(article)), language),
        lambda: list(segment(language, article)),
        lambda: punkt.tokenize(article),
    )
    rounds = [[milliseconds(call) for call in calls] for _ in range(ROUNDS)]
    ours_best, sentencex_best, punkt_best = map(min, zip(*rounds, strict=True))
    return ours_best, sentencex_best, punkt_best


def read(file: Path) -> list[dict]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def report(name: str, figure: float, floor: float | None, rest: str = "") -> bool:
    """Print one line; false if the figure is below its floor."""
    good = floor is None or figure >= floor
    verdict = "no floor" if floor is None else f"floor {floor:5.1f}  {'ok' if good else 'BELOW'}"
    print(f"{name:12} {figure:6.1f}  {verdict}  {rest}".rstrip())
    return good


def measure(files: list[Path]) -> bool:
    """Print every figure; false if one of them is below its floor."""
    good, times = True, []
    print("F1, golden rules: per cent; 'by line': each line given alone\n")
    for file in files:
        name, cases = file.name.removeprefix("E_").removesuffix(".jsonl.gz"), read(file)
        if "sents" in cases[0]:
            good &= report(name, golden(cases), GOLDEN_FLOORS.get(name))
            continue
        rest = f"by line {f1(cases, ours_by_line):5.1f}  sentencex by line {f1(cases, peer):5.1f}"
        good &= report(name, f1(cases, ours), FLOORS.get(name), rest)
        if (language := cases[0]["lang"]) not in UNKNOWN_TO_PUNKT:
            times.append(speeds(" ".join(case["text"] for case in cases)[:ARTICLE], language))
    mine, sentencex, punkt = map(sum, zip(*times, strict=True)) if times else (1.0, 1.0, FASTER)
    print(
        f"\n{len(times)} articles of {ARTICLE} characters: ours {mine:.2f} ms, "
        f"sentencex {sentencex:.2f} ms, punkt {punkt:.2f} ms"
    )
    return report("speed/punkt", punkt / mine, FASTER) and good


def main() -> int:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    files = sorted(data.glob("**/E_*.jsonl.gz")) if data else []
    if not files:
        print("segmentation: skipped, no E_*.jsonl.gz below the data directory (give it as the argument)")
        return 0
    return 0 if measure(files) else 1


if __name__ == "__main__":
    sys.exit(main())
