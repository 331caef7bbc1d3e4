"""Texts within the limits (1 MB, 10,000 sentences) that are made to take long."""

import random
from collections.abc import Iterator

from tests.benchmarks.prose import word

SENTENCES = 10_000


def texts() -> Iterator[tuple[str, str]]:
    """Name and text; sentences end with a full stop and a capital follows, so that they are split as meant."""
    source = random.Random(1)
    yield "one word of 1 MB", "a" * 1_000_000
    yield "one word of 1 MB, vowels", "ay" * 500_000
    yield "100,000 full stops", "." * 100_000
    yield "quotation marks", "\"'`" * 330_000
    yield "apostrophes, all different", " ".join(f"{word(n)}'{word(n)}`s" for n in range(50_000))
    yield "5,000 equal sentences", _join(["the mill on the river burnt down in the night"] * 5_000)
    yield "every sentence one word", _join(word(n) for n in range(SENTENCES))
    yield "every sentence one of 50 words", _join(word(n % 50) for n in range(SENTENCES))
    yield "one word 200,000 times", _join([" ".join(["word"] * 200_000)])
    yield (
        "twice one word 90,000 times",
        _join([" ".join(["word"] * 90_000)] * 2 + [f"word {word(n)}" for n in range(99)]),
    )
    few, some, many = ([word(n) for n in range(count)] for count in (12, 60, 6_000))
    yield "all words in every sentence", _join(" ".join(source.sample(few, 12)) for _ in range(SENTENCES))
    yield "of 60 words in every sentence 12", _join(" ".join(source.choices(some, k=12)) for _ in range(SENTENCES))
    yield "of 6,000 words in every sentence 12", _join(" ".join(source.choices(many, k=12)) for _ in range(SENTENCES))
    yield "single letters", _join(" ".join(source.choices("bcdefghjklmnpqruvwxyz", k=45)) for _ in range(SENTENCES))
    yield "no word twice", _join(" ".join(word(n * 12 + i) for i in range(12)) for n in range(SENTENCES))
    yield "one sentence, no word twice", _join([" ".join(word(n) for n in range(120_000))])
    yield (
        "one word shared, all cosines alike",
        _join(" ".join([word(0), *(word(1 + n * 9 + i) for i in range(9))]) for n in range(SENTENCES)),
    )
    yield "lengths 1 to 500", _join(" ".join(source.choices(many[:3_000], k=1 + n)) for n in range(500))


def _join(sentences) -> str:
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)[:1_000_000]
