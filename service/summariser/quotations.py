"""What a sentence quotes."""

import re

# An opening mark, what it quotes, and the closing mark where there is one: a quotation may run over several sentences.
_QUOTATION = re.compile(r"[\"“„«»‚‘「]([^\"“”„«»「」]+)(?:[\"”“»«’‘」]|$)")
_WORD = re.compile(r"\w+")

PROPER = 4  # words; 'the so-called “hot line”' is no quotation


def quotations(text: str) -> list[str]:
    """The quotations of a sentence, without their marks, in their order."""
    return _QUOTATION.findall(text)


def proper_quotations(text: str) -> list[str]:
    """Those that are no mere terms or titles in quotation marks."""
    return [quotation for quotation in quotations(text) if len(quotation.split()) >= PROPER]


def quoted_share(text: str) -> float:
    """The share of a sentence's words, as white space parts them, that it quotes; in 0..1."""
    quoted = sum(len(quotation.split()) for quotation in proper_quotations(text))
    return min(1.0, quoted / len(text.split())) if quoted else 0.0


def quoted_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every so many words on end that the sentence quotes, case aside."""
    runs: set[tuple[str, ...]] = set()
    for quotation in quotations(text):
        words = _WORD.findall(quotation.casefold())
        runs.update(zip(*(words[start:] for start in range(length)), strict=False))
    return runs
