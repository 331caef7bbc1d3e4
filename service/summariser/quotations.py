"""What a sentence quotes."""

import re

# An opening mark, what it quotes, and the closing mark where there is one: a quotation may run over several sentences.
_QUOTATION = re.compile(r"[\"“„«»‚‘「]([^\"“”„«»「」]+)(?:[\"”“»«’‘」]|$)")
_WORD = re.compile(r"\w+")


def quotations(text: str) -> list[str]:
    """The quotations of a sentence, without their marks, in their order."""
    return _QUOTATION.findall(text)


def quoted_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every so many words on end that the sentence quotes, case aside."""
    runs: set[tuple[str, ...]] = set()
    for quotation in quotations(text):
        words = _WORD.findall(quotation.casefold())
        runs.update(zip(*(words[start:] for start in range(length)), strict=False))
    return runs
